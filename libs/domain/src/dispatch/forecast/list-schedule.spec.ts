import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listSchedule } from './list-schedule.js';

const idle = { freeInMinutes: 0, untilMinutes: 480 };

describe('the forecast of who begins what', () => {
  it('gives each read in order to the earliest free reader who may take it', () => {
    const readers = [idle, { freeInMinutes: 4, untilMinutes: 480 }];
    const works = [
      { eligible: [0, 1], minutes: 10 },
      { eligible: [0, 1], minutes: 10 },
      { eligible: [0], minutes: 5 },
      { eligible: [0, 1], minutes: 5 },
    ];
    expect(listSchedule(works, readers)).toEqual([
      { reader: 0, startsInMinutes: 0 },
      { reader: 1, startsInMinutes: 4 },
      { reader: 0, startsInMinutes: 10 },
      { reader: 1, startsInMinutes: 14 },
    ]);
  });

  it('expects nothing of a reader who has left by then, and no start where nobody may', () => {
    const leaving = [{ freeInMinutes: 0, untilMinutes: 15 }];
    const works = [10, 10, 10].map((minutes) => ({ eligible: [0], minutes }));
    expect(listSchedule(works, leaving).map((start) => start?.startsInMinutes ?? null)).toEqual([0, 10, null]);
    expect(listSchedule([{ eligible: [], minutes: 3 }], [idle])).toEqual([null]);
    expect(listSchedule([{ eligible: [7], minutes: 3 }], [idle])).toEqual([null]);
  });

  it('leaves nobody idle while work that they may take waits', () => {
    const works = fc.array(fc.record({ eligible: fc.subarray([0, 1, 2]), minutes: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(works, (waiting) => {
        const starts = listSchedule(
          waiting,
          [idle, idle, idle].map((each) => ({ ...each, untilMinutes: Infinity })),
        );
        const freeAt = [0, 0, 0];
        for (const [index, start] of starts.entries()) {
          const work = waiting[index];
          if (!work || !start) continue;
          expect(start.startsInMinutes).toBe(Math.min(...work.eligible.map((reader) => freeAt[reader] ?? 0)));
          freeAt[start.reader] = start.startsInMinutes + work.minutes;
        }
      }),
    );
  });
});
