/** One reviewed read. */
export interface ReviewedRead {
  /** A confirmed, clinically significant discrepancy (2b or 3b). */
  discrepant: boolean;
  /** Its chance 0 < p < 1 for an ordinary reader, from the case mix: modality, body part, hour, blinding mode ... */
  expected: number;
}

export interface RiskDesign {
  /** Ratio of the odds to be seen, against those expected: 2 looks for a doubling, 0.5 for a halving. */
  oddsRatio: number;
  /** h: a sum at or above it signals. */
  decisionInterval: number;
}

export interface RiskStep {
  sum: number;
  signal: boolean;
}

/**
 * Log-likelihood ratio of one outcome under odds multiplied by `oddsRatio`. Source: Steiner, Cook, Farewell and Treasure
 * (2000), against an odds ratio of 1.
 *
 * @throws RangeError for a chance outside (0, 1)
 */
export function riskWeight({ discrepant, expected }: ReviewedRead, oddsRatio: number): number {
  if (!(expected > 0 && expected < 1)) throw new RangeError(`a chance must lie between 0 and 1, not ${expected}`);
  return (discrepant ? Math.log(oddsRatio) : 0) - Math.log(1 - expected + oddsRatio * expected);
}

/** Risk-adjusted CUSUM over the reviewed reads in time order, one step each; not reset by a signal. */
export function riskAdjustedCusum(reads: readonly ReviewedRead[], design: RiskDesign): RiskStep[] {
  let sum = 0;
  return reads.map((read) => {
    sum = Math.max(0, sum + riskWeight(read, design.oddsRatio));
    return { sum, signal: sum >= design.decisionInterval };
  });
}
