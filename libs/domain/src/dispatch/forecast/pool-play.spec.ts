import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch-params.js';
import { poolPlay, type FutureRead, type FutureWork } from './pool-play.js';

/** At one go. */
function simulatePool(...asked: Parameters<typeof poolPlay>): FutureRead[] {
  const steps = poolPlay(...asked);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const work = (changes: Partial<FutureWork> = {}): FutureWork => ({
  arrivesInMinutes: 0,
  waitedMinutes: 0,
  dueInMinutes: 60,
  expectedMinutes: 10,
  priority: 'urgent',
  opinion: false,
  eligible: [{ fromMinutes: 0, readers: new Set([0]) }],
  ...changes,
});
const idle = { freeInMinutes: 0, untilMinutes: 480 };
const play = (works: FutureWork[], readers = [idle], horizonMinutes = 240) =>
  simulatePool(works, readers, { horizonMinutes, params: DEFAULT_DISPATCH_PARAMS });

describe('the next hours of a pool', () => {
  it('fourteen reads of ten minutes for one reader: those beyond the sixth miss their hour', () => {
    const outcomes = play(Array.from({ length: 14 }, () => work()));
    expect(outcomes.filter(({ misses }) => misses)).toHaveLength(8);
  });

  it('opening them to a second and a third reader saves all but what three cannot do', () => {
    const readers = new Set([0, 1, 2]);
    const outcomes = play(
      Array.from({ length: 14 }, () => work({ eligible: [{ fromMinutes: 0, readers }] })),
      [idle, idle, idle],
    );
    expect(outcomes.filter(({ misses }) => misses)).toHaveLength(0);
  });

  it('a step that opens by itself lets its readers in from then on', () => {
    const eligible = [
      { fromMinutes: 0, readers: new Set<number>() },
      { fromMinutes: 30, readers: new Set([0]) },
    ];
    expect(play([work({ eligible })])[0]).toEqual({ startsInMinutes: 30, endsInMinutes: 40, misses: false });
  });

  it('what arrives more pressing goes first, and nothing before it arrives', () => {
    const [routine, critical] = play(
      [
        work({ arrivesInMinutes: 5, priority: 'routine', dueInMinutes: 600 }),
        work({ arrivesInMinutes: 7, priority: 'critical' }),
      ],
      [{ ...idle, freeInMinutes: 7 }],
    );
    expect([critical?.startsInMinutes, routine?.startsInMinutes]).toEqual([7, 17]);
  });

  it('a reader who leaves begins nothing more; a deadline beyond the horizon is not judged', () => {
    const leaving = [{ freeInMinutes: 0, untilMinutes: 15 }];
    const outcomes = play([work(), work(), work(), work({ dueInMinutes: 500 })], leaving);
    expect(outcomes.map(({ startsInMinutes }) => startsInMinutes)).toEqual([0, 10, null, null]);
    expect(outcomes.map(({ misses }) => misses)).toEqual([false, false, true, false]);
  });

  it('never gives a reader two reads at once, nor one they may not take; the same question has the same answer', () => {
    const works = fc.array(
      fc.record({
        arrivesInMinutes: fc.integer({ min: 0, max: 100 }),
        expectedMinutes: fc.integer({ min: 1, max: 30 }),
        dueInMinutes: fc.integer({ min: 1, max: 300 }),
        may: fc.subarray([0, 1]),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(works, (asked) => {
        const future = asked.map(({ may, ...each }) =>
          work({ ...each, eligible: [{ fromMinutes: 0, readers: new Set(may) }] }),
        );
        const outcomes = play(future, [idle, idle]);
        expect(play(future, [idle, idle])).toEqual(outcomes);
        for (const [index, { startsInMinutes }] of outcomes.entries()) {
          if (startsInMinutes === null) continue;
          expect(asked[index]?.may.length).toBeGreaterThan(0);
          expect(startsInMinutes).toBeGreaterThanOrEqual(asked[index]?.arrivesInMinutes ?? 0);
          const running = outcomes.filter(
            (other) =>
              other.startsInMinutes !== null &&
              other.startsInMinutes <= startsInMinutes &&
              (other.endsInMinutes ?? 0) > startsInMinutes,
          );
          expect(running.length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
