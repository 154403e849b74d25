import { type Instant, minutesBetween, plusMinutes } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { SlaClock } from '../clock.js';
import { hasEnded } from '../clock-state.js';
import type { Pause } from '../pause.js';
import type { SlaRows } from './start-clocks.js';

type Timed = Pick<SlaRows, 'reads' | 'clocks'>;
type Move = (at: Instant) => Instant;

/**
 * What was still to come when the pause began comes later by the whole of it, also the deadlines of reads: a pause has an
 * end from its first instant on. A deadline already past gains nothing.
 */
export const pauseClocks = (rows: Timed, { from, until }: Pause): Timed =>
  moved(rows, (at) => (at >= from ? plusMinutes(at, minutesBetween(from, until)) : at));

/** The pause ended at `end`, before its `until`: what it had moved comes as much sooner. */
export const endPause = (rows: Timed, { until }: Pause, end: Instant): Timed =>
  moved(rows, (at) => (at >= until ? plusMinutes(at, -minutesBetween(end, until)) : at));

function moved({ reads, clocks }: Timed, move: Move): Timed {
  return { reads: reads.map((read) => movedRead(read, move)), clocks: clocks.map((clock) => movedClock(clock, move)) };
}

function movedRead(read: Read, move: Move): Read {
  if (read.dueAt === null || read.state === 'completed' || read.state === 'cancelled') return read;
  const dueAt = move(read.dueAt);
  return dueAt === read.dueAt ? read : { ...read, dueAt, version: read.version + 1 };
}

function movedClock(clock: SlaClock, move: Move): SlaClock {
  if (hasEnded(clock)) return clock;
  const [dueAt, warnAt] = [move(clock.dueAt), move(clock.warnAt)];
  const same = dueAt === clock.dueAt && warnAt === clock.warnAt;
  return same ? clock : { ...clock, dueAt, warnAt, version: clock.version + 1 };
}
