import type { RowKey } from '../analytics/turnaround-row.js';
import type { Interval } from '../analytics/wilson-interval.js';
import { type Conclusion, CONCLUSIONS } from '../reading/report.js';
import { cohenKappa } from './agreement/cohen-kappa.js';
import { crossTable, type RatedPair } from './agreement/cross-table.js';
import { gwetAc } from './agreement/gwet-ac.js';
import type { RadpeerGrade } from './grading/radpeer.js';
import type { SamplingBasis } from './sampling/decide-sampling.js';
import { samplingWeight, weighedShare } from './sampling/weighed-share.js';

/** What the second reader knew: neither the first report nor its author, or some of it. */
export const BLINDING_MODES = ['blind', 'unblinded'] as const;
export type BlindingMode = (typeof BLINDING_MODES)[number];

/** A first and a second read of one study. */
export interface ComparedPair {
  first: Conclusion | null;
  second: Conclusion | null;
  mode: BlindingMode;
  sampling: SamplingBasis;
  /** Chance of being sampled; null when it was chosen for a reason. */
  probability: number | null;
  /** On the form of 2016; null until graded. */
  grade: RadpeerGrade | null;
}

export interface ConcordanceTerms {
  key: RowKey;
  mode: BlindingMode;
  sampling: SamplingBasis;
  minimumN: number;
}

export interface ConcordanceRow {
  key: RowKey;
  mode: BlindingMode;
  sampling: SamplingBasis;
  /** Pairs of this mode and sampling in which both readers concluded. */
  n: number;
  /** Share 0..1 of the graded pairs with a grade of 1: one person's view of each pair, and no agreement. */
  gradeOneShare: number | null;
  /** Share 0..1 with the same conclusion. */
  agreement: number | null;
  interval: Interval | null;
  kappa: number | null;
  ac1: number | null;
  /** Too few pairs to say anything of a reader or a group. */
  belowMinimum: boolean;
}

/**
 * Concordance of first and second reads. Only the pairs of the row's own mode and sampling are in it: modes are never
 * pooled, and what was picked for a reason is in no rate. Agreement is measured on the coded conclusions of blind pairs
 * alone, for a second reader who has seen the first report tends to follow it. Pairs weigh as many reads as they stand
 * for. What is not known is null.
 */
export function concordanceRow(pairs: readonly ComparedPair[], terms: ConcordanceTerms): ConcordanceRow {
  const { key, minimumN, mode, sampling } = terms;
  const own = pairs.filter((pair) => pair.mode === mode && pair.sampling === sampling);
  const concluded = own.flatMap(ratedPair);
  const graded = own.filter((pair) => pair.grade !== null);
  const grades = weighedShare(graded.map((pair) => ({ holds: pair.grade === '1', probability: chanceOf(pair) })));
  return {
    key,
    mode,
    sampling,
    n: concluded.length,
    gradeOneShare: grades?.share ?? null,
    ...agreementOf(mode === 'blind' ? concluded : []),
    belowMinimum: concluded.length < minimumN,
  };
}

type ConcludedPair = RatedPair<Conclusion> & { probability: number };

function ratedPair(pair: ComparedPair): ConcludedPair[] {
  const { first, second } = pair;
  if (first === null || second === null) return [];
  const probability = chanceOf(pair);
  return [{ first, second, probability, weight: samplingWeight(probability) }];
}

/** What was picked for a reason stands for itself. */
const chanceOf = ({ probability, sampling }: ComparedPair): number =>
  sampling === 'purposive' ? 1 : (probability ?? Number.NaN);

function agreementOf(
  pairs: readonly ConcludedPair[],
): Pick<ConcordanceRow, 'agreement' | 'interval' | 'kappa' | 'ac1'> {
  const agreed = weighedShare(
    pairs.map(({ first, probability, second }) => ({ holds: first === second, probability })),
  );
  const table = crossTable(CONCLUSIONS, pairs);
  return {
    agreement: agreed?.share ?? null,
    interval: agreed?.interval ?? null,
    kappa: cohenKappa(table)?.value ?? null,
    ac1: gwetAc(table)?.value ?? null,
  };
}
