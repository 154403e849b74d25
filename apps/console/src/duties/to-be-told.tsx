import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Report } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { QueryView } from '../ui/states.js';
import { DiscrepancyDialog } from './discrepancy-dialog.js';
import { DutyList } from './duty-list.js';
import { RetractDialog, retractable } from './retract-dialog.js';

type Asked = 'discrepancy' | 'retract' | null;

/** What somebody must be told of a study, and the ways to begin it. */
export function ToBeTold({ studyId, reports }: { studyId: string; reports: readonly Report[] }) {
  const may = useMay();
  const { readerId, role } = useUser();
  const [asked, setAsked] = useState<Asked>(null);
  const duties = useQuery({
    queryKey: ['duties', studyId],
    queryFn: async () => (await client.duties.ofStudy(studyId)).items,
  });
  const results = retractable(reports, role === 'administrator' ? null : (readerId ?? ''));
  const retracts = may('retract-report') && results.size > 0;
  const reportsBack = may('report-discrepancy') && reports.some(({ flags }) => !flags.includes('retracted'));
  return (
    <Paper withBorder p="md" bg="var(--overread-raised)" component="section" aria-labelledby="to-be-told">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5" id="to-be-told">
            {text('duty.panel')}
          </Title>
          <Group gap="xs">
            {reportsBack && (
              <Button size="xs" variant="default" onClick={() => setAsked('discrepancy')}>
                {text('discrepancy.report')}
              </Button>
            )}
            {retracts && (
              <Button size="xs" variant="default" onClick={() => setAsked('retract')}>
                {text('retract.open')}
              </Button>
            )}
          </Group>
        </Group>
        <QueryView query={duties}>
          {(items) =>
            items.length === 0 ? (
              <Text size="sm" c="dimmed">
                {text('duty.noneOfStudy')}
              </Text>
            ) : (
              <DutyList duties={items.toReversed()} />
            )
          }
        </QueryView>
      </Stack>
      {asked === 'discrepancy' && <DiscrepancyDialog studyId={studyId} onClose={() => setAsked(null)} />}
      {asked === 'retract' && <RetractDialog studyId={studyId} results={results} onClose={() => setAsked(null)} />}
    </Paper>
  );
}
