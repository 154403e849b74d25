import type { DayRecord } from '../engine/run-day.js';
import type { SimulatedDay } from '../engine/simulated-day.js';
import { evenness, type Evenness } from './evenness.js';
import { brierSkill } from './brier-skill.js';
import { turnaroundByClass, type ClassTurnaround } from './turnaround-by-class.js';
import { isBreached } from './is-breached.js';
import { quantile } from './quantile.js';

/** What a day came to under a policy: of the first reads that arrive in the measured window. Minutes throughout. */
export interface RunOutcome extends Evenness {
  studies: number;
  /** Weights of breached studies for each thousand of all. */
  weightedBreachesPerThousand: number;
  breachPercent: number;
  /** Of second reads; they are in no other figure but the load. */
  secondReadBreachPercent: number;
  /** Breaches that the reading time alone explains, with the reader who got them; weights per thousand. */
  hopelessPerThousand: number;
  /** Weight times minutes late, for each study. */
  weightedTardiness: number;
  byClass: Record<string, ClassTurnaround>;
  maximumWaitMinutes: number;
  /** Starts after the maximum wait of the class. */
  pastMaximumWait: number;
  /** Starts that passed over a read past its maximum wait: the promise that is kept is 0. */
  passedOver: number;
  violations: number;
  unread: number;
  costPerWorkUnit: number;
  nextUpChangesPerThousand: number;
  decisionP50Ms: number;
  decisionP99Ms: number;
  planP99Ms: number;
  cpuMsPerThousand: number;
  /** Of the chance of breach foretold for waiting reads; NaN where nothing waited. */
  brierSkill: number;
}

export interface MeasuredRun {
  day: SimulatedDay;
  record: DayRecord;
  maximumWaitMinutes: Readonly<Record<string, number>>;
  cpuMs: number;
}

export function measureRun({ day, record, maximumWaitMinutes, cpuMs }: MeasuredRun): RunOutcome {
  const measured = measuredReads(day);
  const { weight } = day.reads;
  const breached = (read: number): boolean => isBreached(day, record, read);
  const late = measured.filter(breached);
  const weightOf = (reads: readonly number[]): number => reads.reduce((sum, read) => sum + (weight[read] as number), 0);
  const thousand = 1000 / Math.max(1, measured.length);
  const seconds = secondsOf(day, measured);
  const waits = measured.map((read) => waitOf(day, record, read));
  const past = measured.filter(
    (read, index) => (waits[index] as number) > (maximumWaitMinutes[day.reads.priority[read] ?? ''] ?? Infinity),
  );
  return {
    studies: measured.length,
    weightedBreachesPerThousand: weightOf(late) * thousand,
    breachPercent: (100 * late.length) / Math.max(1, measured.length),
    secondReadBreachPercent: (100 * seconds.filter(breached).length) / Math.max(1, seconds.length),
    hopelessPerThousand: weightOf(late.filter((read) => isHopeless(record, read))) * thousand,
    weightedTardiness:
      measured.reduce((sum, read) => sum + tardiness(day, record, read), 0) / Math.max(1, measured.length),
    byClass: turnaroundByClass(day, record, measured),
    maximumWaitMinutes: waits.reduce((a, b) => Math.max(a, b), 0),
    pastMaximumWait: past.length,
    passedOver: record.passedOver.length,
    violations: record.violations.length,
    unread: measured.filter((read) => Number.isNaN(record.startedAt[read])).length,
    costPerWorkUnit: costPerWorkUnit(day, record, measured),
    ...evenness(day, record),
    nextUpChangesPerThousand: (1000 * record.nextUpChanges) / Math.max(1, day.firstReads),
    decisionP50Ms: quantile(record.decisionMs, 0.5),
    decisionP99Ms: quantile(record.decisionMs, 0.99),
    planP99Ms: quantile(record.planMs, 0.99),
    cpuMsPerThousand: (1000 * cpuMs) / Math.max(1, day.firstReads),
    brierSkill: brierSkill(record.forecasts.map(({ read, chance }) => ({ chance, came: breached(read) }))),
  };
}

/** First reads that arrived in the window that is measured. */
function measuredReads({ firstReads, reads, measuredFrom, measuredTo }: SimulatedDay): number[] {
  return Array.from({ length: firstReads }, (_, read) => read).filter((read) => {
    const at = reads.arrivesAt[read] as number;
    return at >= measuredFrom && at < measuredTo;
  });
}

const secondsOf = ({ reads }: SimulatedDay, measured: readonly number[]): number[] =>
  measured.map((read) => reads.otherRead[read] as number).filter((read) => read !== -1);

function isHopeless({ startedAt, doneAt, queuedAt, dueAt }: DayRecord, read: number): boolean {
  const reading = (doneAt[read] as number) - (startedAt[read] as number);
  return reading > (dueAt[read] as number) - (queuedAt[read] as number);
}

function waitOf({ endsAt }: SimulatedDay, { startedAt, queuedAt }: DayRecord, read: number): number {
  const started = startedAt[read] as number;
  return (Number.isNaN(started) ? endsAt : started) - (queuedAt[read] as number);
}

function tardiness({ reads, endsAt }: SimulatedDay, { doneAt, dueAt }: DayRecord, read: number): number {
  const done = Number.isNaN(doneAt[read]) ? endsAt : (doneAt[read] as number);
  return (reads.weight[read] as number) * Math.max(0, done - (dueAt[read] as number));
}

function costPerWorkUnit({ reads, readers }: SimulatedDay, { readBy }: DayRecord, measured: readonly number[]): number {
  let [cost, units] = [0, 0];
  for (const read of measured) {
    const reader = readBy[read] as number;
    if (reader === -1) continue;
    const work = reads.workUnits[read] as number;
    units += work;
    cost += work * (readers.costPerWorkUnit[reader] as number);
  }
  return units === 0 ? 0 : cost / units;
}
