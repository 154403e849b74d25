import { Badge, Group, Radio, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import type { Explanation, QueueRow, Reader } from '@overread/wire';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useReaders } from '../network/directory.js';
import { client } from '../session/api.js';
import { label, text } from '../texts/text.js';
import { FormDialog } from '../ui/form-dialog.js';
import { told } from '../ui/notify.js';
import { QueryView } from '../ui/states.js';
import { ReasonField } from '../ui/reason-field.js';

export interface RowDialog {
  row: QueueRow;
  onClose: () => void;
  onChanged: () => void;
}
type ReadExplanation = Explanation['reads'][number];

const placeOf = ({ presence }: Reader): string =>
  presence ? text('assign.present', { place: presence.subdivision ?? presence.country }) : text('assign.absent');

function Standing({ reader, read }: { reader: Reader; read: ReadExplanation | undefined }) {
  const eligible = read?.eligible.find((one) => one.readerId === reader.id);
  const failed = read?.ineligible.find((one) => one.readerId === reader.id)?.failed ?? [];
  if (eligible)
    return (
      <Badge color="green" variant="light" radius="sm" tt="none">
        {text('assign.eligible')}
        {eligible.tier && ` · ${label('tier', eligible.tier)}`}
      </Badge>
    );
  return (
    <Text size="xs" c="dimmed">
      {failed.map((one) => `${label('rule', one.code)}: ${one.fact}`).join(' · ')}
    </Text>
  );
}

function ReaderChoice({ reader, read }: { reader: Reader; read: ReadExplanation | undefined }) {
  return (
    <Radio
      value={reader.id}
      label={
        <Group gap="xs">
          <Text size="sm" fw={600} span>
            {reader.name}
          </Text>
          <Text size="xs" c={reader.presence ? 'var(--overread-good)' : 'dimmed'} span>
            {placeOf(reader)}
          </Text>
          <Text size="xs" c="dimmed" span>
            {text('assign.load', { reads: reader.load.reads })}
          </Text>
        </Group>
      }
      description={<Standing reader={reader} read={read} />}
    />
  );
}

const rank = (reader: Reader, read: ReadExplanation | undefined): number =>
  (read?.eligible.some((one) => one.readerId === reader.id) ? 0 : 2) + (reader.presence ? 0 : 1);

interface Picker {
  readers: Reader[];
  read: ReadExplanation | undefined;
  value: string;
  onChange: (readerId: string) => void;
}

/** Eligible and present readers first; the others stay to be chosen, and the server says which rule stands against them. */
function ReaderPicker({ readers, read, value, onChange }: Picker) {
  const [search, setSearch] = useState('');
  const shown = readers
    .filter((reader) => reader.name.toLowerCase().includes(search.toLowerCase()))
    .toSorted((a, b) => rank(a, read) - rank(b, read) || a.name.localeCompare(b.name));
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        autoFocus
        aria-label={text('assign.search')}
        placeholder={text('assign.search')}
        leftSection={<IconSearch aria-hidden size={15} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea.Autosize mah={300} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Radio.Group value={value} onChange={onChange} label={text('assign.reader')} withAsterisk>
          <Stack gap="sm" mt="xs">
            {shown.map((reader) => (
              <ReaderChoice key={reader.id} reader={reader} read={read} />
            ))}
          </Stack>
        </Radio.Group>
      </ScrollArea.Autosize>
    </Stack>
  );
}

export function AssignDialog({ row, onClose, onChanged }: RowDialog) {
  const [readerId, setReaderId] = useState('');
  const [reason, setReason] = useState('');
  const readers = useReaders();
  const explanation = useQuery({
    queryKey: ['explanation', row.studyId],
    queryFn: () => client.studies.explanation(row.studyId),
  });
  const read = explanation.data?.reads.find((one) => one.readId === row.readId);
  const assign = useMutation({
    mutationFn: () => client.reads.assign(row.readId, { readerId, reason: reason.trim() }),
    onSuccess: () => {
      told(text('assign.done'));
      onChanged();
      onClose();
    },
  });
  return (
    <FormDialog
      title={text('assign.title')}
      submit={text('assign.submit')}
      onSubmit={() => assign.mutate()}
      onClose={onClose}
      error={assign.error}
      errorTitle={text('assign.refused')}
      pending={assign.isPending}
      disabled={readerId === '' || reason.trim() === ''}
      size="lg"
    >
      <QueryView query={readers} empty={{ when: (list) => list.length === 0, title: 'assign.nobody' }}>
        {(list) => <ReaderPicker readers={list} read={read} value={readerId} onChange={setReaderId} />}
      </QueryView>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
