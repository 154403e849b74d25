import type { Change } from '../core/change.js';
import type { DomainEvent } from '../core/event.js';
import type { ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { earlier } from '../core/instant.js';
import { same } from '../core/same.js';
import type { LadderStep, Read } from '../studies/read.js';
import { studyEvent } from '../studies/study-event.js';
import { studyState } from '../studies/study-state.js';
import type { Study } from '../studies/study.js';
import { openLadder } from './ladder/open-ladder.js';
import { inOpenPool, waitingPlace } from './ladder/open-pool.js';
import type { Planning } from './plan-reads.js';
import { planReads, queuedFacts, raisedEvents, readDueAt, uncovered } from './plan-reads.js';

interface Rows {
  study: Study;
  reads: Read[];
}

export interface Rerouted {
  lines: string[];
  /** Reading has begun, or the study has no plan of its own: whatever the policies say, its reads stay. */
  planStays: boolean;
}

/**
 * Plans a study again: it became ready, its priority was raised, an attribute changed. Until somebody has opened a read
 * the new plan replaces the old, read by read: a read keeps its id, its age, its deadline or an earlier one, and its
 * holder while the new ladder still admits them. Once reading has begun the plan stays and only deadlines may come
 * closer. A deadline is min(old, now + new target). Asked again with the same facts it changes nothing.
 */
export function reroute(
  reads: readonly Read[],
  planning: Planning,
  now: Instant,
  newId: () => ReadId,
): Change<Rows, Rerouted> {
  const fresh = planReads(planning, now, newId);
  const routed: Planning = { ...planning, study: fresh.study };
  const begun = reads.some(
    ({ state, openedAt }) => state === 'completed' || (openedAt !== null && state !== 'cancelled'),
  );
  const merged = begun ? keepPlan(reads, routed, now) : replan(reads, routed, { now, twins: fresh.reads });
  const lines = begun ? ['Reading has begun: the plan stays'] : fresh.lines;
  const state = studyState(fresh.study, merged.reads);
  const study =
    state === fresh.study.state ? fresh.study : { ...fresh.study, state, version: planning.study.version + 1 };
  const changed = merged.reads.length !== reads.length || merged.reads.some((read) => !reads.includes(read));
  if (!changed && study === planning.study) return { result: { lines, planStays: begun } };
  const events = [...raisedEvents(planning, study), ...merged.events];
  return { next: { study, reads: merged.reads }, events, result: { lines, planStays: begun } };
}

interface Merged {
  reads: Read[];
  events: DomainEvent[];
}

function keepPlan(reads: readonly Read[], planning: Planning, now: Instant): Merged {
  const next = reads.map((read) => {
    const planned = planning.decision.reads[read.ordinal];
    const open = read.state !== 'completed' && read.state !== 'cancelled';
    if (!open || planned?.issues !== read.issues || read.dueAt === null) return read;
    const due = readDueAt(planning, planned, now);
    return due >= read.dueAt ? read : { ...read, dueAt: due, version: read.version + 1 };
  });
  return { reads: next, events: [] };
}

function replan(reads: readonly Read[], planning: Planning, fresh: { now: Instant; twins: readonly Read[] }): Merged {
  const { study } = planning;
  const events: DomainEvent[] = [];
  const lost: Read[] = [];
  const kept = fresh.twins.map((twin) => {
    const old = reads.find((read) => isTwin(twin, read));
    const next = old === undefined ? twin : merge(old, twin, planning, fresh.now);
    if (next !== old) events.push(...changeEvents(study, old, next));
    if (next.ladder.length === 0 && old?.ladder.length !== 0) lost.push(next);
    return next;
  });
  const others = reads
    .filter((read) => !fresh.twins.some((twin) => isTwin(twin, read)))
    .map((read) => {
      if (read.state === 'cancelled') return read;
      const cancelled = cancel(read);
      events.push(studyEvent('read.cancelled', study, [read], { reason: 're-routed' }, cancelled));
      return cancelled;
    });
  return { reads: [...kept, ...others], events: [...events, ...uncovered(study, lost)] };
}

/** The same place in the plan, with the same to do. */
const isTwin = (twin: Read, read: Read): boolean =>
  twin.ordinal === read.ordinal &&
  twin.purpose === read.purpose &&
  twin.issues === read.issues &&
  read.state !== 'cancelled';

/** The old read on the new plan; the same row when nothing differs. */
function merge(old: Read, twin: Read, planning: Planning, now: Instant): Read {
  const planned = planning.decision.reads[twin.ordinal];
  const starts = old.dueAt === null && twin.dueAt !== null;
  const dueAt =
    old.dueAt === null || planned === undefined ? twin.dueAt : earlier(old.dueAt, readDueAt(planning, planned, now));
  const ladder = keepOpened(old, twin);
  const merged: Read = {
    ...old,
    independent: twin.independent,
    billable: twin.billable,
    expectedMinutes: twin.expectedMinutes,
    ladder,
    ladderStep: ladder.findLastIndex((step) => step.openedAt !== null),
    dueAt,
    // Waiting for images is not waiting for a reader: age begins when the study can be read.
    queuedAt: starts ? now : old.queuedAt,
  };
  const situation = { study: planning.study, signedOnEligible: [], siblings: [] };
  const placed = withHolder(openLadder(merged, situation, now).next?.read ?? merged);
  return same({ ...placed, version: old.version }, old) ? old : { ...placed, version: old.version + 1 };
}

/**
 * Steps whose pool was open stay open, and with them all below: what is open is always a beginning of the ladder. What people
 * said to them stays said.
 */
function keepOpened(old: Read, twin: Read): LadderStep[] {
  const opened = old.ladder.filter((step) => step.openedAt !== null);
  const was = (step: LadderStep) => opened.find((each) => same(each.pool, step.pool))?.openedAt ?? null;
  const top = twin.ladder.findLastIndex((step) => was(step) !== null);
  return twin.ladder.map((step) => {
    const below = step.step <= top ? (opened[0]?.openedAt ?? null) : null;
    const { answers, closedUntil } = old.ladder.find((each) => same(each.pool, step.pool)) ?? {};
    const openedAt = was(step) ?? below ?? step.openedAt;
    return { ...step, openedAt, ...(closedUntil ? { closedUntil } : {}), ...(answers ? { answers } : {}) };
  });
}

/** Keeps the holder while an open step admits them; else the read is queued again, as old as before. */
function withHolder(read: Read): Read {
  const { readerId, readingGroupId, tier } = read;
  if (readerId === null || readingGroupId === null || tier === null) return { ...read, ...waitingPlace(read) };
  if (inOpenPool(read, { readerId, readingGroupId, tier })) return read;
  return { ...read, ...NO_HOLDER, state: 'queued', ...waitingPlace(read) };
}

const NO_HOLDER = { readerId: null, sessionId: null, offerExpiresAt: null, startedAt: null } as const;

/** Withdrawn by the new plan; nobody opened it. */
const cancel = (read: Read): Read => ({ ...read, ...NO_HOLDER, state: 'cancelled', version: read.version + 1 });

function changeEvents(study: Study, old: Read | undefined, next: Read): DomainEvent[] {
  if (old === undefined) return [studyEvent('read.queued', study, [], queuedFacts(next), next)];
  if (old.readerId !== null && next.readerId === null) {
    const data = { readerId: old.readerId, by: 'routing', reason: 're-routed' };
    return [studyEvent('read.released', study, [old], data, next)];
  }
  if (next.state !== 'queued') return [];
  return [studyEvent('read.queued', study, [old], { ...queuedFacts(next), again: true }, next)];
}
