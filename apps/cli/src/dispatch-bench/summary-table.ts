import type { PolicySummary } from '@overread/domain';
import type { BenchResult } from './run-bench.js';

type Cell = (summary: PolicySummary) => string;
const fixed = (digits: number, pick: (summary: PolicySummary) => number): Cell => {
  return (summary) => {
    const value = pick(summary);
    return Number.isFinite(value) ? value.toFixed(digits) : '-';
  };
};
const interval: Cell = ({ ratioInterval }) =>
  ratioInterval === null ? '' : `${ratioInterval[0].toFixed(2)}-${ratioInterval[1].toFixed(2)}`;

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['policy', ({ policy }) => policy],
  ['weighted', fixed(1, (each) => each.weightedBreachesPerThousand)],
  ['ratio', fixed(2, (each) => each.ratioToPriorityPull)],
  ['95%', interval],
  ['breach %', fixed(2, (each) => each.breachPercent)],
  ['tardiness', fixed(1, (each) => each.weightedTardiness)],
  ['longest wait', fixed(0, (each) => each.maximumWaitMinutes)],
  ['passed over', fixed(0, (each) => each.passedOver)],
  ['violations', fixed(0, (each) => each.violations)],
  ['used', fixed(3, (each) => each.utilisation)],
  ['cost/unit', fixed(1, (each) => each.costPerWorkUnit)],
  ['gini', fixed(3, (each) => each.giniWorkUnitsPerHour)],
  ['cv', fixed(3, (each) => each.cvWorkUnitsPerMinute)],
  ['brier', fixed(2, (each) => each.brierSkill)],
  ['p99 ms', fixed(3, (each) => each.decisionP99Ms)],
  ['cpu/1000 ms', fixed(1, (each) => each.cpuMsPerThousand)],
];

/** One row a policy, what none can be below, and turnaround by class. */
export function summaryTable({ policies: summaries, bound }: BenchResult): string {
  const rows = [COLUMNS.map(([title]) => title), ...summaries.map((each) => COLUMNS.map(([, cell]) => cell(each)))];
  const [least, hopeless] = [bound?.weightedBreachesPerThousand, bound?.hopelessPerThousand].map((each) =>
    each?.toFixed(1),
  );
  const floor = bound
    ? `\n\nWeighted, no policy can be below ${least}; ${hopeless} of it no reader could have read in time.`
    : '';
  return `${aligned(rows)}${floor}\n\nMinutes from arrival to the end of the reading, p50 / p95 / p99 (late %):\n${byClass(summaries)}`;
}

function byClass(summaries: readonly PolicySummary[]): string {
  const classes = Object.keys(summaries[0]?.byClass ?? {});
  const rows = summaries.map(({ policy, byClass: rowOf }) => [
    policy,
    ...classes.map((name) => {
      const row = rowOf[name];
      if (!row) return '-';
      const parts = [row.p50Minutes, row.p95Minutes, row.p99Minutes].map((value) => value.toFixed(0)).join(' / ');
      return `${parts} (${row.breachPercent.toFixed(1)})`;
    }),
  ]);
  return aligned([['policy', ...classes], ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return rows.map((row) => line(row).join('  ').trimEnd()).join('\n');
}
