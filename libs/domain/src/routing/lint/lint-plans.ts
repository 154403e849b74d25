import type { LadderStep, Pool } from '../../studies/read.js';
import type { PlannedRead, PolicyDocument } from '../policy.js';
import { warning, type Finding } from './finding.js';

/** Plans nobody uses, and ladders whose steps contradict each other. */
export function lintPlans(document: PolicyDocument, inherited: boolean): Finding[] {
  const named = new Set([...document.rules.map(({ plan }) => plan), document.fallback]);
  return document.plans.flatMap((plan, place) => [
    // What others inherit may be named there.
    ...(named.has(plan.name) || inherited
      ? []
      : [warning(`plans.${place}`, 'plan/unused', `No rule of this document names plan "${plan.name}"`)]),
    ...plan.reads.flatMap((read, at) => lintLadder(read, `plans.${place}.reads.${at}.ladder`)),
  ]);
}

function lintLadder({ ladder }: PlannedRead, path: string): Finding[] {
  const findings = ladder.flatMap((step, place) => {
    const below = ladder.slice(0, place);
    const here = `${path}.${place}`;
    return [
      ...(below.some(({ pool }) => within(step.pool, pool))
        ? [warning(`${here}.pool`, 'ladder/step-adds-nobody', 'A step before it has everybody that this one adds')]
        : []),
      ...(below.some((before) => opensLater(before, step))
        ? [warning(`${here}.opens`, 'ladder/out-of-order', 'It opens before a step below it, which opens with it')]
        : []),
    ];
  });
  const last = ladder.at(-1)?.pool.readerId ?? null;
  if (last === null) return findings;
  const message = 'It ends with one named reader: who is away leaves the read to wait';
  return [...findings, warning(`${path}.${ladder.length - 1}.pool.readerId`, 'ladder/one-reader', message)];
}

/** Whether everybody of the one pool is in the other. Says no where it cannot tell. */
const within = (one: Pool, other: Pool): boolean =>
  other.offRoster !== true &&
  other.overflow === undefined &&
  listWithin(one.tiers, other.tiers) &&
  listWithin(one.readingGroupIds, other.readingGroupIds) &&
  (other.readerId === null || other.readerId === one.readerId);

/** An empty list is everything. */
const listWithin = (one: readonly string[], other: readonly string[]): boolean =>
  other.length === 0 || (one.length > 0 && one.every((each) => other.includes(each)));

/** Both open by waiting only, and the one later. */
function opensLater(before: Pick<LadderStep, 'opens'>, step: Pick<LadderStep, 'opens'>): boolean {
  const [was, is] = [waitOf(before), waitOf(step)];
  return was !== null && is !== null && was > is;
}

function waitOf({ opens }: Pick<LadderStep, 'opens'>): number | null {
  const otherwise =
    opens.whenNobodySignedOn ||
    opens.atShareOfDeadline !== null ||
    opens.afterReadOrdinal !== null ||
    (opens.whenForecastBreach ?? null) !== null ||
    (opens.whenUncoveredAfterMinutes ?? null) !== null;
  if (otherwise) return null;
  return opens.atOnce ? 0 : opens.afterMinutes;
}
