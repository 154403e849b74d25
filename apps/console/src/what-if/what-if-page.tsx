import { Badge, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import type { WhatIfRun } from '@overread/wire';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { date } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { Empty, ProblemAlert, QueryView } from '../ui/states.js';
import { AskForm } from './ask-form.js';
import { SideBySide } from './side-by-side.js';

const RUNS = ['what-if'];
const SOON_MS = 1000;
/** A period ends before the midnight that is its end. */
const lastMoment = (to: string): string => new Date(Date.parse(to) - 1).toISOString();
const isOpen = (run: Pick<WhatIfRun, 'finishedAt'>): boolean => run.finishedAt === null;

function useRuns() {
  return useQuery({
    queryKey: RUNS,
    queryFn: () => client.whatIf.list(),
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? SOON_MS : false),
  });
}

/** Past days under another policy, other readers, contracts or traffic, beside what happened. */
export function WhatIfPage() {
  const may = useMay();
  const runs = useRuns();
  const queries = useQueryClient();
  const [shown, setShown] = useState<string | null>(useSearchParams()[0].get('run'));
  const again = () => void queries.invalidateQueries({ queryKey: RUNS });
  return (
    <Page title={text('whatIf.title')} lead={text('whatIf.lead')}>
      {may('ask-what-if') && (
        <AskForm
          onAsked={(run) => {
            setShown(run.id);
            again();
          }}
        />
      )}
      <QueryView query={runs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={text('whatIf.none')}>{text('whatIf.noneWhy')}</Empty>
          ) : (
            <Stack gap="sm">
              {items.map((run) => (
                <RunCard key={run.id} run={run} isShown={run.id === shown} onShow={setShown} onChanged={again} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Page>
  );
}

interface CardProps {
  run: WhatIfRun;
  isShown: boolean;
  onShow: (id: string | null) => void;
  onChanged: () => void;
}

const COLOURS = { queued: 'gray', running: 'blue', done: 'green', failed: 'red' } as const;

function RunCard({ run, isShown, onShow, onChanged }: CardProps) {
  const stop = useMutation({ mutationFn: () => client.whatIf.stop(run.id), onSuccess: onChanged });
  const may = useMay();
  return (
    <Paper
      withBorder
      p="md"
      bg="var(--overread-raised)"
      component="section"
      aria-label={run.name || text('whatIf.run')}
    >
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600}>{run.name || text('whatIf.run')}</Text>
            <Badge color={COLOURS[run.state]} variant="light">
              {text(`whatIfState.${run.state}`)}
            </Badge>
            {run.question.synthetic && (
              <Badge color="grape" variant="light">
                {text('whatIf.madeUp')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {text('whatIf.period', { from: date(run.question.from), to: date(lastMoment(run.question.to)) })}
          </Text>
        </div>
        {isOpen(run) && may('ask-what-if') && (
          <Button size="xs" variant="default" onClick={() => stop.mutate()} loading={stop.isPending}>
            {text('whatIf.stop')}
          </Button>
        )}
        {run.state === 'done' && (
          <Button size="xs" variant="default" onClick={() => onShow(isShown ? null : run.id)}>
            {text(isShown ? 'whatIf.hide' : 'whatIf.show')}
          </Button>
        )}
      </Group>
      {isOpen(run) && <Progress value={run.progress * 100} animated mt="sm" aria-label={text('whatIf.progress')} />}
      {run.failure && (
        <Text size="sm" c="var(--overread-bad)" mt="xs">
          {run.failure}
        </Text>
      )}
      {stop.error && <ProblemAlert error={stop.error} />}
      {isShown && run.state === 'done' && <RunResult id={run.id} />}
    </Paper>
  );
}

function RunResult({ id }: { id: string }) {
  const run = useQuery({ queryKey: [...RUNS, id], queryFn: () => client.whatIf.get(id), staleTime: Infinity });
  return <QueryView query={run}>{({ result }) => result && <SideBySide result={result} />}</QueryView>;
}
