import { Group, Text } from '@mantine/core';
import type { QueueRow } from '@overread/wire';
import { useMemo, useRef, useState } from 'react';
import { OverflowPanel } from '../levers/overflow-panel.js';
import { nameOf, useReaders, useReadingGroups } from '../network/directory.js';
import { ReadersPanel } from '../readers/readers-panel.js';
import { useUser } from '../session/session.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { counted, text } from '../texts/text.js';
import { Page } from '../ui/page.js';
import { Empty, QueryView } from '../ui/states.js';
import { SOON_MS } from '../ui/soon.js';
import { useNow } from '../ui/use-now.js';
import { VirtualGrid, type Sorting } from '../ui/virtual-grid.js';
import { dueOf, filterQueue, NO_FILTER, type QueueFilter } from './filter-queue.js';
import { useQueueFilter } from './use-queue-filter.js';
import { QueueFilters } from './queue-filters.js';
import { queueColumns } from './queue-columns.js';
import { ReadPanel } from './read-panel.js';
import { useQueue } from './use-queue.js';

/** How many wait, how many are near their deadline and how many past it: counted each second. */
function Totals({ rows }: { rows: readonly QueueRow[] }) {
  const now = useNow();
  const late = rows.filter((row) => dueOf(row) < now).length;
  const soon = rows.filter((row) => dueOf(row) < now + SOON_MS).length - late;
  return (
    <Group gap="md" component="span">
      <span>{counted('queue.total', rows.length)}</span>
      <Text span size="sm" c={soon > 0 ? 'var(--overread-warn)' : 'dimmed'}>
        {counted('queue.soon', soon)}
      </Text>
      <Text span size="sm" c={late > 0 ? 'var(--overread-bad)' : 'dimmed'}>
        {counted('queue.late', late)}
      </Text>
    </Group>
  );
}

function useFiltered(rows: readonly QueueRow[]) {
  const [filter, setFilter] = useQueueFilter();
  const [sorting, setSorting] = useState<Sorting>({ by: 'slack', descending: false });
  // Only the deadline depends on the time: the rest is not sorted again each second.
  const timed = filter.due !== null;
  const now = useNow(timed);
  const asOf = timed ? now : 0;
  const shown = useMemo(() => filterQueue(rows, { filter, sorting, now: asOf }), [rows, filter, sorting, asOf]);
  return { filter, setFilter, sorting, setSorting, shown };
}

const byLabel = (a: { label: string }, b: { label: string }): number => a.label.localeCompare(b.label);

/** What the rows can be told apart by, as choices; what is chosen already stays one. */
function useChoices(rows: readonly QueueRow[], filter: QueueFilter) {
  const groups = useReadingGroups().data;
  const readers = useReaders().data;
  return useMemo(() => {
    const of = (chosen: string | null, value: (row: QueueRow) => string | null, name: (value: string) => string) =>
      [...new Set([chosen, ...rows.map(value)])]
        .flatMap((each) => (each === null ? [] : [{ value: each, label: name(each) }]))
        .toSorted(byLabel);
    const people = new Map(rows.flatMap(({ reader }) => (reader ? [[reader.id, reader.name]] : [])));
    const personOf = (id: string): string => people.get(id) ?? nameOf(readers, id) ?? id;
    return {
      groups: of(
        filter.readingGroupId,
        (row) => row.readingGroupId,
        (id) => nameOf(groups, id) ?? id,
      ),
      facilities: of(
        filter.facility,
        (row) => row.facility,
        (code) => code,
      ),
      readers: of(filter.readerId, (row) => row.reader?.id ?? null, personOf),
    };
  }, [rows, filter.readingGroupId, filter.facility, filter.readerId, groups, readers]);
}

function QueueView({ rows, refresh }: { rows: readonly QueueRow[]; refresh: () => void }) {
  const { filter, setFilter, sorting, setSorting, shown } = useFiltered(rows);
  const choices = useChoices(rows, filter);
  const leads = useUser().role === 'group-manager';
  const [selected, setSelected] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const columns = useMemo(() => queueColumns(), []);
  const row = rows.find((one) => one.readId === selected) ?? null;
  useShortcuts([
    { keys: '/', label: text('queue.focusSearch'), run: () => search.current?.focus() },
    { keys: 'Escape', label: text('queue.closePanel'), run: () => setSelected(null) },
  ]);
  return (
    <>
      {leads && <ReadersPanel onShow={(readerId) => setFilter({ ...NO_FILTER, readerId })} />}
      {leads && <OverflowPanel />}
      <QueueFilters filter={filter} onChange={setFilter} {...choices} searchRef={search} />
      <div className="split" data-open={row !== null}>
        {shown.length === 0 ? (
          <Empty title={text(rows.length === 0 ? 'queue.empty' : 'queue.noneMatch')}>
            {text(rows.length === 0 ? 'queue.emptyWhy' : 'queue.noneMatchWhy')}
          </Empty>
        ) : (
          <VirtualGrid
            label={text('queue.title')}
            rows={shown}
            columns={columns}
            keyOf={(one) => one.readId}
            selected={selected}
            onSelect={setSelected}
            sorting={sorting}
            onSort={setSorting}
            height={leads ? 'max(320px, calc(100vh - 400px))' : 'calc(100vh - 190px)'}
          />
        )}
        {row && <ReadPanel key={row.readId} row={row} onClose={() => setSelected(null)} onChanged={refresh} />}
      </div>
    </>
  );
}

export function QueuePage() {
  const { query, refresh } = useQueue();
  return (
    <Page title={text('queue.title')} lead={<Totals rows={query.data ?? []} />}>
      <QueryView query={query}>{(rows) => <QueueView rows={rows} refresh={refresh} />}</QueryView>
    </Page>
  );
}
