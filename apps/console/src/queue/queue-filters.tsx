import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { MODALITY_FAMILIES, PRIORITIES, TIERS } from '@overread/domain';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { label, text } from '../texts/text.js';
import { NO_FILTER, type QueueFilter } from './filter-queue.js';

const STATES = ['queued', 'assigned', 'in-progress'] as const;
const options = (kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: label(kind, value) }));

interface Filters {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
  groups: { id: string; name: string }[];
  searchRef: RefObject<HTMLInputElement | null>;
}

export function QueueFilters({ filter, onChange, groups, searchRef }: Filters) {
  const choose = (name: keyof QueueFilter, title: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      w={138}
      clearable
      aria-label={title}
      placeholder={title}
      data={data}
      value={filter[name] as string | null}
      onChange={(value) => onChange({ ...filter, [name]: value })}
      clearButtonProps={{ 'aria-label': text('queue.clearOne', { name: title }), tabIndex: 0 }}
    />
  );
  return (
    <Group gap="xs" role="search">
      <TextInput
        ref={searchRef}
        size="xs"
        w={220}
        aria-label={text('queue.search')}
        placeholder={text('queue.search')}
        leftSection={<IconSearch aria-hidden size={15} />}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      {choose('priority', text('queue.priority'), options('priority', PRIORITIES))}
      {choose('modalityFamily', text('queue.modality'), options('modality', MODALITY_FAMILIES))}
      {choose('state', text('queue.state'), options('readState', STATES))}
      {choose('tier', text('queue.tier'), options('tier', TIERS))}
      {groups.length > 1 &&
        choose(
          'readingGroupId',
          text('queue.group'),
          groups.map(({ id, name }) => ({ value: id, label: name })),
        )}
      <Switch
        size="sm"
        label={text('queue.lateOnly')}
        checked={filter.late}
        onChange={(event) => onChange({ ...filter, late: event.currentTarget.checked })}
      />
      {JSON.stringify(filter) !== JSON.stringify(NO_FILTER) && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(NO_FILTER)}>
          {text('queue.clear')}
        </Button>
      )}
    </Group>
  );
}
