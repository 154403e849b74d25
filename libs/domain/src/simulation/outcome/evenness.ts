import type { DayRecord } from '../engine/run-day.js';
import type { SimulatedDay } from '../engine/simulated-day.js';

/** How work was spread over readers in the measured window. */
export interface Evenness {
  /** Share of the time on shift that was spent reading. */
  utilisation: number;
  /** Of work units an hour on shift, over readers: 0 is even. */
  giniWorkUnitsPerHour: number;
  /** Coefficient of variation, over readers, of work units for each expected minute given: whether anybody is given what pays. */
  cvWorkUnitsPerMinute: number;
}

/** Reading that began in the window counts to the reader who did it, whenever the study arrived. */
export function evenness(day: SimulatedDay, { startedAt, doneAt, readBy }: DayRecord): Evenness {
  const { reads, readers, measuredFrom, measuredTo } = day;
  const perReader = () => new Float64Array(readers.count);
  const [units, minutes, expected] = [perReader(), perReader(), perReader()];
  for (let read = 0; read < reads.count; read++) {
    const from = startedAt[read] as number;
    const reader = readBy[read] as number;
    if (reader === -1 || !(from >= measuredFrom && from < measuredTo)) continue;
    add(units, reader, reads.workUnits[read] as number);
    add(
      minutes,
      reader,
      Math.min(measuredTo, Number.isNaN(doneAt[read]) ? day.endsAt : (doneAt[read] as number)) - from,
    );
    if (read < day.firstReads) add(expected, reader, reads.expectedMinutes[read] as number);
  }
  const present = readers.spans.map((spans) =>
    spans.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(measuredTo, to) - Math.max(measuredFrom, from)), 0),
  );
  const sum = (list: ArrayLike<number>): number => Array.from(list).reduce((a, b) => a + b, 0);
  const who = present.flatMap((time, reader) => (time > 0 ? [reader] : []));
  return {
    utilisation: sum(minutes) / Math.max(1, sum(present)),
    giniWorkUnitsPerHour: gini(who.map((reader) => (60 * (units[reader] as number)) / (present[reader] as number))),
    cvWorkUnitsPerMinute: variation(
      who.flatMap((reader) =>
        (expected[reader] as number) > 0 ? [(units[reader] as number) / (expected[reader] as number)] : [],
      ),
    ),
  };
}

const add = (list: Float64Array, place: number, value: number): void => {
  list[place] = (list[place] as number) + value;
};

/** Gini coefficient of values of zero or more. */
export function gini(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const sum = sorted.reduce((a, b) => a + b, 0);
  if (sum === 0) return 0;
  const ranked = sorted.reduce((total, value, index) => total + (index + 1) * value, 0);
  return (2 * ranked) / (sorted.length * sum) - (sorted.length + 1) / sorted.length;
}

function variation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return mean === 0 ? 0 : Math.sqrt(squares / values.length) / mean;
}
