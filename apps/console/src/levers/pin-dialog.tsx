import { NumberInput, Select, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf, useReaders, useReadingGroups } from '../network/directory.js';
import type { RowDialog } from '../queue/assign-dialog.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { ReasonField } from '../ui/reason-field.js';

const MINUTES = { least: 1, usual: 30, most: 720 };

/** Readers who are there come first; then the groups one leads. */
function useWhom() {
  const readers = useReaders().data ?? [];
  const groups = useReadingGroups().data ?? [];
  const { role, organization } = useUser();
  const own = role === 'administrator' ? groups : groups.filter(({ id }) => id === organization.id);
  const present = readers.toSorted((a, b) => Number(b.presence !== null) - Number(a.presence !== null));
  return [
    { group: text('pin.readers'), items: present.map(({ id, name }) => ({ value: `reader:${id}`, label: name })) },
    { group: text('pin.groups'), items: own.map(({ id, name }) => ({ value: `group:${id}`, label: name })) },
  ];
}

const MinutesField = (field: { value: string | number; onChange: (minutes: string | number) => void }) => (
  <NumberInput label={text('levers.minutes')} min={MINUTES.least} max={MINUTES.most} allowDecimal={false} {...field} />
);

/** Keeps the read for one reader or one group for a time. */
export function PinDialog({ row, onClose, onChanged }: RowDialog) {
  const whom = useWhom();
  const [to, setTo] = useState<string | null>(null);
  const [minutes, setMinutes] = useState<string | number>(MINUTES.usual);
  const [reason, setReason] = useState('');
  const pin = useMutation({
    mutationFn: () => {
      const [kind, id = ''] = (to ?? '').split(':');
      const named = kind === 'reader' ? { readerId: id } : { readingGroupId: id };
      return client.reads.pin(row.readId, { ...named, minutes: Number(minutes), reason: reason.trim() });
    },
    onSuccess: () => {
      told(text('pin.done'));
      onChanged();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('pin.title')}
      submit={text('pin.submit')}
      onSubmit={() => pin.mutate()}
      onClose={onClose}
      error={pin.error}
      errorTitle={text('assign.refused')}
      pending={pin.isPending}
      disabled={to === null || reason.trim() === '' || minutes === ''}
    >
      <Text size="sm" c="dimmed">
        {text('pin.lead')}
      </Text>
      <Select
        data-autofocus
        openOnFocus={false}
        label={text('pin.to')}
        data={whom}
        value={to}
        onChange={setTo}
        searchable
        withAsterisk
      />
      <MinutesField value={minutes} onChange={setMinutes} />
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}

/** Gives a pinned read free for everybody its ladder admits. */
export function UnpinDialog({ row, onClose, onChanged }: RowDialog) {
  const [reason, setReason] = useState('');
  const readers = useReaders().data;
  const groups = useReadingGroups().data;
  const { readerId = null, readingGroupId = null } = row.pin ?? {};
  const unpin = useMutation({
    mutationFn: () => client.reads.unpin(row.readId, { reason: reason.trim() }),
    onSuccess: () => {
      told(text('unpin.done'));
      onChanged();
      onClose();
    },
  });
  const name = (readerId ? nameOf(readers, readerId) : nameOf(groups, readingGroupId ?? '')) ?? '';
  return (
    <FormDialog
      title={text('unpin.title')}
      submit={text('unpin.submit')}
      onSubmit={() => unpin.mutate()}
      onClose={onClose}
      error={unpin.error}
      pending={unpin.isPending}
      disabled={reason.trim() === ''}
    >
      <Text size="sm">{text('unpin.lead', { name })}</Text>
      <ReasonField value={reason} onChange={setReason} autoFocus />
    </FormDialog>
  );
}
