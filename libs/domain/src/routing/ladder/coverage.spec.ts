import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId, type ReadingGroupId } from '../../core/ids.js';
import { plusMinutes } from '../../core/instant.js';
import { rankForReader } from '../../dispatch/rank-for-reader.js';
import { DEFAULT_DISPATCH_PARAMS } from '../../dispatch/dispatch-params.js';
import type { Read } from '../../studies/read.js';
import { sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import type { Priority } from '../../studies/study.js';
import { planReads } from '../plan-reads.js';
import type { CoveragePolicy } from '../policy.js';
import { routeStudy } from '../route-study.js';
import { active, facts, networkDocument, NIGHT, planningOf, policies, readIds } from '../samples.fixture.js';
import { openLadder } from './open-ladder.js';
import { inOpenPool, withOverflow, type PoolMember } from './open-pool.js';

/** The first read of a study planned under a coverage policy; the plan itself is onshore only. */
function planned(coverage: CoveragePolicy, priority: Priority = 'urgent'): Read {
  const network = active('network', { ...networkDocument, rules: [], coverage });
  const study = { requestedPriority: priority, priority };
  const decision = routeStudy(facts(study), policies({ network }), NIGHT);
  return planReads(planningOf({ study, decision }, NIGHT), NIGHT, readIds()).reads[0] as Read;
}
const after = (read: Read, minutes: number, signedOnEligible: number[] = [0, 0, 0]) => {
  const situation = { study: sampleStudy({ state: 'ready', readyAt: NIGHT }), siblings: [], signedOnEligible };
  return openLadder(read, situation, plusMinutes(NIGHT, minutes));
};
const admits = (read: Read, member: Partial<PoolMember>): boolean =>
  inOpenPool(read, { readerId: asId('reader-9'), readingGroupId: asId('sydney'), tier: 'offshore', ...member });
const opened = (read: Read, minutes: number, signedOn?: number[]): Read =>
  after(read, minutes, signedOn).next?.read ?? read;

describe('work of an uncovered shift broadens by itself', () => {
  const coverage = { broadenUncovered: { urgentAfterMinutes: 0, routineAfterMinutes: 240 } };

  it('at once when urgent, after 4 h when routine', () => {
    const urgent = planned(coverage, 'urgent');
    expect(admits(urgent, {})).toBe(false);
    expect(admits(opened(urgent, 0), {})).toBe(true);
    const routine = planned(coverage, 'routine');
    expect(admits(opened(routine, 239), {})).toBe(false);
    expect(admits(opened(routine, 240), {})).toBe(true);
  });

  it('and not while somebody eligible is signed on for it', () => {
    expect(admits(opened(planned(coverage), 200, [1, 5]), {})).toBe(false);
  });

  it('with no notification: the log tells that the read is open to more, and of nothing to do', () => {
    expect(after(planned(coverage), 0).events?.map(({ type }) => type)).toEqual(['read.broadened']);
  });

  it('with no rule edits: the rules and plans are those of a policy without it', () => {
    const [plain, covered] = [planned({}), planned(coverage)];
    expect(covered.ladder.slice(0, plain.ladder.length)).toEqual(plain.ladder);
    expect(covered.ladder).toHaveLength(plain.ladder.length + 1);
  });
});

describe('at breach a study becomes visible to a wider group', () => {
  it('from its deadline on, and not before', () => {
    const read = planned({ widenAtBreach: true });
    const due = (read.dueAt!.getTime() - NIGHT.getTime()) / 60_000;
    expect(admits(opened(read, due - 1), {})).toBe(false);
    expect(admits(opened(read, due), {})).toBe(true);
  });
});

describe('outside rostered hours a signed-on reader sees everything overdue they are eligible for', () => {
  it('whatever pool it waits in, once it is overdue; a reader on shift sees their own work', () => {
    const read = planned({ overdueOffRoster: true });
    const due = (read.dueAt!.getTime() - NIGHT.getTime()) / 60_000;
    expect(admits(opened(read, due - 1), { offRoster: true })).toBe(false);
    const overdue = opened(read, due);
    expect(admits(overdue, { offRoster: true })).toBe(true);
    expect(admits(overdue, { offRoster: false })).toBe(false);
    // Eligible means contracted too: a group that nobody contracted stays outside.
    expect(admits(overdue, { offRoster: true, readingGroupId: asId('strangers') })).toBe(false);
  });
});

describe('an overflow list opens to a reader only when their own list is below N and shows only the next N', () => {
  const step = (group: string, overflow?: { below: number; shows: number }) => {
    const own = { ...sampleStep(group, null, 0), openedAt: NIGHT.toISOString() };
    return { ...own, pool: { ...own.pool, ...(overflow ? { overflow } : {}) } };
  };
  const waiting = (count: number, prefix: string, overflow?: { below: number; shows: number }) =>
    Array.from({ length: count }, (_, index) => ({
      study: sampleStudy({ id: asId(`${prefix}-${index}`), state: 'ready', readyAt: NIGHT, priority: 'urgent' }),
      read: sampleRead({
        id: asId(`${prefix}-${index}`),
        studyId: asId(`${prefix}-${index}`),
        queuedAt: NIGHT,
        dueAt: plusMinutes(NIGHT, 60 + index),
        ladder: [step('home-rads', overflow)],
      }),
      eligibleOnShift: 1,
    }));
  const reader = {
    readerId: asId<never>('r'),
    readingGroupId: asId<ReadingGroupId>('home-rads'),
    tierFor: () => 'onshore' as const,
  };
  const list = (own: number) =>
    rankForReader(
      [...waiting(own, 'own'), ...waiting(9, 'over', { below: 3, shows: 2 })],
      reader,
      NIGHT,
      DEFAULT_DISPATCH_PARAMS,
    ).map(({ readId }) => String(readId));

  it('stays shut while the own list is long enough', () => {
    expect(list(3)).toHaveLength(3);
    expect(list(3).every((id) => id.startsWith('own'))).toBe(true);
  });

  it('shows its next few below that, in their order', () => {
    expect(list(2).filter((id) => id.startsWith('over'))).toEqual(['over-0', 'over-1']);
    expect(list(0)).toEqual(['over-0', 'over-1']);
  });

  it('hides nothing of the own list, whatever stands between', () => {
    const items = fc.array(fc.constantFrom(null, { below: 3, shows: 2 }), { maxLength: 20 });
    fc.assert(
      fc.property(items, (ranked) => {
        const shown = withOverflow(ranked, (each) => each);
        const own = ranked.filter((each) => each === null).length;
        expect(shown.filter((each) => each === null)).toHaveLength(own);
        const most = own >= 3 ? 0 : Math.min(2, ranked.length - own);
        expect(shown).toHaveLength(own + most);
      }),
    );
  });
});
