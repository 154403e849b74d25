import type { LadderStep, Pool, StepOpening } from '../../studies/read.js';
import { opensForCertain } from '../check-policy.js';
import type { ContractedGroup } from '../contracted-groups.js';
import type { PlannedRead } from '../policy.js';
import { opening } from '../standard-plans.js';

export interface ConcreteLadder {
  /** Empty only when no contracted group reads this at all. */
  ladder: LadderStep[];
  lines: string[];
}

/**
 * A plan's ladder with the groups that are really there. A step nobody is contracted for is skipped; steps skipped at
 * the beginning pass their opening on, or a read would wait for nobody. A ladder that would end without an owner ends
 * with all contracted groups.
 */
export function concreteLadder(
  planned: Pick<PlannedRead, 'issues' | 'ladder'>,
  groups: readonly ContractedGroup[],
): ConcreteLadder {
  const covering = groups.filter((group) => group.issues.length === 0 || group.issues.includes(planned.issues));
  if (covering.length === 0) return { ladder: [], lines: [`no contracted group reads a ${planned.issues}`] };
  const lines: string[] = [];
  const steps: Pick<LadderStep, 'pool' | 'opens'>[] = [];
  let inherited: StepOpening | null = null;
  for (const [index, { pool, opens }] of planned.ladder.entries()) {
    const groupIds = poolGroups(pool, covering);
    if (groupIds.length === 0) {
      lines.push(`step ${index} (${poolName(pool)}) skipped: no contracted group`);
      if (steps.length === 0) inherited = inherited === null ? opens : eitherOpening(inherited, opens);
      continue;
    }
    const whole = steps.length === 0 && inherited !== null ? eitherOpening(inherited, opens) : opens;
    steps.push({ pool: { ...pool, readingGroupIds: groupIds }, opens: whole });
  }
  const resort = lastResort(covering, { steps, inherited });
  if (resort !== null) {
    steps.push(resort);
    lines.push(`step ${steps.length - 1} added: all contracted groups, so that the read has an owner`);
  }
  return { ladder: steps.map((each, step) => ({ step, ...each, openedAt: null })), lines };
}

function poolGroups(pool: Pool, covering: readonly ContractedGroup[]): Pool['readingGroupIds'] {
  const named = pool.readingGroupIds;
  return covering
    .filter((group) =>
      named.length > 0
        ? named.includes(group.readingGroupId)
        : pool.tiers.length === 0 || pool.tiers.includes(group.homeTier),
    )
    .map((group) => group.readingGroupId);
}

const poolName = (pool: Pool): string => (pool.tiers.length === 0 ? 'every tier' : pool.tiers.join(', '));

/** Opens when either would. */
const eitherOpening = (a: StepOpening, b: StepOpening): StepOpening => ({
  atOnce: a.atOnce || b.atOnce,
  afterMinutes: least(a.afterMinutes, b.afterMinutes),
  atShareOfDeadline: least(a.atShareOfDeadline, b.atShareOfDeadline),
  ...eitherOf(a, b),
  whenNobodySignedOn: a.whenNobodySignedOn || b.whenNobodySignedOn,
  afterReadOrdinal: a.afterReadOrdinal ?? b.afterReadOrdinal,
});

const EITHER = ['whenForecastBreach', 'whenUncoveredAfterMinutes'] as const;

/** Of what few steps say: the sooner of both, nothing where neither says it. */
function eitherOf(a: StepOpening, b: StepOpening): Partial<StepOpening> {
  return Object.fromEntries(
    EITHER.flatMap((name) => {
      const sooner = least(a[name] ?? null, b[name] ?? null);
      return sooner === null ? [] : [[name, sooner]];
    }),
  );
}

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** Share of the time to the deadline at which the last resort opens where the plan's own last step is gone. */
const LAST_RESORT_SHARE = 0.75;

function lastResort(
  covering: readonly ContractedGroup[],
  { steps, inherited }: { steps: readonly Pick<LadderStep, 'opens'>[]; inherited: StepOpening | null },
): Pick<LadderStep, 'pool' | 'opens'> | null {
  const last = steps.at(-1);
  if (last !== undefined && opensForCertain(last.opens)) return null;
  const byTime = opening({ atShareOfDeadline: LAST_RESORT_SHARE, whenNobodySignedOn: last !== undefined });
  const opens = last === undefined && inherited !== null ? eitherOpening(inherited, byTime) : byTime;
  const readingGroupIds = covering.map((group) => group.readingGroupId);
  return { pool: { tiers: [], readingGroupIds, readerId: null }, opens };
}
