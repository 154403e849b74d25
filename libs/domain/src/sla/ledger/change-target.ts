import type { Change } from '../../core/change.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import type { ServiceLevel } from '../../network/network.js';
import type { SlaClock } from '../clock.js';
import { serviceLevelFor } from '../service-level-for.js';
import type { SlaRows } from './start-clocks.js';

const isOpen = (clock: SlaClock): boolean => clock.stoppedAt === null && clock.voidedAt === null;

/** Share of the target after which the clock warns, as it was fixed at its start. */
function warnShare(clock: SlaClock): number {
  const start = clock.startedAt.getTime();
  return (clock.warnAt.getTime() - start) / (clock.dueAt.getTime() - start);
}

/**
 * Priority raised: due = min(old due, `now` + `newTargetMinutes`). The target starts anew, the clock does not; a due
 * instant never moves later. Closed clocks stay as they are.
 */
export function raisePriority(clock: SlaClock, newTargetMinutes: number, now: Instant): SlaClock {
  const due = plusMinutes(now, newTargetMinutes);
  if (!isOpen(clock) || due >= clock.dueAt) return clock;
  const warn = plusMinutes(now, newTargetMinutes * warnShare(clock));
  return {
    ...clock,
    targetMinutes: newTargetMinutes,
    dueAt: due,
    warnAt: warn < clock.warnAt ? warn : clock.warnAt,
    version: clock.version + 1,
  };
}

/** Priority lowered: a longer target counts from the clock's start, but a breached one stays breached. */
export function lowerPriority(clock: SlaClock, newTargetMinutes: number, now: Instant): SlaClock {
  const due = plusMinutes(clock.startedAt, newTargetMinutes);
  const breached = clock.breachedAt !== null || now > clock.dueAt;
  if (!isOpen(clock) || breached || due <= clock.dueAt) return clock;
  return {
    ...clock,
    targetMinutes: newTargetMinutes,
    dueAt: due,
    warnAt: plusMinutes(clock.startedAt, newTargetMinutes * warnShare(clock)),
    version: clock.version + 1,
  };
}

/**
 * Fits the open clocks, and their reads' `dueAt`, to the study's effective priority after it was raised or lowered.
 * Clocks that no service level covers keep their deadline.
 */
export function retargetClocks(
  { study, reads, clocks }: SlaRows,
  levels: readonly ServiceLevel[],
  direction: 'raised' | 'lowered',
  now: Instant,
): Change<SlaRows> {
  const change = direction === 'raised' ? raisePriority : lowerPriority;
  const nextClocks = clocks.map((clock) => {
    const read = reads.find((each) => each.id === clock.readId);
    const level = read === undefined ? null : serviceLevelFor(study, read.issues, levels, now);
    return level === null ? clock : change(clock, level.targetMinutes, now);
  });
  if (nextClocks.every((clock, index) => clock === clocks[index])) return { result: undefined };
  const nextReads = reads.map((read) => {
    const moved = nextClocks.find((clock, index) => clock.readId === read.id && clock !== clocks[index]);
    return moved === undefined ? read : { ...read, dueAt: moved.dueAt, version: read.version + 1 };
  });
  return { next: { clocks: nextClocks, reads: nextReads }, result: undefined };
}
