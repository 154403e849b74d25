import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { Reader, WorklistAnswer, WorklistRow } from '@overread/wire';
import { IconLogin2, IconLogout, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { FindOutside } from '../late-entry/find-outside.js';
import { useRefreshed } from '../live/use-refreshed.js';
import { nameOf, useReadingGroups } from '../network/directory.js';
import { client } from '../session/api.js';
import { Keys, useShortcuts } from '../shell/shortcuts.js';
import { label, text } from '../texts/text.js';
import { refused, told } from '../ui/notify.js';
import { Page } from '../ui/page.js';
import { Empty, QueryView } from '../ui/states.js';
import { CalledIn } from './called-in.js';
import { NextUp } from './next-up.js';
import { OwnFigures } from './own-figures.js';
import { OwnReads } from './own-reads.js';
import { SignOnDialog } from './sign-on-dialog.js';
import { useOwnReader } from './use-reader.js';

function useTakeNext() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.work.next(),
    onSuccess: (taken) => {
      void queries.invalidateQueries({ queryKey: ['worklist'] });
      if (taken) void navigate(`/reads/${taken.read.id}`);
      else told(text('worklist.nothingNext'));
    },
    onError: refused,
  });
}

function Session({ reader, onEnd }: { reader: Reader; onEnd: () => void }) {
  const groups = useReadingGroups();
  const { presence } = reader;
  const end = useMutation({
    mutationFn: () => client.work.signOff(presence?.sessionId ?? ''),
    onSuccess: onEnd,
    onError: refused,
  });
  if (!presence) return null;
  return (
    <Group gap="sm">
      <Badge color="green" variant="light" radius="sm" tt="none" size="lg">
        {text('worklist.signedOn', { place: presence.subdivision ?? presence.country })}
      </Badge>
      <Text size="sm" c="dimmed">
        {nameOf(groups.data, presence.readingGroupId) ?? ''} · {label('mode', presence.mode)}
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconLogout aria-hidden size={15} />}
        loading={end.isPending}
        onClick={() => end.mutate()}
      >
        {text('worklist.signOff')}
      </Button>
    </Group>
  );
}

interface ListsProps {
  rows: WorklistRow[];
  skips: WorklistAnswer['skips'];
  refresh: () => void;
}

function Lists({ rows, skips, refresh }: ListsProps) {
  const take = useTakeNext();
  useShortcuts([{ keys: 'n', label: text('worklist.takeNext'), run: () => take.mutate() }]);
  return (
    <Stack gap="lg">
      <Group>
        <Button
          size="md"
          leftSection={<IconPlayerPlay aria-hidden size={18} />}
          rightSection={<Keys keys="n" />}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {text('worklist.takeNext')}
        </Button>
        {skips && skips.limit !== null && (
          <Text size="sm" c={skips.left === 0 ? 'var(--overread-warn)' : 'dimmed'}>
            {text('worklist.skips', { left: skips.left ?? 0, limit: skips.limit })}
          </Text>
        )}
      </Group>
      <section aria-labelledby="mine">
        <Title order={2} size="h5" mb="xs" id="mine">
          {text('worklist.mine')}
        </Title>
        <OwnReads rows={rows.filter((row) => row.place === 'mine')} refresh={refresh} />
      </section>
      <section aria-labelledby="next-up">
        <Title order={2} size="h5" mb="xs" id="next-up">
          {text('worklist.nextUp')}
        </Title>
        <NextUp rows={rows.filter((row) => row.place === 'next-up')} refresh={refresh} />
      </section>
    </Stack>
  );
}

function SignedOff({ onSignOn }: { onSignOn: () => void }) {
  useShortcuts([{ keys: 's', label: text('signOn.title'), run: onSignOn }]);
  return (
    <Empty title={text('worklist.signedOff')}>
      <Stack align="center" gap="sm">
        {text('worklist.signedOffWhy')}
        <Button leftSection={<IconLogin2 aria-hidden size={18} />} rightSection={<Keys keys="s" />} onClick={onSignOn}>
          {text('signOn.title')}
        </Button>
      </Stack>
    </Empty>
  );
}

function Worklist({ reader, reload }: { reader: Reader; reload: () => void }) {
  const [asking, setAsking] = useState(false);
  const worklist = useQuery({ queryKey: ['worklist'], queryFn: () => client.work.worklist() });
  useRefreshed(['worklist'], ['own-reader']);
  const again = (): void => {
    setAsking(false);
    reload();
    void worklist.refetch();
  };
  return (
    <>
      <CalledIn reader={reader} />
      {reader.presence === null && <SignedOff onSignOn={() => setAsking(true)} />}
      {(reader.presence !== null || (worklist.data?.items.length ?? 0) > 0) && (
        <QueryView query={worklist}>
          {({ items, skips }) => <Lists rows={items} skips={skips} refresh={again} />}
        </QueryView>
      )}
      <OwnFigures />
      <FindOutside reader={reader} />
      {asking && <SignOnDialog reader={reader} onClose={() => setAsking(false)} onDone={again} />}
    </>
  );
}

export function WorklistPage() {
  const own = useOwnReader();
  const reload = (): void => void own.refetch();
  return (
    <Page title={text('worklist.title')} actions={own.data && <Session reader={own.data} onEnd={reload} />}>
      <QueryView query={own}>{(reader) => <Worklist reader={reader} reload={reload} />}</QueryView>
    </Page>
  );
}
