import { plusMinutes, type Instant } from '../../core/instant.js';
import { coverageLevel, type CoverageLevel } from './coverage-kind.js';

/** A kind of study through the hours: who could read it, and what of it is to be read. */
export interface KindHours {
  /** Eligible readers in each hour, of all tiers. */
  readers: readonly number[];
  /** Studies expected in each hour. */
  expected: readonly number[];
  /** Reads that wait now. */
  queued: number;
}

/** Hours on end with nobody, or one alone, for what waits or is expected. */
export interface ThinStretch {
  level: Exclude<CoverageLevel, 'enough'>;
  from: Instant;
  until: Instant;
  expectedStudies: number;
  /** What waits now; 0 when the stretch begins later. */
  queued: number;
}

/** The thin hours of a kind, in order; hours of nothing to read are not warned of. */
export function thinStretches({ readers, expected, queued }: KindHours, hours: readonly Instant[]): ThinStretch[] {
  const stretches: ThinStretch[] = [];
  for (const [index, from] of hours.entries()) {
    const level = coverageLevel(readers[index] ?? 0);
    if (level === 'enough') continue;
    const last = stretches.at(-1);
    const studies = expected[index] ?? 0;
    const until = plusMinutes(from, 60);
    if (last?.level === level && last.until.getTime() === from.getTime()) {
      last.until = until;
      last.expectedStudies += studies;
    } else stretches.push({ level, from, until, expectedStudies: studies, queued: index === 0 ? queued : 0 });
  }
  return stretches.filter(({ expectedStudies, queued: waiting }) => expectedStudies > 0 || waiting > 0);
}
