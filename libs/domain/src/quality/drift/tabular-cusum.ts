export interface CusumDesign {
  /** The mean in control. */
  target: number;
  /** K: what a value may differ from the target without adding up; usually half the shift to be seen. */
  allowance: number;
  /** H: a sum beyond it signals. */
  decisionInterval: number;
}

export interface CusumStep {
  /** C+ and C-: how far the values have drifted above and below the target, in their own unit. */
  above: number;
  below: number;
  /** N+ and N-: values since the sum last was zero, which dates the drift. */
  runAbove: number;
  runBelow: number;
  signal: 'above' | 'below' | null;
}

const AT_REST: CusumStep = { above: 0, below: 0, runAbove: 0, runBelow: 0, signal: null };

/** Tabular two-sided CUSUM over `values` in time order, one step each; not reset by a signal. Source: Montgomery. */
export function tabularCusum(values: readonly number[], design: CusumDesign): CusumStep[] {
  const steps: CusumStep[] = [];
  for (const value of values) steps.push(next(steps.at(-1) ?? AT_REST, value, design));
  return steps;
}

function next(last: CusumStep, value: number, { allowance, decisionInterval, target }: CusumDesign): CusumStep {
  const above = Math.max(0, last.above + value - (target + allowance));
  const below = Math.max(0, last.below + (target - allowance) - value);
  return {
    above,
    below,
    runAbove: above > 0 ? last.runAbove + 1 : 0,
    runBelow: below > 0 ? last.runBelow + 1 : 0,
    signal: above > decisionInterval ? 'above' : below > decisionInterval ? 'below' : null,
  };
}
