import type { DayRecord } from '../engine/run-day.js';
import type { SimulatedDay } from '../engine/simulated-day.js';
import { isBreached } from './is-breached.js';
import { quantile } from './quantile.js';

/** Turnaround of one class of service, from arrival to the end of the reading; minutes. */
export interface ClassTurnaround {
  studies: number;
  breachPercent: number;
  p50Minutes: number;
  p95Minutes: number;
  p99Minutes: number;
  maximumWaitMinutes: number;
}

/** What is not read by the end of the day counts with the time it has waited until then. */
export function turnaroundByClass(
  day: SimulatedDay,
  record: DayRecord,
  measured: readonly number[],
): Record<string, ClassTurnaround> {
  const { reads, endsAt } = day;
  const { startedAt, doneAt, queuedAt } = record;
  const at = (list: Float64Array, read: number): number => (Number.isNaN(list[read]) ? endsAt : (list[read] as number));
  const classes = Map.groupBy(measured, (read) => reads.serviceClass[read] ?? '');
  return Object.fromEntries(
    [...classes].sort(byName).map(([name, list]) => {
      const minutes = list.map((read) => at(doneAt, read) - (queuedAt[read] as number));
      const waits = list.map((read) => at(startedAt, read) - (queuedAt[read] as number));
      const late = list.filter((read) => isBreached(day, record, read));
      return [
        name,
        {
          studies: list.length,
          breachPercent: (100 * late.length) / list.length,
          p50Minutes: quantile(minutes, 0.5),
          p95Minutes: quantile(minutes, 0.95),
          p99Minutes: quantile(minutes, 0.99),
          maximumWaitMinutes: waits.reduce((a, b) => Math.max(a, b), 0),
        },
      ];
    }),
  );
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
