import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { judgeReader } from '../failed-rules.js';
import type { RuleCode } from '../facts.js';
import type { CoverageKind, CoverageNetwork } from './coverage-kind.js';
import { asIfThere } from './there-at.js';

/** One fact that alone keeps readers out: mended, they could read these studies when on shift. */
export interface CoverageBlocker {
  code: RuleCode;
  fact: string;
  /** The health system, for agreements and contracts, whose facts do not name it; else null. */
  healthSystem: string | null;
  /** Readers who fail nothing else for at least one of the kinds. */
  readers: number;
  studiesPerWeek: number;
}

const OF_A_HEALTH_SYSTEM: readonly RuleCode[] = ['agreement', 'contract'];

/** What alone stands between readers and the kinds, by rule and fact, whatever the roster says; most readers first. */
export function* coverageBlockers(
  kinds: readonly CoverageKind[],
  { readers, relations }: CoverageNetwork,
  now: Instant,
): Generator<void, CoverageBlocker[]> {
  const found = new Map<string, CoverageBlocker & { who: Set<ReaderId> }>();
  const there = readers.map((facts) => asIfThere(facts, now, now));
  for (const { read, studiesPerWeek } of kinds) {
    const between = relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
    const counted = new Set<string>();
    for (const reader of there) {
      const { failed } = judgeReader({ read, reader, relations: between, stage: 'plan', now });
      const [only] = failed;
      if (only === undefined || failed.length > 1) continue;
      const healthSystem = OF_A_HEALTH_SYSTEM.includes(only.code) ? read.healthSystem.name : null;
      const key = `${only.code} ${only.fact} ${healthSystem ?? ''}`;
      const blocker = found.get(key) ?? { ...only, healthSystem, readers: 0, studiesPerWeek: 0, who: new Set() };
      found.set(key, blocker);
      blocker.who.add(reader.reader.id);
      if (!counted.has(key)) blocker.studiesPerWeek += studiesPerWeek;
      counted.add(key);
    }
    yield;
  }
  return [...found.values()]
    .map(({ who, ...blocker }) => ({ ...blocker, readers: who.size }))
    .sort((a, b) => b.readers - a.readers || b.studiesPerWeek - a.studiesPerWeek || (a.fact < b.fact ? -1 : 1));
}
