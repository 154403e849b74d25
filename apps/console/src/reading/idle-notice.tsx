import { Alert, Button, Group, Text } from '@mantine/core';
import type { ReadDetail } from '@overread/wire';
import { IconClockPause } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { refused } from '../ui/notify.js';

/** The read goes back for the reader's silence unless they say that they are at it. */
export function IdleNotice({ read }: { read: ReadDetail }) {
  const queries = useQueryClient();
  const still = useMutation({
    mutationFn: () => client.reads.stillReading(read.id, {}),
    onError: refused,
    onSettled: () => queries.invalidateQueries({ queryKey: ['read', read.id] }),
  });
  if (!read.idleWarnedAt || read.state !== 'in-progress') return null;
  return (
    <Alert color="orange" icon={<IconClockPause aria-hidden size={18} />} title={text('idle.title')} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{text('idle.lead')}</Text>
        <Button size="xs" color="orange" loading={still.isPending} onClick={() => still.mutate()}>
          {text('idle.still')}
        </Button>
      </Group>
    </Alert>
  );
}
