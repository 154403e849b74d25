import type { ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { CoverageKind, CoverageNetwork } from '../coverage/coverage-kind.js';
import { asIfThere } from '../coverage/there-at.js';
import { judgeReader } from '../failed-rules.js';
import type { RuleCode } from '../facts.js';
import type { Mending } from './coverage-warning.js';

/**
 * Who can mend a kind's thin hours: groups whose readers pass every rule and need only a shift, most readers first; and,
 * where there is no such reader, the one fact that alone keeps most out. Pauses after each reader.
 */
export function* whoCanMend(
  { read }: CoverageKind,
  { readers, relations }: CoverageNetwork,
  now: Instant,
): Generator<void, Mending> {
  const between = relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
  const groups = new Map<ReadingGroupId, number>();
  const blockers = new Map<string, { code: RuleCode; fact: string; readers: number }>();
  for (const facts of readers) {
    for (const readingGroupId of facts.reader.readingGroupIds) {
      const alone = { ...facts, reader: { ...facts.reader, readingGroupIds: [readingGroupId] } };
      const reader = asIfThere(alone, now, now);
      const { failed } = judgeReader({ read, reader, relations: between, stage: 'plan', now });
      const [only] = failed;
      if (only === undefined) groups.set(readingGroupId, (groups.get(readingGroupId) ?? 0) + 1);
      else if (failed.length === 1) {
        const key = `${only.code} ${only.fact}`;
        blockers.set(key, { ...only, readers: (blockers.get(key)?.readers ?? 0) + 1 });
      }
    }
    yield;
  }
  const most = [...blockers.values()].sort((a, b) => b.readers - a.readers || (a.fact < b.fact ? -1 : 1));
  return {
    groups: [...groups]
      .map(([readingGroupId, count]) => ({ readingGroupId, readers: count }))
      .sort((a, b) => b.readers - a.readers || (a.readingGroupId < b.readingGroupId ? -1 : 1)),
    blocker: groups.size > 0 ? null : (most[0] ?? null),
  };
}
