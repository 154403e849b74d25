import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { DemoDay } from '@overread/wire';
import { useState } from 'react';
import { client } from '../session/api.js';
import { useMay } from '../session/may.js';
import { queries } from '../session/queries.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { refused } from '../ui/notify.js';
import { useNow } from '../ui/use-now.js';

const KEY = ['demo-day'];
/** Minutes of a whole day at a time. */
const DAY_MINUTES = 24 * 60;
const again = () => queries.invalidateQueries({ queryKey: KEY });

/** Starts a simulated hospital day and shows how long it still runs; nothing where the server offers none. */
export function DemoDayControl() {
  const allowed = useMay()('run-demo-day');
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => client.demoDay.state(),
    enabled: allowed,
    refetchInterval: ({ state }) => (state.data?.running ? 5000 : false),
  });
  if (!allowed || !data?.available) return null;
  return data.running ? <Running day={data.running} /> : <Start />;
}

function Start() {
  const [asking, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="light" size="xs" leftSection={<IconPlayerPlay aria-hidden size={16} />} onClick={open}>
        {text('demoDay.start')}
      </Button>
      {asking && <StartDialog onClose={close} />}
    </>
  );
}

function StartDialog({ onClose }: { onClose: () => void }) {
  const [minutes, setMinutes] = useState<number | string>(10);
  const [readers, setReaders] = useState<number | string>(24);
  const start = useMutation({
    mutationFn: () =>
      client.demoDay.start({
        minutes: Number(minutes),
        readers: Number(readers),
        speed: Math.min(1000, DAY_MINUTES / Number(minutes)),
      }),
    onSuccess: () => again().then(onClose),
  });
  return (
    <FormDialog
      title={text('demoDay.start')}
      submit={text('demoDay.submit')}
      onSubmit={() => start.mutate()}
      onClose={onClose}
      error={start.error}
      pending={start.isPending}
      disabled={Number(minutes) < 2}
    >
      <Text size="sm">{text('demoDay.about')}</Text>
      <NumberInput label={text('demoDay.minutes')} value={minutes} onChange={setMinutes} min={2} max={240} />
      <NumberInput label={text('demoDay.readers')} value={readers} onChange={setReaders} min={0} max={200} />
    </FormDialog>
  );
}

function Running({ day }: { day: DemoDay }) {
  const now = useNow();
  const stop = useMutation({ mutationFn: () => client.demoDay.stop(), onSuccess: again, onError: refused });
  const left = Math.max(0, Math.ceil((Date.parse(day.endsAt) - now) / 60_000));
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed" role="status">
        {text('demoDay.running', { minutes: left })}
      </Text>
      <Group>
        <Button
          variant="default"
          size="xs"
          loading={stop.isPending}
          leftSection={<IconPlayerStop aria-hidden size={16} />}
          onClick={() => stop.mutate()}
        >
          {text('demoDay.stop')}
        </Button>
      </Group>
    </Stack>
  );
}
