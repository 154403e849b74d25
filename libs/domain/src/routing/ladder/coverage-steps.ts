import type { LadderStep, Pool } from '../../studies/read.js';
import type { Priority } from '../../studies/study.js';
import type { ContractedGroup } from '../contracted-groups.js';
import type { CoveragePolicy, PlannedRead } from '../policy.js';
import { opening } from '../standard-plans.js';

/**
 * A ladder with the steps that a coverage policy adds above it: for every group that is contracted, when nobody is there,
 * when the deadline has passed. Steps only ever add people; hard rules are asked of each of them as of anybody.
 */
export function withCoverage(
  ladder: readonly LadderStep[],
  planned: Pick<PlannedRead, 'issues'>,
  { coverage, groups, priority }: { coverage: CoveragePolicy; groups: readonly ContractedGroup[]; priority: Priority },
): LadderStep[] {
  if (ladder.length === 0) return [...ladder];
  const covering = groups.filter(({ issues }) => issues.length === 0 || issues.includes(planned.issues));
  const everybody: Pool = { tiers: [], readingGroupIds: covering.map((each) => each.readingGroupId), readerId: null };
  const { broadenUncovered, overdueOffRoster, widenAtBreach } = coverage;
  const added: Pick<LadderStep, 'pool' | 'opens'>[] = [];
  const narrow = !ladder.some(({ pool }) => isEverybody(pool, everybody));
  if (narrow && broadenUncovered !== undefined) {
    const { routineAfterMinutes, urgentAfterMinutes } = broadenUncovered;
    const minutes = priority === 'routine' ? routineAfterMinutes : urgentAfterMinutes;
    added.push({ pool: everybody, opens: opening({ whenUncoveredAfterMinutes: minutes, ...breachOf(widenAtBreach) }) });
  } else if (narrow && widenAtBreach === true) {
    added.push({ pool: everybody, opens: opening(breachOf(true)) });
  }
  // Open is always a beginning of the ladder: what opens for some at the deadline stands below what opens for all.
  if (narrow && overdueOffRoster === true && widenAtBreach !== true) {
    added.unshift({ pool: { ...everybody, offRoster: true }, opens: opening(breachOf(true)) });
  }
  return [...ladder, ...added.map((each, index) => ({ step: ladder.length + index, ...each, openedAt: null }))];
}

const breachOf = (widens: boolean | undefined) => (widens === true ? { atShareOfDeadline: 1 } : {});

const isEverybody = (pool: Pool, everybody: Pool): boolean =>
  pool.tiers.length === 0 &&
  pool.readerId === null &&
  pool.offRoster !== true &&
  pool.overflow === undefined &&
  everybody.readingGroupIds.every((id) => pool.readingGroupIds.includes(id));
