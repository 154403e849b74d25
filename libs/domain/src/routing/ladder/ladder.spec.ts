import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReadingGroupId } from '../../core/ids.js';
import { asId } from '../../core/ids.js';
import type { Tier } from '../../network/network.js';
import { plusMinutes } from '../../core/instant.js';
import type { LadderStep, Read, StepOpening } from '../../studies/read.js';
import { sampleHold, sampleRead, sampleStep, sampleStudy } from '../../studies/samples.fixture.js';
import type { Issues, Study } from '../../studies/study.js';
import { NIGHT, planningOf, readIds } from '../samples.fixture.js';
import { planReads } from '../plan-reads.js';
import { opening } from '../standard-plans.js';
import { concreteLadder } from './concrete-ladder.js';
import type { LadderSituation } from './open-ladder.js';
import { nextOpeningAt } from './next-opening-at.js';
import { openLadder } from './open-ladder.js';

const step = (group: string, index: number, opens: Partial<StepOpening>): LadderStep => ({
  ...sampleStep(group, null, index),
  opens: opening(opens),
});
const ladderOf = (...opens: Partial<StepOpening>[]): LadderStep[] =>
  opens.map((each, index) => step(`group-${index}`, index, each));
const queued = (ladder: LadderStep[], more: Partial<Read> = {}): Read =>
  sampleRead({ queuedAt: NIGHT, dueAt: plusMinutes(NIGHT, 100), ladder, ...more });
const ready = (study: Partial<Study> = {}): Study => sampleStudy({ state: 'ready', readyAt: NIGHT, ...study });

/** Top step open after `minutes`, and why the last one opened. */
function topAfter(read: Read, minutes: number, more: Partial<LadderSituation> = {}): [number, unknown] {
  const situation = { study: ready(), signedOnEligible: [], siblings: [], ...more };
  const change = openLadder(read, situation, plusMinutes(NIGHT, minutes));
  return [change.next?.read?.ladderStep ?? read.ladderStep, change.events?.[0]?.data.reason ?? null];
}

describe('a ladder step opens', () => {
  it('at once', () => {
    expect(topAfter(queued(ladderOf({ atOnce: true }, { afterMinutes: 30 })), 0)).toEqual([0, 'at-once']);
  });

  it('after its minutes in the queue, not before', () => {
    const read = queued(ladderOf({ atOnce: true }, { afterMinutes: 30 }));
    expect(topAfter(read, 29.9)[0]).toBe(0);
    expect(topAfter(read, 30)).toEqual([1, 'after-minutes']);
  });

  it('at its share of the time to the deadline', () => {
    const read = queued(ladderOf({ atOnce: true }, { atShareOfDeadline: 0.5 }));
    expect(topAfter(read, 49)[0]).toBe(0);
    expect(topAfter(read, 50)).toEqual([1, 'share-of-deadline']);
  });

  it('when nobody eligible is signed on below it, which an unknown count does not say', () => {
    const read = queued(ladderOf({ atOnce: true }, { whenNobodySignedOn: true }, { whenNobodySignedOn: true }));
    expect(topAfter(read, 0, { signedOnEligible: [2, 0] })).toEqual([0, 'at-once']);
    expect(topAfter(read, 0, { signedOnEligible: [undefined, 0] })[0]).toBe(0);
    expect(topAfter(read, 0, { signedOnEligible: [1, 0] })[0]).toBe(0);
    expect(topAfter(read, 0, { signedOnEligible: [0, 3] })).toEqual([1, 'nobody-signed-on']);
    expect(topAfter(read, 0, { signedOnEligible: [0, 0, 1] })).toEqual([2, 'nobody-signed-on']);
  });

  it('when the chance of breach is above its share, which an unknown chance does not say', () => {
    const read = queued(ladderOf({ atOnce: true }, { whenForecastBreach: 0.3 }));
    expect(topAfter(read, 0, { breachChance: 0.3 })).toEqual([0, 'at-once']);
    expect(topAfter(read, 0, { breachChance: null })[0]).toBe(0);
    expect(topAfter(read, 0, { breachChance: 0.31 })).toEqual([1, 'forecast-breach']);
    // Steps never close by themselves: a chance that falls again takes nothing back.
    const opened = openLadder(read, { ...untold, breachChance: 0.9 }, NIGHT).next?.read as Read;
    expect(topAfter(opened, 1, { breachChance: 0 })[0]).toBe(1);
  });

  it('when the read it waits for is completed', () => {
    const read = queued(ladderOf({ afterReadOrdinal: 0, atShareOfDeadline: 0.5 }), { ordinal: 1 });
    const preliminary = (state: Read['state']) => [sampleRead({ ordinal: 0, issues: 'preliminary', state })];
    expect(topAfter(read, 5, { siblings: preliminary('in-progress') })[0]).toBe(-1);
    expect(topAfter(read, 5, { siblings: preliminary('completed') })).toEqual([0, 'read-completed']);
  });

  it('in the end also when the preliminary it waits for never comes', () => {
    const [preliminary, final] = planReads(planningOf({ study: { payer: 'medicare' } }, NIGHT), NIGHT, readIds())
      .reads as [Read, Read];
    expect(topAfter(final, 179, { siblings: [preliminary] })[0]).toBe(-1);
    // Queued at 01:00, due at 07:00 local: half of six hours.
    expect(topAfter(final, 180, { siblings: [preliminary] })).toEqual([0, 'share-of-deadline']);
  });

  it('together with every step below it', () => {
    const read = queued(ladderOf({ afterMinutes: 60 }, { afterReadOrdinal: 7 }, { afterMinutes: 20 }));
    const change = openLadder(read, { study: ready(), signedOnEligible: [], siblings: [] }, plusMinutes(NIGHT, 20));
    expect(change.next?.read?.ladder.every((each) => each.openedAt === '2026-11-22T07:20:00.000Z')).toBe(true);
    expect(change.events?.[0]?.readingGroupIds).toEqual(['group-0', 'group-1', 'group-2']);
    expect(change.result.opened).toHaveLength(3);
  });

  it.each<[string, Partial<Study>]>([
    ['is expected', { state: 'expected' }],
    ['is still arriving', { state: 'receiving' }],
    ['is on hold', { priority: 'urgent', hold: sampleHold() }],
    ['was cancelled', { state: 'cancelled' }],
  ])('not while the study %s', (_, study) => {
    expect(topAfter(queued(ladderOf({ atOnce: true })), 0, { study: ready(study) })[0]).toBe(-1);
  });

  it('for STAT work on hold, and for critical work while it arrives', () => {
    const hold = sampleHold();
    expect(topAfter(queued(ladderOf({ atOnce: true })), 0, { study: ready({ hold }) })[0]).toBe(0);
    const arriving = ready({ state: 'receiving', priority: 'critical' });
    expect(topAfter(queued(ladderOf({ atOnce: true })), 0, { study: arriving })[0]).toBe(0);
  });

  it('not while somebody reads it, and under the tier it opened to', () => {
    expect(topAfter(queued(ladderOf({ atOnce: true }), { state: 'in-progress' }), 0)[0]).toBe(-1);
  });
});

/** Only time opens anything here: nobody is counted, nothing completed. */
const untold = { study: ready(), signedOnEligible: [], siblings: [] };

const anyOpening = fc.record({
  atOnce: fc.boolean(),
  afterMinutes: fc.option(fc.integer({ min: 0, max: 200 })),
  atShareOfDeadline: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  whenNobodySignedOn: fc.boolean(),
  afterReadOrdinal: fc.option(fc.integer({ min: 0, max: 2 })),
  whenForecastBreach: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

describe('opening a ladder', () => {
  it('is the same asked twice, never closes, and always opens a beginning', () => {
    const counts = fc.array(fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }), { maxLength: 4 });
    const minutes = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(anyOpening, { minLength: 1, maxLength: 4 }),
        counts,
        minutes,
        (opens, signedOnEligible, at) => {
          let read = queued(ladderOf(...opens));
          for (const minute of at.toSorted((a, b) => a - b)) {
            const now = plusMinutes(NIGHT, minute);
            const situation = { study: ready(), signedOnEligible, siblings: [] };
            const before = read;
            read = openLadder(read, situation, now).next?.read ?? read;
            expect(openLadder(read, situation, now)).toEqual({ result: { opened: [] } });
            before.ladder.forEach((was, index) => {
              if (was.openedAt !== null) expect(read.ladder[index]?.openedAt).toBe(was.openedAt);
            });
            expect(read.ladder.map((each) => each.openedAt !== null)).toEqual(
              read.ladder.map((each) => each.step <= read.ladderStep),
            );
          }
        },
      ),
    );
  });
});

describe('the next opening by time', () => {
  it('is the earliest of the steps still closed', () => {
    const ladder = ladderOf({ atOnce: true }, { afterMinutes: 60 }, { atShareOfDeadline: 0.4, afterMinutes: 90 });
    const read = openLadder(queued(ladder), untold, NIGHT).next?.read ?? queued(ladder);
    expect(nextOpeningAt(read)).toEqual(plusMinutes(NIGHT, 40));
    expect(nextOpeningAt(queued(ladderOf({ whenNobodySignedOn: true })))).toBeNull();
  });

  it('is when the ladder opens, and not before', () => {
    fc.assert(
      fc.property(fc.array(anyOpening, { minLength: 1, maxLength: 4 }), (opens) => {
        const read = openLadder(queued(ladderOf(...opens)), untold, NIGHT).next?.read ?? queued(ladderOf(...opens));
        const next = nextOpeningAt(read);
        if (next === null) return;
        expect(openLadder(read, untold, new Date(next.getTime() - 1)).next).toBeUndefined();
        expect(openLadder(read, untold, next).next).toBeDefined();
      }),
    );
  });
});

describe('a concrete ladder', () => {
  it('ends with all contracted groups when its own last step has nobody', () => {
    const pool = (tiers: Tier[]) => ({ tiers, readingGroupIds: [], readerId: null });
    const planned = [
      { pool: pool(['onshore']), opens: opening({ afterReadOrdinal: 0 }) },
      { pool: pool(['offshore']), opens: opening({ afterMinutes: 60 }) },
    ];
    const groups = [
      { readingGroupId: asId<ReadingGroupId>('home-rads'), name: 'Home', homeTier: 'onshore' as const, issues: [] },
      { readingGroupId: asId<ReadingGroupId>('toronto'), name: 'Toronto', homeTier: 'nearshore' as const, issues: [] },
    ];
    const { ladder, lines } = concreteLadder({ issues: 'final', ladder: planned }, groups);
    expect(ladder.map((each) => each.pool.readingGroupIds)).toEqual([['home-rads'], ['home-rads', 'toronto']]);
    expect(ladder[1]?.opens).toEqual(opening({ atShareOfDeadline: 0.75, whenNobodySignedOn: true }));
    expect(lines).toHaveLength(2);
  });

  it('always has an owner in the end, whichever groups are contracted', () => {
    const tier = fc.constantFrom('onshore' as const, 'nearshore' as const, 'offshore' as const);
    const pool = fc.record({
      tiers: fc.uniqueArray(tier),
      readingGroupIds: fc.constantFrom([], ['g0'], ['g1', 'gone']) as fc.Arbitrary<never[]>,
      readerId: fc.constant(null),
    });
    const group = fc.record({
      homeTier: tier,
      issues: fc.constantFrom<Issues[]>([], ['final'], ['preliminary']),
    });
    const steps = fc.array(fc.record({ pool, opens: anyOpening }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(steps, fc.array(group, { maxLength: 3 }), (ladder, groups) => {
        const certain = ladder.map((each, index) =>
          index === ladder.length - 1 ? { ...each, opens: { ...each.opens, afterMinutes: 60 } } : each,
        );
        const contracted = groups.map((each, index) => ({ ...each, readingGroupId: `g${index}` as never, name: '' }));
        const covering = contracted.filter(
          (each) => each.issues.length === 0 || each.issues.some((is) => is === 'final'),
        );
        const concrete = concreteLadder({ issues: 'final', ladder: certain }, contracted).ladder;
        expect(concrete.length > 0).toBe(covering.length > 0);
        if (covering.length === 0) return;
        const read = queued(concrete);
        // `anyOpening` waits for 200 minutes at most.
        const after = openLadder(read, untold, plusMinutes(NIGHT, 200));
        expect(after.next?.read?.ladderStep).toBe(concrete.length - 1);
        for (const each of concrete) {
          expect(each.pool.readingGroupIds.length).toBeGreaterThan(0);
          expect(covering.map((one) => one.readingGroupId)).toEqual(expect.arrayContaining(each.pool.readingGroupIds));
        }
      }),
    );
  });
});
