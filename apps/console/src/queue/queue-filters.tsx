import { Button, Group, Select, TextInput } from '@mantine/core';
import { MODALITY_FAMILIES, PRIORITIES, TIERS } from '@overread/domain';
import { IconSearch } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { label, text } from '../texts/text.js';
import { NO_FILTER, type QueueFilter } from './filter-queue.js';

const DUE = ['late', 'soon'] as const;
const STATES = ['queued', 'assigned', 'in-progress'] as const;
const options = (kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: label(kind, value) }));

type Option = { value: string; label: string };

interface Filters {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
  /** What the rows have of each. */
  groups: Option[];
  facilities: Option[];
  readers: Option[];
  searchRef: RefObject<HTMLInputElement | null>;
}

export function QueueFilters({ filter, onChange, groups, facilities, readers, searchRef }: Filters) {
  const choose = (name: keyof QueueFilter, title: string, data: Option[]) => (
    <Select
      size="xs"
      w={138}
      clearable
      aria-label={title}
      placeholder={title}
      data={data}
      value={filter[name]}
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
      {groups.length > 1 && choose('readingGroupId', text('queue.group'), groups)}
      {facilities.length > 1 && choose('facility', text('queue.facility'), facilities)}
      {readers.length > 0 && choose('readerId', text('queue.reader'), readers)}
      {choose('due', text('queue.due'), options('due', DUE))}
      {JSON.stringify(filter) !== JSON.stringify(NO_FILTER) && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(NO_FILTER)}>
          {text('queue.clear')}
        </Button>
      )}
    </Group>
  );
}
