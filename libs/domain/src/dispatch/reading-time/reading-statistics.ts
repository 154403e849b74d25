import type { ReaderId } from '../../core/ids.js';
import { examTypeOf, TRAITS, traitsOf, type Exam } from './exam.js';
import { isReadingTime } from './outlier-limits.js';

/**
 * What is kept of the reads of one reader and exam type: enough to fit the model, nothing of any single read. Sums are
 * whole millionths, so that adding is exact: the order in which reads are learned changes no bit.
 */
export interface ReadingStatistics {
  readerId: ReaderId;
  examType: string;
  /** Reads that count. */
  reads: number;
  /** Reads set aside because their time is none of reading: see `isReadingTime`. */
  culled: number;
  /** Sums over the reads, in the order of `SUMS`. */
  sums: number[];
}

/** One finished read: how long it took from opening to signing. */
export interface FinishedReading {
  readerId: ReaderId;
  exam: Exam;
  minutes: number;
}

const COUNT = TRAITS.length;

export const TRAIT_INDEXES = TRAITS.map((_, index) => index);

/** Where each sum stands in `sums`: y and y squared of ln minutes, then x, x y and x x' (by rows, lower half). */
export const SUMS = {
  y: 0,
  yy: 1,
  x: (i: number): number => 2 + i,
  xy: (i: number): number => 2 + COUNT + i,
  xx: (i: number, j: number): number => 2 + 2 * COUNT + (i * (i + 1)) / 2 + j,
  length: 2 + 2 * COUNT + (COUNT * (COUNT + 1)) / 2,
};

/** Sums are kept in these parts of one. */
export const SUM_SCALE = 1e6;

/** The statistics with one more read; an outlier is counted and moves nothing else. */
export function learnReading(
  known: ReadingStatistics | null,
  { readerId, exam, minutes }: FinishedReading,
): ReadingStatistics {
  const before = known ?? nothingKnown(readerId, examTypeOf(exam));
  if (!isReadingTime(exam, minutes)) return { ...before, culled: before.culled + 1 };
  const added = termsOf(Math.log(minutes), traitsOf(exam));
  return { ...before, reads: before.reads + 1, sums: before.sums.map((sum, index) => sum + (added[index] ?? 0)) };
}

const nothingKnown = (readerId: ReaderId, examType: string): ReadingStatistics => ({
  readerId,
  examType,
  reads: 0,
  culled: 0,
  sums: Array.from({ length: SUMS.length }, () => 0),
});

function termsOf(y: number, x: readonly number[]): number[] {
  const terms = [y, y * y, ...x, ...x.map((value) => value * y)];
  for (const [i, row] of x.entries()) for (const column of x.slice(0, i + 1)) terms.push(row * column);
  return terms.map((term) => Math.round(term * SUM_SCALE));
}
