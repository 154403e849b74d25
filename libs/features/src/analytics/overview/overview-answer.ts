import { wilsonInterval } from '@overread/domain';
import type { Overview } from '@overread/wire';
import type { DueCount } from './day.queries.js';
import type { OpenCount } from './open-reads.queries.js';

type OpenBy = Overview['now']['by']['priority'];
type Worst = Overview['worst']['facilities'][number];

const NOTHING_OPEN = { open: 0, queued: 0, offered: 0, reading: 0, late: 0, atRisk: 0, oldestQueuedAt: null };
const WORST = 5;

const figuresOf = ({ kind: _, key: __, oldestQueuedAt, ...counts }: OpenCount) => ({
  ...counts,
  oldestQueuedAt: oldestQueuedAt?.toISOString() ?? null,
});

/** The whole, and its parts by three attributes, largest part first. */
export function nowOf(counts: readonly OpenCount[]): Omit<Overview['now'], 'uncovered'> {
  const by = (kind: OpenCount['kind']): OpenBy =>
    counts
      .filter((count) => count.kind === kind)
      .map((count) => ({ key: count.key, ...figuresOf(count) }))
      .toSorted((a, b) => b.open - a.open);
  const all = counts.find(({ kind }) => kind === 'all');
  return {
    ...(all ? figuresOf(all) : NOTHING_OPEN),
    by: { priority: by('priority'), modalityFamily: by('modalityFamily'), tier: by('tier') },
  };
}

export function complianceOf(counts: readonly DueCount[]): Overview['today']['sla'] {
  const { met = 0, late = 0, openAndLate = 0 } = counts.find(({ kind }) => kind === 'all') ?? {};
  const n = met + late;
  const interval = wilsonInterval(met, n);
  const withinTarget = n === 0 ? null : met / n;
  return { n, met, late, openAndLate, withinTarget, interval: interval && [interval[0], interval[1]] };
}

/**
 * The facilities or groups with something to see to: most late, then most at risk, then the lowest compliance today. Who
 * has none of these is not among them.
 */
export function worstOf(
  kind: 'facility' | 'readingGroup',
  counts: { open: readonly OpenCount[]; due: readonly DueCount[] },
  nameOf: (id: string) => string | null,
): Worst[] {
  const open = new Map(counts.open.filter((each) => each.kind === kind).map((each) => [each.key, each]));
  const due = new Map(counts.due.filter((each) => each.kind === kind).map((each) => [each.key, each]));
  return [...new Set([...open.keys(), ...due.keys()])]
    .flatMap((id) => (id === null ? [] : [placeOf(id, nameOf(id) ?? id, open.get(id), due.get(id))]))
    .filter(({ atRisk, late, withinTarget }) => late > 0 || atRisk > 0 || (withinTarget ?? 1) < 1)
    .toSorted((a, b) => b.late - a.late || b.atRisk - a.atRisk || (a.withinTarget ?? 1) - (b.withinTarget ?? 1))
    .slice(0, WORST);
}

function placeOf(id: string, name: string, open: OpenCount | undefined, due: DueCount | undefined): Worst {
  const n = (due?.met ?? 0) + (due?.late ?? 0);
  return {
    id,
    name,
    open: open?.open ?? 0,
    late: open?.late ?? 0,
    atRisk: open?.atRisk ?? 0,
    n,
    withinTarget: n === 0 ? null : (due?.met ?? 0) / n,
  };
}
