import type { Instant } from '../../core/instant.js';
import type { Priority } from '../../studies/study.js';
import type { DispatchParams } from '../dispatch-params.js';
import { isStruck, type ConductContest, type ContestSubject } from './conduct-contest.js';

/** A read that a reader took or skipped. */
export interface ConductRead {
  priority: Priority;
  expectedMinutes: number;
  /** When it was completed, or skipped. */
  at: Instant;
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
  /** Opened, left idle past the warning, and taken back to the pool. */
  returned: ReadsInSum;
  /** Worth of a taken minute by that of a skipped one: above 1 they keep what is worth more. Null when either has none. */
  takenToSkipped: number | null;
  night: Burden;
  pressing: Burden;
  /** Too few to say anything of a person. */
  belowMinimum: boolean;
}

export interface ConductFacts {
  taken: readonly TakenRead[];
  skipped: readonly ConductRead[];
  returned: readonly ConductRead[];
  group: readonly TakenRead[];
  /** What the reader contested: work of a figure that was struck is left out. */
  contests?: readonly Pick<ConductContest, 'about' | 'since' | 'at' | 'answer'>[];
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
  { taken, skipped, returned, group, contests = [] }: ConductFacts,
  weights: DispatchParams['weights'],
): ConductFigures {
  const counted = <Read extends ConductRead>(about: ContestSubject, reads: readonly Read[]) =>
    reads.filter(({ at }) => !isStruck(contests, about, at));
  const took = inSum(counted('taken', taken), weights);
  const passed = inSum(counted('skipped', skipped), weights);
  const ratio =
    took.worthPerMinute !== null && passed.worthPerMinute ? took.worthPerMinute / passed.worthPerMinute : null;
  return {
    taken: took,
    skipped: passed,
    returned: inSum(counted('returned', returned), weights),
    takenToSkipped: ratio,
    night: { own: share(counted('night', taken), isNight), group: share(group, isNight) },
    pressing: { own: share(counted('pressing', taken), isPressing), group: share(group, isPressing) },
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
