import { Anchor, Button, Group, Paper, SegmentedControl, Stack, Text, Textarea, Title } from '@mantine/core';
import { everyItem, type Client } from '@overread/wire';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useRefreshed } from '../live/use-refreshed.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { label, text } from '../texts/text.js';
import { When } from '../ui/badges.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';

type Exception = Awaited<ReturnType<Client['intake']['exceptions']>>['items'][number];

function ResolveDialog({ exception, onClose }: { exception: Exception; onClose: () => void }) {
  const [resolution, setResolution] = useState('');
  const queries = useQueryClient();
  const resolve = useMutation({
    mutationFn: () => client.intake.resolve(exception.id, resolution.trim(), { version: exception.version }),
    onSuccess: () => {
      told(text('intake.resolved'));
      void queries.invalidateQueries({ queryKey: ['exceptions'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('intake.resolve')}
      submit={text('intake.resolve')}
      onSubmit={() => resolve.mutate()}
      onClose={onClose}
      error={resolve.error}
      pending={resolve.isPending}
      disabled={resolution.trim() === ''}
    >
      <Text size="sm">{exception.reason}</Text>
      <Textarea
        data-autofocus
        label={text('intake.resolution')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={resolution}
        onChange={(event) => setResolution(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

const factsOf = (facts: Record<string, unknown>): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${label('fact', name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');

function ExceptionCard({ exception, onResolve }: { exception: Exception; onResolve: (() => void) | null }) {
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="li">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={4}>
          <Title order={2} size="h6">
            {exception.reason}
          </Title>
          <Text size="sm" c="dimmed">
            {label('door', exception.door)} · {exception.facility ?? text('intake.noFacility')} ·{' '}
            <When at={exception.at} /> ·{' '}
            <Text span ff="monospace" size="xs">
              {exception.code}
            </Text>
          </Text>
          {factsOf(exception.facts) !== '' && <Text size="sm">{factsOf(exception.facts)}</Text>}
          {exception.resolvedAt && (
            <Text size="sm">
              {text('intake.resolvedBy', { who: exception.resolvedBy ?? '' })} <When at={exception.resolvedAt} />:{' '}
              {exception.resolution}
            </Text>
          )}
          {exception.studyId && (
            <Anchor component={Link} to={`/studies/${exception.studyId}`} size="sm">
              {text('panel.openStudy')}
            </Anchor>
          )}
        </Stack>
        {onResolve && !exception.resolvedAt && (
          <Button size="xs" variant="default" onClick={onResolve} style={{ flexShrink: 0 }}>
            {text('intake.resolve')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

const STATES = ['open', 'resolved', 'all'] as const;

export function ExceptionsPage() {
  const canResolve = useMay()('resolve-intake-exception');
  const [state, setState] = useState<string>('open');
  const [asked, setAsked] = useState<Exception | null>(null);
  useRefreshed(['exceptions']);
  const exceptions = useQuery({
    queryKey: ['exceptions', state],
    queryFn: () => everyItem(client.intake.exceptions, { state }),
  });
  return (
    <Page
      title={text('intake.title')}
      lead={text('intake.lead')}
      actions={
        <SegmentedControl
          aria-label={text('intake.state')}
          value={state}
          onChange={setState}
          data={STATES.map((value) => ({ value, label: text(`intake.${value}`) }))}
        />
      }
    >
      <QueryView
        query={exceptions}
        empty={{ when: (items) => items.length === 0, title: 'intake.empty', text: 'intake.emptyWhy' }}
      >
        {(items) => (
          <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
            {items.map((exception) => (
              <ExceptionCard
                key={exception.id}
                exception={exception}
                onResolve={canResolve ? () => setAsked(exception) : null}
              />
            ))}
          </Stack>
        )}
      </QueryView>
      {asked && <ResolveDialog exception={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}
