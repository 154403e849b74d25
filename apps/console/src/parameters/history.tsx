import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { ParametersVersionBody } from '@overread/wire';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { time, utc } from '../ui/format.js';
import { ProblemAlert } from '../ui/states.js';
import { short } from './field-table.js';
import { parameterName } from './proposal.js';

type Version = ParametersVersionBody;

/** Each number that differs, before and after. */
export function Differences({ differences }: { differences: readonly { path: string; from: number; to: number }[] }) {
  return (
    <List size="sm">
      {differences.map(({ path, from, to }) => (
        <List.Item key={path}>
          {text('parameters.diff', { name: parameterName(path), from: short(from), to: short(to) })}
        </List.Item>
      ))}
    </List>
  );
}

interface HistoryProps {
  history: readonly Version[];
  /** Where those before begin; null when there are none. */
  next: string | null;
  onPropose?: ((version: Version) => void) | undefined;
}

function Past({ version, onPropose }: { version: Version; onPropose: HistoryProps['onPropose'] }) {
  const { number, by, inForceAt, reason, backTo, whatIfId, differences } = version;
  return (
    <Paper withBorder p="sm" bg="var(--overread-raised)">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text size="sm" fw={600} title={utc(inForceAt)}>
            {text('parameters.historyLine', { number, at: time(inForceAt), name: by.name })}
          </Text>
          <Text size="sm">{reason}</Text>
          <Group gap="xs">
            {backTo !== null && (
              <Text size="xs" c="dimmed">
                {text('parameters.wentBack', { number: backTo })}
              </Text>
            )}
            {whatIfId && (
              <Anchor size="xs" component={Link} to={`/what-if?run=${whatIfId}`}>
                {text('parameters.tried')}
              </Anchor>
            )}
          </Group>
        </div>
        {onPropose && (
          <Button size="xs" variant="default" onClick={() => onPropose(version)}>
            {text('parameters.putAgain')}
          </Button>
        )}
      </Group>
      <Differences differences={differences} />
    </Paper>
  );
}

/** Who put what in force, and why. */
export function History({ history, next, onPropose }: HistoryProps) {
  // Another cursor once a version is added: what was shown of before is asked for anew.
  const earlier = useInfiniteQuery({
    queryKey: ['dispatch-parameters', 'history', next],
    queryFn: ({ pageParam }) => client.parameters.history({ after: pageParam }),
    initialPageParam: next ?? '',
    getNextPageParam: (page) => page.next,
    enabled: false,
  });
  const all = [...history, ...(earlier.data?.pages ?? []).flatMap(({ items }) => items)];
  const more = earlier.data === undefined ? next !== null : earlier.hasNextPage;
  const show = () => void (earlier.data === undefined ? earlier.refetch() : earlier.fetchNextPage());
  return (
    <section aria-label={text('parameters.history')}>
      <Title order={2} size="h5" mb={4}>
        {text('parameters.history')}
      </Title>
      {history.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('parameters.historyNone')}
        </Text>
      )}
      <Stack gap="xs">
        {all.map((version, index) => (
          <Past key={version.number} version={version} onPropose={index === 0 ? undefined : onPropose} />
        ))}
      </Stack>
      {earlier.error && <ProblemAlert error={earlier.error} />}
      {more && (
        <Button mt="xs" size="xs" variant="default" loading={earlier.isFetching} onClick={show}>
          {text('parameters.earlier')}
        </Button>
      )}
    </section>
  );
}
