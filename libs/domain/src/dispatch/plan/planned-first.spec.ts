import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../../core/ids.js';
import { BANDS, compareInOrder } from '../place-in-order.js';
import type { RankedRead } from '../rank-for-reader.js';
import { plannedFirst } from './planned-first.js';

const ranked = (id: string, changes: Partial<RankedRead> = {}): RankedRead => ({
  readId: asId(id),
  studyId: asId(`study-${id}`),
  band: 'indexed',
  overdueMinutes: -10,
  score: 0,
  terms: { worth: 0, slack: 0, scarcity: 0, late: 0, fairness: 0, batch: 0, spread: 0 },
  slackMinutes: 60,
  waitedMinutes: 30,
  ...changes,
});
const names = (list: readonly RankedRead[]): string[] => list.map((each) => each.readId);
const plan = (...reads: string[]) => ({ reads: reads.map((id) => asId<never>(id)), ageMinutes: 0.1 });

const anyOrder = fc
  .array(
    fc.record({
      band: fc.constantFrom(...BANDS),
      overdueMinutes: fc.integer({ min: 1, max: 90 }),
      score: fc.integer({ min: -9, max: 9 }),
      waitedMinutes: fc.integer({ min: 0, max: 300 }),
    }),
    { maxLength: 20 },
  )
  .map((rows) =>
    rows
      .map((row, index) =>
        ranked(`r${index}`, { ...row, overdueMinutes: row.band === 'beyond-maximum-wait' ? row.overdueMinutes : -5 }),
      )
      .sort(compareInOrder),
  );
const anyPlan = fc.record({
  reads: fc.uniqueArray(
    fc.nat(25).map((index) => asId<never>(`r${index}`)),
    { maxLength: 3 },
  ),
  ageMinutes: fc.integer({ min: 0, max: 60 }),
});

describe("a reader's order with a plan", () => {
  it('begins with what is planned, in the order of the plan', () => {
    expect(names(plannedFirst([ranked('a'), ranked('b'), ranked('c')], plan('c', 'b')))).toEqual(['c', 'b', 'a']);
  });

  it('lets a read go first that has come since and is more pressing', () => {
    const order = [ranked('new', { waitedMinutes: 0.05, score: 3 }), ranked('old', { score: 2 }), ranked('planned')];
    expect(names(plannedFirst(order, plan('planned')))).toEqual(['new', 'planned', 'old']);
  });

  it('is the index order where nothing planned is left', () => {
    expect(names(plannedFirst([ranked('a'), ranked('b')], plan('gone')))).toEqual(['a', 'b']);
  });

  it('never puts anything before critical work or what is past its maximum wait, nor changes their order', () => {
    fc.assert(
      fc.property(anyOrder, anyPlan, (order, given) => {
        const pressing = order.filter((each) => each.band !== 'indexed');
        expect(plannedFirst(order, given).slice(0, pressing.length)).toEqual(pressing);
      }),
    );
  });

  it('neither loses nor adds a read, and leaves those not planned in their order', () => {
    fc.assert(
      fc.property(anyOrder, anyPlan, (order, given) => {
        const answer = plannedFirst(order, given);
        expect(new Set(answer)).toEqual(new Set(order));
        expect(answer).toHaveLength(order.length);
        const planned = new Set<string>(given.reads);
        const since = (each: RankedRead) => each.band === 'indexed' && each.waitedMinutes < given.ageMinutes;
        const others = (list: readonly RankedRead[]) =>
          names(list.filter((each) => !planned.has(each.readId) && !since(each)));
        expect(others(answer)).toEqual(others(order));
      }),
    );
  });
});
