import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_DISPATCH_PARAMS as dispatch } from '../dispatch-params.js';
import { chanceBeyond, withMean } from '../reading-time/lognormal.js';
import { quickChanceBeyond } from './breach-table.js';
import { candidateCutter } from './cut-candidates.js';
import { DEFAULT_PLAN_PARAMS as params } from './plan-params.js';
import type { PlanQuestion, PlanReader, PlanWork } from './plan-question.js';
import type { Plan } from './plan-round.js';
import { planRound } from './plan-round.js';

const work = (changes: Partial<PlanWork> = {}): PlanWork => ({
  weight: 1,
  slackMinutes: 120,
  waitedMinutes: 10,
  maximumWaitMinutes: 1440,
  expectedMinutes: 6,
  ...changes,
});
const question = (works: PlanWork[], readers: PlanReader[], who: number[][], minutes = 6): PlanQuestion => ({
  works,
  readers,
  candidates: (each) => who[each] ?? [],
  time: () => withMean(minutes, 0.5),
});
const listed = (plan: Plan): number[][] => plan.nextUp.map((list) => list.map((each) => each.work));

const anyWork = fc.record({
  weight: fc.constantFrom(1, 4, 10, 20),
  slackMinutes: fc.integer({ min: -60, max: 700 }),
  waitedMinutes: fc.integer({ min: 0, max: 300 }),
  maximumWaitMinutes: fc.constantFrom(30, 120, 480, Infinity),
  critical: fc.boolean(),
  expectedMinutes: fc.integer({ min: 1, max: 20 }),
  fairTerm: fc.constantFrom(0, 0, 1),
});
const anyReader = fc.record({
  freeInMinutes: fc.integer({ min: 0, max: 15 }),
  scarcityShare: fc.constantFrom(0, 0.5, 1),
});
const anyQuestion = fc
  .record({
    works: fc.array(anyWork, { maxLength: 25 }),
    readers: fc.array(anyReader, { minLength: 1, maxLength: 5 }),
    pairs: fc.infiniteStream(fc.boolean()),
  })
  .map(({ works, readers, pairs }) => {
    const may = works.map(() => readers.map((_, reader) => reader).filter(() => pairs.next().value));
    return question(works, readers, may);
  });

describe('one round of the plan', () => {
  it('gives pressing work the slot that starts first', () => {
    const works = [work({ slackMinutes: 300 }), work({ weight: 10, slackMinutes: 14 })];
    expect(listed(planRound(question(works, [{ freeInMinutes: 0 }], [[0], [0]]), params, dispatch))).toEqual([[1, 0]]);
  });

  it('leaves a reader who can do both to the work that only they can do', () => {
    const tight = { weight: 10, slackMinutes: 12 };
    const two = [{ freeInMinutes: 0 }, { freeInMinutes: 0 }];
    const plan = planRound(question([work(tight), work(tight)], two, [[0, 1], [0]]), params, dispatch);
    expect(listed(plan)).toEqual([[1], [0]]);
  });

  it('never plans a reader twice for one slot, a work twice, or a work for somebody who may not read it', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const plan = planRound(asked, params, dispatch);
        const all = plan.nextUp.flat();
        expect(new Set(all.map((each) => each.work)).size).toBe(all.length);
        expect(new Set(all.map((each) => `${each.reader} ${each.startMinutes}`)).size).toBe(all.length);
        for (const { work: planned, reader } of all) expect(Array.from(asked.candidates(planned))).toContain(reader);
        for (const list of plan.nextUp) expect(list.length).toBeLessThanOrEqual(params.slots);
        expect(plan.counts.planned).toBe(all.length);
      }),
    );
  });

  it('lets nothing go before work past its maximum wait: such work waits only when all its readers are full of it', () => {
    const goesFirst = (each: PlanWork) => each.critical === true || each.waitedMinutes > each.maximumWaitMinutes;
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const { nextUp } = planRound(asked, params, dispatch);
        const isFirst = (index: number) => goesFirst(asked.works[index]!);
        for (const list of nextUp) {
          const bands = list.map((each) => isFirst(each.work));
          expect(bands).toEqual(bands.toSorted((a, b) => Number(b) - Number(a)));
        }
        const planned = new Set(nextUp.flat().map((each) => each.work));
        asked.works.forEach((_, index) => {
          if (!isFirst(index) || planned.has(index)) return;
          for (const reader of Array.from(asked.candidates(index))) {
            expect(nextUp[reader]!.filter((each) => isFirst(each.work))).toHaveLength(params.slots);
          }
        });
      }),
    );
  });

  it('puts who waited longest past the maximum first, behind critical work', () => {
    const works = [
      work({ weight: 10, slackMinutes: 5 }),
      work({ waitedMinutes: 1450 }),
      work({ waitedMinutes: 2000 }),
      work({ weight: 20, critical: true, slackMinutes: 20 }),
    ];
    const plan = planRound(question(works, [{ freeInMinutes: 0 }], [[0], [0], [0], [0]]), params, dispatch);
    expect(listed(plan)).toEqual([[3, 2, 1]]);
  });

  it('answers the same question the same way', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        expect(planRound(asked, params, dispatch)).toEqual(planRound(asked, params, dispatch));
      }),
      { numRuns: 30 },
    );
  });

  it('certifies its answer within epsilon for each work it weighed', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const { cost, bound, epsilon, counts } = planRound(asked, params, dispatch);
        expect(cost - bound).toBeGreaterThanOrEqual(-1e-6);
        expect(cost - bound).toBeLessThanOrEqual(epsilon * counts.considered + 1e-6);
      }),
    );
  });

  it('weighs twice as many works as there are slots, the best of the index, and never one that nobody may read', () => {
    const works = [
      ...Array.from({ length: 20 }, () => work({ slackMinutes: 700 })),
      work({ weight: 10, slackMinutes: 9 }),
    ];
    const who = works.map((_, index) => (index === 3 ? [] : [0]));
    const plan = planRound(question(works, [{ freeInMinutes: 0 }], who), params, dispatch);
    expect(plan.counts).toMatchObject({ works: 21, considered: 6, planned: 3 });
    expect(listed(plan)[0]).toContain(20);
  });

  it('says the chance that the deadline is missed at the planned start', () => {
    const plan = planRound(question([work({ slackMinutes: 14 })], [{ freeInMinutes: 4 }], [[0]]), params, dispatch);
    expect(plan.nextUp[0]![0]).toMatchObject({ startMinutes: 4, chanceOfBreach: chanceBeyond(withMean(6, 0.5), 10) });
  });

  it('rather lets a share wait that is ahead of its own than one that is not', () => {
    const works = [work({ fairTerm: 2 }), work(), work(), work()];
    const plan = planRound(question(works, [{ freeInMinutes: 0 }], [[0], [0], [0], [0]]), params, dispatch);
    expect(new Set(listed(plan)[0])).toEqual(new Set([1, 2, 3]));
  });

  it('plans nothing where nobody is there, or nothing waits', () => {
    expect(planRound(question([work()], [], [[]]), params, dispatch).counts.planned).toBe(0);
    expect(listed(planRound(question([], [{ freeInMinutes: 0 }], []), params, dispatch))).toEqual([[]]);
  });
});

describe('the table of chances', () => {
  it('is within 2e-6 of the chance itself', () => {
    const minutes = fc.double({ min: -5, max: 2000, noNaN: true });
    fc.assert(
      fc.property(
        minutes,
        fc.double({ min: 0.5, max: 60, noNaN: true }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        (left, mean, sigma) => {
          const time = withMean(mean, sigma);
          expect(Math.abs(quickChanceBeyond(time, left) - chanceBeyond(time, left))).toBeLessThan(2e-6);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('candidates cut to a few', () => {
  const rank = Int32Array.from({ length: 300 }, (_, reader) => (reader * 7) % 300);
  const subset = fc.uniqueArray(fc.nat(299), { minLength: 1, maxLength: 300 });

  it('are among the candidates, once each, and the better half of them the best there are', () => {
    fc.assert(
      fc.property(subset, fc.integer({ min: 2, max: 64 }), fc.nat(5000), (all, limit, index) => {
        const kept = Array.from(candidateCutter(rank, limit)(index, all));
        expect(kept).toHaveLength(Math.min(limit, all.length));
        expect(new Set(kept).size).toBe(kept.length);
        for (const each of kept) expect(all).toContain(each);
        if (all.length <= limit) return;
        const best = all.toSorted((a, b) => rank[a]! - rank[b]!).slice(0, Math.ceil(limit / 2));
        expect(kept).toEqual(expect.arrayContaining(best));
      }),
    );
  });

  it('differ from work to work, so that all do not want the same', () => {
    const all = Array.from({ length: 300 }, (_, reader) => reader);
    const cut = candidateCutter(rank, 64);
    const wanted = new Set(Array.from({ length: 40 }, (_, index) => Array.from(cut(index, all))).flat());
    expect(wanted.size).toBeGreaterThan(280);
  });
});
