import type { Change } from '../../core/change.js';
import type { JsonObject } from '../../core/event.js';
import type { ClockId } from '../../core/ids.js';
import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import type { ServiceLevel } from '../../network/network.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import type { SlaClock } from '../clock.js';
import { extendByPauses, pausedMinutes, pausesOf } from '../pause.js';
import { serviceLevelFor } from '../service-level-for.js';

export interface SlaRows {
  study: Study;
  reads: Read[];
  clocks: SlaClock[];
}

export interface ClockStart {
  /** When the case was complete: the clocks' start, whenever it became known. */
  at: Instant;
  /** The levels of the contracts that cover the study. */
  levels: readonly ServiceLevel[];
  newId: () => ClockId;
}

/** Warns at this share of the target where no service level says another. */
const DEFAULT_WARN_SHARE = 0.75;

/**
 * Starts one clock for every open read that has none. Its target is the service level's of this moment, and stays: later
 * edits of the contract do not rewrite it. A read that no level covers keeps the deadline its plan gave it. A read's
 * `dueAt` becomes its clock's. Asked again, it starts nothing twice.
 */
export function startClocks({ study, reads, clocks }: SlaRows, start: ClockStart): Change<SlaRows, SlaClock[]> {
  const clocked = new Set(clocks.map((clock) => clock.readId));
  const started: SlaClock[] = [];
  const nextReads = reads.map((read) => {
    const clock = clocked.has(read.id) || !isOpen(read) ? null : clockOf(study, read, start);
    if (clock === null) return read;
    started.push(clock);
    const same = read.dueAt?.getTime() === clock.dueAt.getTime();
    return same ? read : { ...read, dueAt: clock.dueAt, version: read.version + 1 };
  });
  if (started.length === 0) return { result: [] };
  const events = started.map((clock) => {
    const read = nextReads.find((each) => each.id === clock.readId);
    return studyEvent('sla.started', study, [], clockFacts(clock), read);
  });
  return { next: { reads: nextReads, clocks: [...clocks, ...started] }, events, result: started };
}

/** What is read by break-glass meets no promise: the read that is still owed has the clock. */
const isOpen = (read: Read): boolean =>
  read.breakGlassId === null && read.state !== 'completed' && read.state !== 'cancelled';

function clockOf(study: Study, read: Read, { at, levels, newId }: ClockStart): SlaClock | null {
  const level = serviceLevelFor(study, read.issues, levels, at);
  // Nobody outside waits for an opinion that no contract names: it is no part of what was promised.
  if (level === null && read.issues === 'opinion') return null;
  const pauses = pausesOf(study);
  const planned = read.dueAt && minutesBetween(at, read.dueAt) - pausedMinutes(pauses, at, read.dueAt);
  const targetMinutes = level?.targetMinutes ?? planned;
  const after = (minutes: number) => extendByPauses(plusMinutes(at, minutes), at, pauses);
  if (targetMinutes === null || targetMinutes <= 0) return null;
  return {
    id: newId(),
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    readId: read.id,
    serviceLevelId: level?.id ?? null,
    name: level?.name ?? read.issues,
    startedAt: at,
    targetMinutes,
    dueAt: after(targetMinutes),
    warnAt: after(targetMinutes * (level?.warnShare ?? DEFAULT_WARN_SHARE)),
    stoppedAt: null,
    voidedAt: null,
    returnedAt: null,
    warnedAt: null,
    breachedAt: null,
    version: 1,
  };
}

/** What events say of a clock. */
export const clockFacts = (clock: SlaClock): JsonObject => ({
  clockId: clock.id,
  name: clock.name,
  targetMinutes: clock.targetMinutes,
  dueAt: clock.dueAt.toISOString(),
});
