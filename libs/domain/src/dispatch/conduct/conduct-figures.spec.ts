import { describe, expect, it } from '@jest/globals';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch-params.js';
import { conductFigures, LEAST_FIGURES, type TakenRead } from './conduct-figures.js';

const { weights } = DEFAULT_DISPATCH_PARAMS;
const read = (priority: TakenRead['priority'], expectedMinutes: number, startedHour = 12): TakenRead => ({
  priority,
  expectedMinutes,
  startedHour,
  at: new Date('2026-11-22T12:00:00Z'),
});

describe('what a reader took beside what they skipped', () => {
  it('is told by worth of a minute: above one they keep what is worth more', () => {
    const taken = [read('stat', 5), read('stat', 5)];
    const skipped = [read('routine', 10), read('routine', 30)];
    const figures = conductFigures({ taken, skipped, returned: [], group: [] }, weights);
    expect(figures.taken).toEqual({ n: 2, expectedMinutes: 10, meanMinutes: 5, worthPerMinute: 2 });
    expect(figures.skipped).toEqual({ n: 2, expectedMinutes: 40, meanMinutes: 20, worthPerMinute: 0.05 });
    expect(figures.takenToSkipped).toBeCloseTo(40);
    expect(figures.belowMinimum).toBe(true);
  });

  it('says nothing of what there is none of', () => {
    const none = conductFigures({ taken: [], skipped: [], returned: [], group: [] }, weights);
    expect(none).toMatchObject({ takenToSkipped: null, night: { own: null, group: null }, belowMinimum: true });
    expect(none.skipped).toEqual({ n: 0, expectedMinutes: 0, meanMinutes: null, worthPerMinute: null });
  });

  it('shows nights and pressing work beside the group’s', () => {
    const taken = [read('stat', 5, 22), read('routine', 5, 5), read('critical', 5, 6), read('urgent', 5, 21)];
    const group = [...taken, ...Array.from({ length: 4 }, () => read('routine', 5))];
    const { night, pressing } = conductFigures({ taken, skipped: [], returned: [], group }, weights);
    expect([night, pressing]).toEqual([
      { own: 0.5, group: 0.25 },
      { own: 0.5, group: 0.25 },
    ]);
  });

  it('shows what they opened, left idle and had taken back', () => {
    const returned = [read('stat', 5), read('routine', 15)];
    const figures = conductFigures({ taken: [], skipped: [], returned, group: [] }, weights);
    expect(figures.returned).toMatchObject({ n: 2, expectedMinutes: 20 });
  });

  it('is enough to say something from the least on', () => {
    const many = Array.from({ length: LEAST_FIGURES }, () => read('routine', 5));
    expect(conductFigures({ taken: many, skipped: many, returned: [], group: many }, weights).belowMinimum).toBe(false);
    expect(
      conductFigures({ taken: many, skipped: many.slice(1), returned: [], group: many }, weights).belowMinimum,
    ).toBe(true);
  });
});
