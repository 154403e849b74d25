import { Alert, Button, Group, Select, Text, TextInput } from '@mantine/core';
import type { OutsideRead, Reader } from '@overread/wire';
import { IconClockEdit } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useFacilities } from '../network/directory.js';
import { client } from '../session/api.js';
import { text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { EntryFlow } from './entry-flow.js';

interface FindProps {
  onFound: (reads: OutsideRead[]) => void;
  onClose: () => void;
}

/** By what stands on the paper: the facility and its exact number. */
function FindDialog({ onFound, onClose }: FindProps) {
  const facilities = useFacilities().data ?? [];
  const [facility, setFacility] = useState<string | null>(null);
  const [accessionNumber, setNumber] = useState('');
  const find = useMutation({
    mutationFn: () => client.reads.outside({ facility: facility ?? '', accessionNumber: accessionNumber.trim() }),
    onSuccess: ({ items }) => {
      if (items.length > 0) onFound(items);
    },
  });
  return (
    <FormDialog
      title={text('lateEntry.title')}
      submit={text('outside.find')}
      onSubmit={() => find.mutate()}
      onClose={onClose}
      error={find.error}
      pending={find.isPending}
      disabled={facility === null || accessionNumber.trim() === ''}
    >
      <Text size="sm" c="dimmed">
        {text('outside.lead')}
      </Text>
      {find.data?.items.length === 0 && (
        <Alert className="warn" role="alert" title={text('outside.none')}>
          {text('outside.noneWhy')}
        </Alert>
      )}
      <Select
        data-autofocus
        openOnFocus={false}
        searchable
        withAsterisk
        label={text('outside.facility')}
        data={facilities.map(({ code, name }) => ({ value: code, label: name }))}
        value={facility}
        onChange={setFacility}
      />
      <TextInput
        required
        label={text('outside.number')}
        maxLength={64}
        value={accessionNumber}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** A reader finds what they read outside, also what nobody has been given, and enters it. */
export function FindOutside({ reader }: { reader: Reader }) {
  const [shown, show] = useState<'find' | OutsideRead[] | null>(null);
  const found = Array.isArray(shown) ? shown[0] : undefined;
  const reads = Array.isArray(shown) ? shown.filter(({ studyId }) => studyId === found?.studyId) : [];
  return (
    <Group>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconClockEdit aria-hidden size={16} />}
        onClick={() => show('find')}
      >
        {text('lateEntry.title')}
      </Button>
      {shown === 'find' && <FindDialog onFound={show} onClose={() => show(null)} />}
      {found && (
        <EntryFlow
          studyId={found.studyId}
          reads={reads.map(({ readId: id, purpose, issues }) => ({ id, purpose, issues }))}
          reader={reader}
          zone={found.zone}
          onClose={() => show(null)}
        />
      )}
    </Group>
  );
}
