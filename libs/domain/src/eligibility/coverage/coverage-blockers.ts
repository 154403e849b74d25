import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { judgeReader } from '../failed-rules.js';
import type { RuleCode } from '../facts.js';
import type { CoverageKind, CoverageNetwork } from './coverage-kind.js';
import type { CoverageReaders } from './coverage-readers.js';

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

/** A kind with the hour that is asked about: contracts have hours. */
export interface KindAt extends CoverageKind {
  at: Instant;
}

const OF_A_HEALTH_SYSTEM: readonly RuleCode[] = ['agreement', 'contract'];

/**
 * What alone stands between readers and the kinds, by rule and fact, whatever the roster says; most readers first.
 * @param anyone everybody of the network as if on shift, until the last hour that is asked about
 */
export function* coverageBlockers(
  kinds: readonly KindAt[],
  { relations }: CoverageNetwork,
  anyone: CoverageReaders,
): Generator<void, CoverageBlocker[]> {
  const found = new Map<string, CoverageBlocker & { who: Set<ReaderId> }>();
  for (const { read, studiesPerWeek, at: now } of kinds) {
    const between = relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
    const counted = new Set<string>();
    for (const reader of anyone.failingOne({ read, relations: between, now })) {
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
      yield;
    }
    yield;
  }
  return [...found.values()]
    .map(({ who, ...blocker }) => ({ ...blocker, readers: who.size }))
    .sort((a, b) => b.readers - a.readers || b.studiesPerWeek - a.studiesPerWeek || (a.fact < b.fact ? -1 : 1));
}
