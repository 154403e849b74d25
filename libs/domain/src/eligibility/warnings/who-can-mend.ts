import type { ReadingGroupId } from '../../core/ids.js';
import type { ReaderFacts } from '../facts.js';
import type { KindAt } from '../coverage/coverage-blockers.js';
import type { CoverageNetwork } from '../coverage/coverage-kind.js';
import type { CoverageReaders } from '../coverage/coverage-readers.js';
import { judgeReader } from '../failed-rules.js';
import type { RuleCode } from '../facts.js';
import type { Mending } from './coverage-warning.js';

/**
 * Who can mend a kind's thin hours: groups whose readers pass every rule at that hour and need only a shift, most readers
 * first; and, where there is no such reader, the one fact that alone keeps most out. Pauses after each reader.
 * @param anyone everybody of the network as if on shift, until that hour at least
 */
export function* whoCanMend(
  { read, at: now }: KindAt,
  { relations }: Pick<CoverageNetwork, 'relations'>,
  anyone: CoverageReaders,
): Generator<void, Mending> {
  const between = relations.get(read.healthSystem.id) ?? { agreements: [], contracts: [] };
  const question = { read, relations: between, now };
  /** What they fail for each of their groups, as if they had no other. */
  const ofGroups = ({ shifts, ...facts }: ReaderFacts) =>
    shifts.map((shift) => {
      const reader = { ...facts, shifts: [shift] };
      return { group: shift.readingGroupId, failed: judgeReader({ ...question, reader, stage: 'plan' }).failed };
    });
  const groups = new Map<ReadingGroupId, number>();
  const able: ReaderFacts[] = [];
  anyone.eachAble(question, ({ facts }) => able.push(facts));
  for (const facts of able) {
    for (const { group, failed } of ofGroups(facts))
      if (failed.length === 0) groups.set(group, (groups.get(group) ?? 0) + 1);
    yield;
  }
  const blockers = new Map<string, { code: RuleCode; fact: string; readers: number }>();
  for (const facts of groups.size > 0 ? [] : anyone.failingOne(question)) {
    for (const { failed } of ofGroups(facts)) {
      const [only] = failed;
      if (only === undefined || failed.length > 1) continue;
      const key = `${only.code} ${only.fact}`;
      blockers.set(key, { ...only, readers: (blockers.get(key)?.readers ?? 0) + 1 });
    }
    yield;
  }
  const most = [...blockers.values()].sort((a, b) => b.readers - a.readers || (a.fact < b.fact ? -1 : 1));
  return {
    groups: [...groups]
      .map(([readingGroupId, count]) => ({ readingGroupId, readers: count }))
      .sort((a, b) => b.readers - a.readers || (a.readingGroupId < b.readingGroupId ? -1 : 1)),
    blocker: most[0] ?? null,
  };
}
