import { Anchor, Button, Group, Paper, SimpleGrid, Stack, Tabs, Title } from '@mantine/core';
import type { Report, Study } from '@overread/wire';
import { IconArrowLeft, IconFileTypePdf } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { CorrectMenu } from '../corrections/correct-menu.js';
import { StudyNotices } from '../corrections/study-notices.js';
import { ToBeTold } from '../duties/to-be-told.js';
import { EmergencyBanners, isBreakGlass, StudyEmergency } from '../emergency/study-emergency.js';
import { useInvalidate } from '../live/use-refreshed.js';
import { EnterLate } from '../late-entry/enter-late.js';
import { useStudyEvents } from '../live/live.js';
import { ExplanationView } from '../explanation/explanation-view.js';
import { ReportList } from '../reading/report-list.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { text } from '../texts/text.js';
import { refused } from '../ui/notify.js';
import { Page } from '../ui/page.js';
import { BreakGlassBadge, PriorityBadge, StateBadge } from '../ui/badges.js';
import { QueryView } from '../ui/states.js';
import { saveBlob } from '../ui/download.js';
import { Clocks } from './clocks.js';
import { ReadTable } from './read-table.js';
import { StateStepper } from './state-stepper.js';
import { StudyFacts, StudyHeader, studyName } from './study-facts.js';
import { StudyTimeline } from './study-timeline.js';

const useReports = (studyId: string) =>
  useQuery({
    queryKey: ['reports', studyId],
    queryFn: async (): Promise<Report[]> => (await client.studies.reports(studyId)).items,
  });

function Reports({ study }: { study: Study }) {
  const reports = useReports(study.id);
  const outside = useQuery({
    queryKey: ['reports', study.id, 'late-entries'],
    queryFn: () => client.reads.lateEntries(study.id),
    enabled: reports.data?.some(({ lateEntry }) => lateEntry !== null) ?? false,
  });
  const pdf = useMutation({
    mutationFn: async () =>
      saveBlob(await client.studies.reportsPdf(study.id), `${study.accessionNumber ?? study.id}.pdf`),
    onError: refused,
  });
  return (
    <QueryView
      query={reports}
      empty={{ when: (items) => items.length === 0, title: 'report.none', text: 'report.noneWhy' }}
    >
      {(items) => (
        <Stack gap="sm">
          <Group justify="flex-end">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconFileTypePdf aria-hidden size={16} />}
              loading={pdf.isPending}
              onClick={() => pdf.mutate()}
            >
              {text('report.pdf')}
            </Button>
          </Group>
          <ReportList reports={items} outside={outside.data?.items ?? []} />
        </Stack>
      )}
    </QueryView>
  );
}

function Explanation({ study }: { study: Study }) {
  const explanation = useQuery({
    queryKey: ['explanation', study.id],
    queryFn: () => client.studies.explanation(study.id),
  });
  return <QueryView query={explanation}>{(answer) => <ExplanationView explanation={answer} />}</QueryView>;
}

function Details({ study }: { study: Study }) {
  const explains = useMay()('view-explanation');
  return (
    <Tabs defaultValue="reports" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="reports">{text('report.list')}</Tabs.Tab>
        <Tabs.Tab value="reads">{text('study.reads')}</Tabs.Tab>
        <Tabs.Tab value="timeline">{text('panel.timeline')}</Tabs.Tab>
        {explains && <Tabs.Tab value="why">{text('panel.why')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="reports" pt="md">
        <Reports study={study} />
      </Tabs.Panel>
      <Tabs.Panel value="reads" pt="md">
        <ReadTable reads={study.reads} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" pt="md">
        <StudyTimeline studyId={study.id} version={study.version} />
      </Tabs.Panel>
      {explains && (
        <Tabs.Panel value="why" pt="md">
          <Explanation study={study} />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}

const ClockPanel = ({ study }: { study: Study }) => (
  <Paper withBorder p="md" bg="var(--overread-raised)">
    <Title order={2} size="h5" mb="sm">
      {text('study.clocks')}
    </Title>
    <Clocks study={study} />
  </Paper>
);

function StudyView({ study }: { study: Study }) {
  useStudyEvents(
    study.id,
    useInvalidate(
      ['study', study.id],
      ['reports', study.id],
      ['timeline', study.id],
      ['explanation', study.id],
      ['duties', study.id],
    ),
  );
  const told = useMay()('view-duties');
  const reports = useReports(study.id);
  return (
    <Page
      title={studyName(study)}
      lead={study.accessionNumber ?? study.studyInstanceUid ?? ''}
      actions={
        <>
          <PriorityBadge priority={study.priority} protocol={study.protocol} />
          <StateBadge state={study.state} kind="studyState" />
          {isBreakGlass(study) && <BreakGlassBadge />}
          <CorrectMenu study={study} />
        </>
      }
    >
      <EmergencyBanners study={study} />
      <StudyNotices study={study} />
      <Paper withBorder p="md" bg="var(--overread-raised)">
        <Stack gap="lg">
          <StudyHeader study={study} />
          <StateStepper study={study} />
          <StudyFacts study={study} />
        </Stack>
      </Paper>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" className="study-detail">
        <Stack gap="md">
          <Details study={study} />
        </Stack>
        <Stack gap="md">
          <StudyEmergency study={study} />
          <EnterLate study={study} />
          {told && <ToBeTold studyId={study.id} reports={reports.data ?? []} />}
          <ClockPanel study={study} />
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

export function StudyPage() {
  const { studyId = '' } = useParams();
  const study = useQuery({ queryKey: ['study', studyId], queryFn: () => client.studies.get(studyId) });
  return (
    <Stack gap="xs">
      <Anchor component={Link} to="/studies" size="sm">
        <Group gap={4}>
          <IconArrowLeft aria-hidden size={15} />
          {text('studies.back')}
        </Group>
      </Anchor>
      <QueryView query={study}>{(found) => <StudyView key={found.id} study={found} />}</QueryView>
    </Stack>
  );
}
