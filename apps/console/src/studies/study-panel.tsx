import { Anchor, CloseButton, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Report, Study } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useStudyEvents } from '../live/live.js';
import { useInvalidate } from '../live/use-refreshed.js';
import { ReportList } from '../reading/report-list.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { PriorityBadge } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { Eta } from './eta.js';
import { PriorityNotice } from './priority-notice.js';
import { StudyBadges } from './study-badges.js';
import { studyName } from './study-facts.js';

/** Beside the list: where a study is on its way, and its reports as they arrive. */
export function StudyPanel({ study, onClose }: { study: Study; onClose: () => void }) {
  const key = ['reports', study.id];
  useStudyEvents(study.id, useInvalidate(key));
  const reports = useQuery({
    queryKey: key,
    queryFn: async (): Promise<Report[]> => (await client.studies.reports(study.id)).items,
  });
  return (
    <Paper
      component="aside"
      aria-label={text('studies.panel')}
      withBorder
      p="md"
      bg="var(--overread-raised)"
      className="panel"
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h4">
            {studyName(study)}
          </Title>
          <CloseButton aria-label={text('panel.close')} onClick={onClose} />
        </Group>
        <Group gap="xs">
          <PriorityBadge priority={study.priority} protocol={study.protocol} />
          <StudyBadges study={study} />
        </Group>
        <PriorityNotice study={study} />
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {text('study.eta')}:
          </Text>
          <Eta study={study} />
        </Group>
        <Anchor component={Link} to={`/studies/${study.id}`} size="sm">
          {text('panel.openStudy')}
        </Anchor>
        <QueryView
          query={reports}
          empty={{ when: (items) => items.length === 0, title: 'report.none', text: 'report.noneWhy' }}
        >
          {(items) => <ReportList reports={items} />}
        </QueryView>
      </Stack>
    </Paper>
  );
}
