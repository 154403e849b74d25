import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import type { NewIds } from '../../intake/admit-study.js';
import { planExtraRead, plannedPrimary } from '../../routing/plan-extra-read.js';
import { planReads, type Planning } from '../../routing/plan-reads.js';
import { etaOf } from '../../sla/eta-of.js';
import { startClocks, type SlaRows } from '../../sla/ledger/start-clocks.js';
import type { Read } from '../../studies/read.js';
import { studyState } from '../../studies/study-state.js';

/**
 * What the network owes again of a study that its site has given back: reads as the plan in force says, or, where something
 * of it was read here already, one for each that ended unread. They are as old as those were, and due from now on: the
 * promise before counts as late and stays so. `planning` is of the study as it is now.
 */
export function returnToNetwork(
  rows: SlaRows,
  planning: Planning,
  { now, newIds }: { now: Instant; newIds: Pick<NewIds, 'read' | 'clock'> },
): Change<SlaRows, { reads: Read[]; lines: string[] }> & { next: SlaRows } {
  const ended = endedUnread(rows);
  const since = ended.reduce<Instant>((first, { queuedAt }) => (queuedAt < first ? queuedAt : first), now);
  const begun = rows.reads.some(({ state }) => state === 'completed');
  const fresh = begun ? again(rows, planning, { ended, now, newIds }) : anew(rows, planning, { now, newIds });
  const owed = fresh.reads.map((read): Read => ({ ...read, queuedAt: since }));
  const own = { study: fresh.study, reads: owed, clocks: [] };
  const start = { at: now, levels: planning.serviceLevels, newId: newIds.clock };
  const started = fresh.study.readyAt === null ? { result: [] } : startClocks(own, start);
  const reads = [...rows.reads, ...(started.next?.reads ?? owed)];
  const { version } = rows.study;
  const study = { ...fresh.study, state: studyState(fresh.study, reads), eta: etaOf(reads, now), version };
  return {
    next: { study, reads, clocks: [...rows.clocks, ...started.result] },
    events: [...fresh.events, ...(started.events ?? [])],
    result: { reads: reads.slice(rows.reads.length), lines: fresh.lines },
  };
}

interface Fresh {
  study: SlaRows['study'];
  reads: Read[];
  events: DomainEvent[];
  lines: string[];
}

/** Primary reads that ended without a result, and that nothing has been read, or waits, in place of; one of a kind. */
function endedUnread({ reads, clocks }: SlaRows): Read[] {
  const primary = reads.filter(({ purpose }) => purpose === 'primary');
  const stands = new Set(primary.filter(({ state }) => state !== 'cancelled').map(({ issues }) => issues));
  const withdrawn = new Set(clocks.filter(({ voidedAt }) => voidedAt !== null).map(({ readId }) => readId));
  const unread = primary.filter(({ id, issues }) => !stands.has(issues) && !withdrawn.has(id));
  return [...new Map(unread.map((read) => [read.issues, read])).values()];
}

/** The whole plan, its targets from now on. */
function anew(
  { study }: SlaRows,
  planning: Planning,
  { now, newIds }: { now: Instant; newIds: Pick<NewIds, 'read'> },
): Fresh {
  const { readyAt } = study;
  const asOfNow = { ...planning, study: { ...study, readyAt: readyAt && now } };
  const planned = planReads(asOfNow, now, newIds.read);
  return { ...planned, study: { ...planned.study, readyAt } };
}

function again(
  rows: SlaRows,
  planning: Planning,
  { ended, now, newIds }: { ended: readonly Read[]; now: Instant; newIds: Pick<NewIds, 'read'> },
): Fresh {
  const fresh: Fresh = { study: rows.study, reads: [], events: [], lines: [] };
  for (const { id, issues } of ended) {
    const extra = {
      id: newIds.read(),
      planned: plannedPrimary(planning, issues),
      reads: [...rows.reads, ...fresh.reads],
      facts: { replaces: id, reason: 'reclaimed' },
    };
    const { read, events, lines } = planExtraRead(planning, extra, now);
    fresh.reads.push(read);
    fresh.events.push(...events);
    fresh.lines.push(...lines);
  }
  return fresh;
}
