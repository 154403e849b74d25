import { Alert, Button, Group, Select, Stack, Title } from '@mantine/core';
import type { Conduct, ListedContest } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useRefreshed } from '../live/use-refreshed.js';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { QueryView } from '../ui/states.js';
import { ContestCard } from './contest-card.js';
import { ContestDialog } from './contest-dialog.js';
import { FigureTiles } from './figure-tiles.js';

const PERIODS = ['7', '28', '92'];
const USUAL_DAYS = '28';

function Shown({ conduct, days, own }: { conduct: Conduct; days: number; own: boolean }) {
  const [contesting, setContesting] = useState(false);
  return (
    <Stack gap="md">
      {conduct.figures === null ? (
        <Alert color="gray" title={text('conduct.off')}>
          {text('conduct.offWhy')}
        </Alert>
      ) : (
        <FigureTiles figures={conduct.figures} />
      )}
      {own && conduct.figures !== null && (
        <Group>
          <Button variant="default" onClick={() => setContesting(true)}>
            {text('conduct.contest')}
          </Button>
        </Group>
      )}
      {conduct.contests.map((contest) => (
        <ContestCard key={contest.id} contest={contest} />
      ))}
      {contesting && <ContestDialog readerId={conduct.readerId} days={days} onClose={() => setContesting(false)} />}
    </Stack>
  );
}

function OfReader({ readerId, own }: { readerId: string; own: boolean }) {
  const [days, setDays] = useState(USUAL_DAYS);
  const conduct = useQuery({
    queryKey: ['conduct', readerId, days],
    queryFn: () => client.conduct.of(readerId, { days: Number(days) }),
    placeholderData: (before) => (before?.readerId === readerId ? before : undefined),
  });
  return (
    <Stack gap="md">
      <Select
        w={200}
        allowDeselect={false}
        label={text('conduct.period')}
        data={PERIODS.map((each) => ({ value: each, label: text('conduct.days', { days: each }) }))}
        value={days}
        onChange={(value) => setDays(value ?? USUAL_DAYS)}
      />
      <QueryView query={conduct}>{(found) => <Shown conduct={found} days={Number(days)} own={own} />}</QueryView>
    </Stack>
  );
}

/** What waits for an answer, of everybody whom one leads. */
function Waiting() {
  const contests = useQuery({
    queryKey: ['conduct', 'contests'],
    queryFn: () => client.conduct.contests({ state: 'open' }),
  });
  return (
    <section aria-labelledby="contests">
      <Title order={2} size="h5" mb="xs" id="contests">
        {text('conduct.waiting')}
      </Title>
      <QueryView query={contests}>
        {({ items }) =>
          items.length === 0 ? (
            text('conduct.nothingWaits')
          ) : (
            <Stack gap="sm">
              {items.map((contest: ListedContest) => (
                <ContestCard key={contest.id} contest={contest} name={contest.readerName} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </section>
  );
}

function OfOthers() {
  const readers = useReaders();
  const [shown, show] = useSearchParams();
  const chosen = shown.get('reader');
  return (
    <Stack gap="lg">
      <Waiting />
      <Select
        maw={360}
        searchable
        label={text('conduct.reader')}
        placeholder={text('conduct.chooseReader')}
        data={(readers.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(id) => show(id ? { reader: id } : {})}
      />
      {chosen !== null && <OfReader key={chosen} readerId={chosen} own={false} />}
    </Stack>
  );
}

/** What is recorded of how readers work: their own for a reader, and of those they lead for a manager. */
export function ConductPage() {
  const { readerId } = useUser();
  const contests = useMay()('contest-conduct');
  useRefreshed(['conduct']);
  return (
    <Page title={text('nav.conduct')} lead={text(contests ? 'conduct.ownLead' : 'conduct.lead')}>
      {contests && readerId !== undefined ? <OfReader readerId={readerId} own /> : <OfOthers />}
    </Page>
  );
}
