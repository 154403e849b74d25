import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReadDetail } from '@overread/wire';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useParams } from 'react-router';
import { StudyNotices } from '../corrections/study-notices.js';
import { ToBeTold } from '../duties/to-be-told.js';
import { useInvalidate } from '../live/use-refreshed.js';
import { useStudyEvents } from '../live/live.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { StudyFacts, StudyHeader, studyName } from '../studies/study-facts.js';
import { text } from '../texts/text.js';
import { PriorityBadge, Slack, StateBadge } from '../ui/badges.js';
import { ProblemAlert, QueryView } from '../ui/states.js';
import { hasImages, Viewer } from '../viewer/viewer.js';
import { readName } from '../queue/queue-columns.js';
import { SecondReadPanel } from '../second-reads/second-read-panel.js';
import { IdleNotice } from './idle-notice.js';
import { ReportList } from './report-list.js';
import { WritingDesk } from './writing-desk.js';

/** Opening is part of reading: an offer is accepted, and what is held is opened, once. */
function useOpening(read: ReadDetail, own: boolean) {
  const queries = useQueryClient();
  const open = useMutation({
    mutationFn: async () => {
      if (read.state === 'assigned') await client.reads.accept(read.id, {});
      return client.reads.open(read.id, {});
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['read', read.id] }),
  });
  const asked = useRef(false);
  const { mutate } = open;
  const openable = own && (read.state === 'assigned' || read.state === 'in-progress');
  useEffect(() => {
    if (!openable || asked.current) return;
    asked.current = true;
    mutate();
  }, [openable, mutate]);
  // Until the server has answered there is nothing to write on: what would be typed meanwhile would be lost.
  return { ...open, settled: !openable || open.isSuccess || open.isError };
}

/** A reader who is to read without knowing what others wrote is told of nothing that must be told either. */
const blind = ({ independent, purpose, state }: ReadDetail): boolean =>
  state !== 'completed' && (independent || purpose === 'secondary' || purpose === 'adjudication');

function ReadLine({ read }: { read: ReadDetail }) {
  return (
    <Group gap="sm">
      <Text size="sm" fw={600}>
        {readName(read)}
      </Text>
      <StateBadge state={read.state} kind="readState" />
      {read.state !== 'completed' && read.state !== 'cancelled' && <Slack dueAt={read.dueAt} />}
      {read.independent && (
        <Badge variant="outline" color="gray" radius="sm" tt="none">
          {text('read.independent')}
        </Badge>
      )}
    </Group>
  );
}

function Reading({ read }: { read: ReadDetail }) {
  const { readerId } = useUser();
  const own = readerId !== undefined && read.reader?.id === readerId;
  const opening = useOpening(read, own);
  useStudyEvents(read.studyId, useInvalidate(['read', read.id], ['duties', read.studyId]));
  useEffect(() => {
    document.title = `${studyName(read.study)} · ${text('brand')}`;
  }, [read.study]);
  return (
    <div className="reading" data-images={hasImages(read)}>
      <Stack gap="md" className="reading-images">
        <Viewer read={read} report={own} />
      </Stack>
      <Stack gap="md">
        {own && <IdleNotice read={read} />}
        <StudyNotices study={read.study} />
        <Paper withBorder p="md" bg="var(--overread-raised)">
          <Stack gap="sm">
            <StudyHeader study={read.study}>
              <Group gap="sm">
                <Title order={1} size="h3">
                  {studyName(read.study)}
                </Title>
                <PriorityBadge priority={read.study.priority} protocol={read.study.protocol} />
              </Group>
              <ReadLine read={read} />
            </StudyHeader>
            <StudyFacts study={read.study} />
          </Stack>
        </Paper>
        {opening.error && (
          <ProblemAlert error={opening.error} title={text('read.notOpened')} retry={() => opening.mutate()} />
        )}
        {own && opening.settled && <WritingDesk key={`${read.id} ${read.state === 'completed'}`} read={read} />}
        {own && (read.reports.length > 0 || read.state === 'in-progress') && !blind(read) && (
          <ToBeTold studyId={read.studyId} reports={read.reports} />
        )}
        <SecondReadPanel read={read} own={own} />
        {read.reports.length > 0 && (
          <section aria-labelledby="reports">
            <Title order={2} size="h5" mb="xs" id="reports">
              {text('report.list')}
            </Title>
            <ReportList reports={read.reports} />
          </section>
        )}
      </Stack>
    </div>
  );
}

export function ReadingPage() {
  const { readId = '' } = useParams();
  const read = useQuery({ queryKey: ['read', readId], queryFn: () => client.reads.get(readId) });
  return <QueryView query={read}>{(detail) => <Reading key={detail.id} read={detail} />}</QueryView>;
}
