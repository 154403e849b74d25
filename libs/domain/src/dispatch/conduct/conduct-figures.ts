import type { Priority } from '../../studies/study.js';
import type { DispatchParams } from '../dispatch-params.js';

/** A read that a reader took or skipped. */
export interface ConductRead {
  priority: Priority;
  expectedMinutes: number;
}

/** One that they read to its end, with when it began where they were. */
export interface TakenRead extends ConductRead {
  /** Hour of the reader's own day, 0..23. */
  startedHour: number;
}

/** Reads of one kind in sum. What cannot be said of none is null. */
export interface ReadsInSum {
  n: number;
  expectedMinutes: number;
  meanMinutes: number | null;
  /** What a missed deadline of them would cost for each minute of reading: sum of breach weights by sum of minutes. */
  worthPerMinute: number | null;
}

/** Whose share it is beside that of their group in the same time; 0..1, null of none. */
export interface Burden {
  own: number | null;
  group: number | null;
}

export interface ConductFigures {
  taken: ReadsInSum;
  /** Skips that count against the budget: those with a reason that stands against the read are no choice. */
  skipped: ReadsInSum;
  /** Worth of a taken minute by that of a skipped one: above 1 they keep what is worth more. Null when either has none. */
  takenToSkipped: number | null;
  night: Burden;
  pressing: Burden;
  /** Too few to say anything of a person. */
  belowMinimum: boolean;
}

/** Fewer skips or reads than this say nothing of a person. */
export const LEAST_FIGURES = 10;
/** Night is from 22 to 6 where the reader is. */
const NIGHT = { from: 22, until: 6 };

/**
 * What a reader took beside what they skipped, and their share of nights and of critical and STAT work beside their group's.
 * A meter, no verdict: nothing follows from it by itself.
 */
export function conductFigures(
  {
    taken,
    skipped,
    group,
  }: { taken: readonly TakenRead[]; skipped: readonly ConductRead[]; group: readonly TakenRead[] },
  weights: DispatchParams['weights'],
): ConductFigures {
  const [took, passed] = [inSum(taken, weights), inSum(skipped, weights)];
  const ratio =
    took.worthPerMinute !== null && passed.worthPerMinute ? took.worthPerMinute / passed.worthPerMinute : null;
  return {
    taken: took,
    skipped: passed,
    takenToSkipped: ratio,
    night: { own: share(taken, isNight), group: share(group, isNight) },
    pressing: { own: share(taken, isPressing), group: share(group, isPressing) },
    belowMinimum: took.n < LEAST_FIGURES || passed.n < LEAST_FIGURES,
  };
}

function inSum(reads: readonly ConductRead[], weights: DispatchParams['weights']): ReadsInSum {
  const expectedMinutes = reads.reduce((sum, read) => sum + read.expectedMinutes, 0);
  const worth = reads.reduce((sum, read) => sum + weights[read.priority], 0);
  return {
    n: reads.length,
    expectedMinutes,
    meanMinutes: reads.length === 0 ? null : expectedMinutes / reads.length,
    worthPerMinute: expectedMinutes === 0 ? null : worth / expectedMinutes,
  };
}

const share = (reads: readonly TakenRead[], is: (read: TakenRead) => boolean): number | null =>
  reads.length === 0 ? null : reads.filter(is).length / reads.length;

const isNight = ({ startedHour }: TakenRead): boolean => startedHour >= NIGHT.from || startedHour < NIGHT.until;
const isPressing = ({ priority }: TakenRead): boolean => priority === 'critical' || priority === 'stat';
