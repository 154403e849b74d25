import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { MODALITY_FAMILIES, PRIORITIES, STUDY_STATES } from '@overread/domain';
import type { Study } from '@overread/wire';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useRefreshed } from '../live/use-refreshed.js';
import { useFacilities } from '../network/directory.js';
import { OwnTiles } from '../overview/own-tiles.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { label, text } from '../texts/text.js';
import { PriorityBadge, When } from '../ui/badges.js';
import { personName } from '../ui/format.js';
import { Page } from '../ui/page.js';
import { Empty, QueryView } from '../ui/states.js';
import { VirtualGrid, type Column } from '../ui/virtual-grid.js';
import { Eta } from './eta.js';
import { StudyBadges } from './study-badges.js';
import { studyName } from './study-facts.js';
import { StudyPanel } from './study-panel.js';
import { tiersOf } from './tiers-of.js';

interface Filter {
  state: string | null;
  priority: string | null;
  modalityFamily: string | null;
  facility: string | null;
  accessionNumber: string;
}
const NOTHING: Filter = { state: null, priority: null, modalityFamily: null, facility: null, accessionNumber: '' };
const PAGE = 200;

/** The filter begins as the address says: a figure elsewhere links to the studies behind it. */
function filterOf(params: URLSearchParams): Filter {
  const names = Object.keys(NOTHING) as (keyof Filter)[];
  return Object.fromEntries(names.map((name) => [name, params.get(name) || NOTHING[name]])) as unknown as Filter;
}

const columns = (): Column<Study>[] => [
  {
    id: 'priority',
    label: text('queue.priority'),
    width: '150px',
    cell: (study) => <PriorityBadge priority={study.priority} protocol={study.protocol} />,
  },
  {
    id: 'study',
    label: text('worklist.study'),
    width: 'minmax(180px, 1.4fr)',
    cell: (study) => <b>{studyName(study)}</b>,
  },
  {
    id: 'patient',
    label: text('study.patient'),
    width: 'minmax(140px, 1fr)',
    cell: (study) => (study.patient ? personName(study.patient.name) || study.patient.id : text('study.hidden')),
  },
  {
    id: 'accession',
    label: text('study.accession'),
    width: '130px',
    cell: (study) => study.accessionNumber ?? text('none'),
  },
  { id: 'facility', label: text('study.facility'), width: 'minmax(110px, 0.7fr)', cell: (study) => study.facility },
  {
    id: 'state',
    label: text('queue.state'),
    width: 'minmax(140px, max-content)',
    cell: (study) => <StudyBadges study={study} />,
  },
  { id: 'tier', label: text('queue.tier'), width: '150px', cell: tiersOf },
  { id: 'received', label: text('study.received'), width: '120px', cell: (study) => <When at={study.receivedAt} /> },
  { id: 'eta', label: text('study.eta'), width: '190px', cell: (study) => <Eta study={study} /> },
];

const options = (kind: string, codes: readonly string[]) =>
  codes.map((value) => ({ value, label: label(kind, value) }));

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const facilities = useFacilities();
  const search = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: text('studies.focusSearch'), run: () => search.current?.focus() }]);
  const choose = (name: keyof Filter, title: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      w={150}
      clearable
      searchable={data.length > 8}
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
        ref={search}
        size="xs"
        w={200}
        aria-label={text('study.accession')}
        placeholder={text('study.accession')}
        leftSection={<IconSearch aria-hidden size={15} />}
        value={filter.accessionNumber}
        onChange={(event) => onChange({ ...filter, accessionNumber: event.currentTarget.value })}
      />
      {choose('state', text('queue.state'), options('studyState', STUDY_STATES))}
      {choose('priority', text('queue.priority'), options('priority', PRIORITIES))}
      {choose('modalityFamily', text('queue.modality'), options('modality', MODALITY_FAMILIES))}
      {choose(
        'facility',
        text('study.facility'),
        (facilities.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
      )}
    </Group>
  );
}

function useStudies(filter: Filter) {
  const [settled] = useDebouncedValue(filter, 300);
  useRefreshed(['studies']);
  return useInfiniteQuery({
    queryKey: ['studies', settled],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      client.studies.list({
        ...settled,
        accessionNumber: settled.accessionNumber.trim(),
        after: pageParam,
        limit: PAGE,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    placeholderData: (before) => before,
  });
}

function Rows({ rows, height }: { rows: Study[]; height: string }) {
  const navigate = useNavigate();
  const [selected, setSelected] = useState<string | null>(null);
  const shown = useMemo(() => columns(), []);
  const chosen = rows.find(({ id }) => id === selected);
  useShortcuts([{ keys: 'Escape', label: text('queue.closePanel'), run: () => setSelected(null) }]);
  if (rows.length === 0) return <Empty title={text('studies.empty')}>{text('studies.emptyWhy')}</Empty>;
  return (
    <div className="split" data-open={chosen !== undefined}>
      <VirtualGrid
        label={text('studies.title')}
        rows={rows}
        columns={shown}
        keyOf={(study) => study.id}
        selected={selected}
        onSelect={setSelected}
        onOpen={(study) => void navigate(`/studies/${study.id}`)}
        height={height}
      />
      {chosen && <StudyPanel key={chosen.id} study={chosen} onClose={() => setSelected(null)} />}
    </div>
  );
}

export function StudiesPage() {
  const [params] = useSearchParams();
  const [filter, setFilter] = useState(() => filterOf(params));
  const studies = useStudies(filter);
  const own = useUser().role === 'hospital';
  return (
    <Page title={text('studies.title')} lead={text('studies.lead')}>
      {own && <OwnTiles />}
      <Filters filter={filter} onChange={setFilter} />
      <QueryView query={studies}>
        {(rows) => <Rows rows={rows} height={own ? 'max(320px, calc(100vh - 350px))' : 'calc(100vh - 230px)'} />}
      </QueryView>
      {studies.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={studies.isFetchingNextPage}
          onClick={() => void studies.fetchNextPage()}
        >
          {text('more')}
        </Button>
      )}
    </Page>
  );
}
