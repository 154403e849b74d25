import { plusMinutes, type Instant } from '../../core/instant.js';
import type { ThinStretch } from '../coverage/thin-stretches.js';
import type { ThinHours } from './coverage-warning.js';

export const HOUR_MS = 3_600_000;

/** A run of thin hours; unlike a stretch it goes on from hours with one reader to hours with none. */
export type ThinRun = Omit<ThinHours, 'knownUntil'>;

/** Stretches that follow each other without a gap, as one run. */
export function thinRuns(stretches: readonly ThinStretch[]): ThinRun[] {
  const runs: ThinRun[] = [];
  for (const { level, from, until, expectedStudies, queued } of stretches) {
    const readers = (level === 'none' ? '0' : '1').repeat((until.getTime() - from.getTime()) / HOUR_MS);
    const last = runs.at(-1);
    if (last?.until === from.toISOString()) {
      last.until = until.toISOString();
      last.readers += readers;
      last.expectedStudies += expectedStudies;
      last.queued += queued;
    } else runs.push({ from: from.toISOString(), until: until.toISOString(), readers, expectedStudies, queued });
  }
  return runs.map((run) => ({ ...run, expectedStudies: Math.round(run.expectedStudies * 100) / 100 }));
}

/** Readers by the hour's beginning, milliseconds. */
export function byHour({ from, readers }: Pick<ThinHours, 'from' | 'readers'>): Map<number, number> {
  const first = Date.parse(from);
  return new Map(readers.split('').map((digit, index) => [first + index * HOUR_MS, Number(digit)]));
}

/** The same as digits, hours in between that are not thin with a 2; null when there is none. */
export function ofHours(hours: ReadonlyMap<number, number>): Pick<ThinHours, 'from' | 'until' | 'readers'> | null {
  const known = [...hours.keys()].sort((a, b) => a - b);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const from: Instant = new Date(first);
  const count = (last - first) / HOUR_MS + 1;
  const readers = Array.from({ length: count }, (_, index) => hours.get(first + index * HOUR_MS) ?? 2).join('');
  return { from: from.toISOString(), until: plusMinutes(from, count * 60).toISOString(), readers };
}
