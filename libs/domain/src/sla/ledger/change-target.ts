import type { Change } from '../../core/change.js';
import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import type { ServiceLevel } from '../../network/network.js';
import type { SlaClock } from '../clock.js';
import { hasEnded } from '../clock-state.js';
import { extendByPauses, type Pause, pausedMinutes, pausesOf } from '../pause.js';
import { serviceLevelFor } from '../service-level-for.js';
import type { SlaRows } from './start-clocks.js';

/** Share of the target after which the clock warns, as it was fixed at its start. */
function warnShare({ startedAt, warnAt, dueAt }: SlaClock, pauses: readonly Pause[]): number {
  const net = (end: Instant) => minutesBetween(startedAt, end) - pausedMinutes(pauses, startedAt, end);
  return net(warnAt) / net(dueAt);
}

/**
 * Priority raised: due = min(old due, `now` + `newTargetMinutes`), a pause that is under way on top. The target starts
 * anew, the clock does not; a due instant never moves later. Closed clocks stay as they are.
 */
export function raisePriority(
  clock: SlaClock,
  newTargetMinutes: number,
  now: Instant,
  pauses: readonly Pause[] = [],
): SlaClock {
  const after = (minutes: number) => extendByPauses(plusMinutes(now, minutes), now, pauses);
  const due = after(newTargetMinutes);
  if (hasEnded(clock) || due >= clock.dueAt) return clock;
  const warn = after(newTargetMinutes * warnShare(clock, pauses));
  return {
    ...clock,
    targetMinutes: newTargetMinutes,
    dueAt: due,
    warnAt: warn < clock.warnAt ? warn : clock.warnAt,
    version: clock.version + 1,
  };
}

/** Priority lowered: a longer target counts from the clock's start, but a breached one stays breached. */
export function lowerPriority(
  clock: SlaClock,
  newTargetMinutes: number,
  now: Instant,
  pauses: readonly Pause[] = [],
): SlaClock {
  const after = (minutes: number) => extendByPauses(plusMinutes(clock.startedAt, minutes), clock.startedAt, pauses);
  const due = after(newTargetMinutes);
  const breached = clock.breachedAt !== null || now > clock.dueAt;
  if (hasEnded(clock) || breached || due <= clock.dueAt) return clock;
  return {
    ...clock,
    targetMinutes: newTargetMinutes,
    dueAt: due,
    warnAt: after(newTargetMinutes * warnShare(clock, pauses)),
    version: clock.version + 1,
  };
}

/**
 * Fits the open clocks, and their reads' `dueAt`, to the study's effective priority after it was raised or lowered: a
 * clock whose deadline moves is named after the service level that it is of from then on.
 * Clocks that no service level covers keep their deadline.
 */
export function retargetClocks(
  { study, reads, clocks }: SlaRows,
  levels: readonly ServiceLevel[],
  direction: 'raised' | 'lowered',
  now: Instant,
): Change<SlaRows> {
  const change = direction === 'raised' ? raisePriority : lowerPriority;
  const pauses = pausesOf(study);
  const nextClocks = clocks.map((clock) => {
    const read = reads.find((each) => each.id === clock.readId);
    const level = read === undefined ? null : serviceLevelFor(study, read.issues, levels, now);
    if (level === null) return clock;
    const moved = change(clock, level.targetMinutes, now, pauses);
    // A deadline that moved is another promise; one that stays is the one it was.
    return moved === clock ? clock : { ...moved, name: level.name, serviceLevelId: level.id };
  });
  if (nextClocks.every((clock, index) => clock === clocks[index])) return { result: undefined };
  const nextReads = reads.map((read) => {
    const moved = nextClocks.find((clock, index) => clock.readId === read.id && clock !== clocks[index]);
    return moved === undefined ? read : { ...read, dueAt: moved.dueAt, version: read.version + 1 };
  });
  return { next: { clocks: nextClocks, reads: nextReads }, result: undefined };
}
