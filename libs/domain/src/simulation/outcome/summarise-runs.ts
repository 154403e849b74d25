import { geometricRatio } from './geometric-ratio.js';
import type { RunOutcome } from './measure-run.js';
import type { ClassTurnaround } from './turnaround-by-class.js';

/** A policy over all seeds: means, but for what says otherwise. */
export interface PolicySummary extends RunOutcome {
  policy: string;
  runs: number;
  /** Weighted breaches over those of priority pull, paired by seed: geometric mean and 95% interval. */
  ratioToPriorityPull: number;
  ratioInterval: readonly [number, number] | null;
}

/** Worst over all runs; a mean would hide it. */
const WORST = ['maximumWaitMinutes', 'decisionP99Ms', 'planP99Ms'] as const;
/** Counted over all runs. */
const COUNTED = ['violations', 'passedOver', 'pastMaximumWait', 'unread', 'studies'] as const;

/** `references` are the runs of priority pull on the same days, in the same order. */
export function summariseRuns(
  policy: string,
  runs: readonly RunOutcome[],
  references: readonly RunOutcome[],
): PolicySummary {
  const [first] = runs;
  if (first === undefined) throw new Error('there is no run to summarise');
  const breaches = (list: readonly RunOutcome[]) => list.map((run) => run.weightedBreachesPerThousand);
  const { ratio, interval } = geometricRatio(breaches(runs), breaches(references), 500 / Math.max(1, first.studies));
  const means = Object.fromEntries(
    Object.keys(first)
      .filter((key) => key !== 'byClass')
      .map((key) => [key, meanOf(runs.map((run) => run[key as Exclude<keyof RunOutcome, 'byClass'>]))]),
  ) as unknown as RunOutcome;
  const worst = Object.fromEntries(WORST.map((key) => [key, Math.max(...runs.map((run) => run[key]))]));
  const counted = Object.fromEntries(COUNTED.map((key) => [key, runs.reduce((sum, run) => sum + run[key], 0)]));
  return {
    policy,
    runs: runs.length,
    ratioToPriorityPull: ratio,
    ratioInterval: interval,
    ...means,
    ...worst,
    ...counted,
    byClass: classMeans(runs),
  };
}

/** Of what is a number: skill is not, where nothing could be foretold. */
function meanOf(values: readonly number[]): number {
  const numbers = values.filter(Number.isFinite);
  return numbers.length === 0 ? NaN : numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

function classMeans(runs: readonly RunOutcome[]): Record<string, ClassTurnaround> {
  const names = new Set(runs.flatMap((run) => Object.keys(run.byClass)));
  return Object.fromEntries(
    [...names].map((name) => {
      const rows = runs.flatMap((run) => run.byClass[name] ?? []);
      const mean = (key: keyof ClassTurnaround) => meanOf(rows.map((row) => row[key]));
      const row: ClassTurnaround = {
        studies: rows.reduce((sum, each) => sum + each.studies, 0),
        breachPercent: mean('breachPercent'),
        p50Minutes: mean('p50Minutes'),
        p95Minutes: mean('p95Minutes'),
        p99Minutes: mean('p99Minutes'),
        maximumWaitMinutes: Math.max(...rows.map((each) => each.maximumWaitMinutes)),
      };
      return [name, row];
    }),
  );
}
