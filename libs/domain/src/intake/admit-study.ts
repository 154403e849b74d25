import type { Change } from '../core/change.js';
import type { ClockId, ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { planReads, type Planning } from '../routing/plan-reads.js';
import { startClocks, type SlaRows } from '../sla/ledger/start-clocks.js';
import { studyState } from '../studies/study-state.js';
import type { Study } from '../studies/study.js';
import { receivedEvents } from './accept-submission.js';

export interface NewIds {
  read: () => ReadId;
  clock: () => ClockId;
}

/** What was decided beside the rows: the routing's lines for people. */
export interface Routed {
  lines: readonly string[];
}

/**
 * A new study with its reads planned and, when it can be read already, its clocks running: one change, so that no accepted
 * study is ever without an owner queue or a visible exception.
 */
export function admitStudy(
  accepted: Study,
  planning: Planning,
  now: Instant,
  newIds: NewIds,
): Change<SlaRows, Routed> & { next: SlaRows } {
  const planned = planReads(planning, now, newIds.read);
  const study: Study = { ...planned.study, version: accepted.version };
  const rows: SlaRows = {
    study: { ...study, state: studyState(study, planned.reads) },
    reads: planned.reads,
    clocks: [],
  };
  const started = clocksOf(rows, planning, newIds);
  const next: SlaRows = { ...rows, ...started.next };
  return {
    next,
    events: [...receivedEvents(next.study, next.reads), ...planned.events, ...(started.events ?? [])],
    result: { lines: planned.lines },
  };
}

/** Clocks of a study whose case is complete; none before. */
export function clocksOf(rows: SlaRows, planning: Planning, newIds: NewIds): Change<SlaRows, unknown> {
  const { readyAt } = rows.study;
  if (readyAt === null) return { result: [] };
  return startClocks(rows, { at: readyAt, levels: planning.serviceLevels, newId: newIds.clock });
}
