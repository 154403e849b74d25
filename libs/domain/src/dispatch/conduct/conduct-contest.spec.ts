import { describe, expect, it } from '@jest/globals';
import { asId, type ReaderId } from '../../core/ids.js';
import { DEFAULT_DISPATCH_PARAMS } from '../dispatch-params.js';
import { answerContest, type ConductContest } from './conduct-contest.js';
import { conductFigures, type TakenRead } from './conduct-figures.js';

const ADA = asId<ReaderId>('ada');
const NOW = new Date('2026-11-23T09:00:00Z');
const contest: ConductContest = {
  id: 'contest',
  readerId: ADA,
  since: new Date('2026-11-01T00:00:00Z'),
  at: new Date('2026-11-20T00:00:00Z'),
  about: 'skipped',
  note: 'The monitor was broken',
  figures: {},
  answer: null,
  version: 1,
};
const lead = { id: 'carla', name: 'Carla', readerId: null };
const struck = answerContest(contest, { outcome: 'struck', reason: 'It was', by: lead }, NOW);

describe('an answer to a contest', () => {
  it('says what becomes of the figure, why, by whom and when', () => {
    expect(struck).toEqual({
      ...contest,
      answer: { outcome: 'struck', reason: 'It was', by: { id: 'carla', name: 'Carla' }, at: NOW.toISOString() },
      version: 2,
    });
  });

  it('is given once', () => {
    expect(() => answerContest(struck, { outcome: 'upheld', reason: 'No', by: lead }, NOW)).toThrow(
      expect.objectContaining({ code: 'conduct/contest-answered' }),
    );
  });

  it('is not the reader’s own to give, whatever else they are', () => {
    const own = { ...lead, readerId: ADA };
    expect(() => answerContest(contest, { outcome: 'struck', reason: 'Mine', by: own }, NOW)).toThrow(
      expect.objectContaining({ code: 'conduct/own-contest' }),
    );
  });
});

describe('a figure that was struck', () => {
  const { weights } = DEFAULT_DISPATCH_PARAMS;
  const read = (day: string): TakenRead => ({
    priority: 'stat',
    expectedMinutes: 5,
    startedHour: 23,
    at: new Date(`2026-11-${day}T12:00:00Z`),
  });
  const reads = [read('10'), read('19'), read('20'), read('22')];
  const figures = (contests: ConductContest[]) =>
    conductFigures({ taken: reads, skipped: reads, returned: reads, group: reads, contests }, weights);

  it('is made without the work of the time it was contested for; later work and other figures count on', () => {
    expect(figures([struck])).toMatchObject({
      skipped: { n: 2 },
      taken: { n: 4 },
      returned: { n: 4 },
      night: { own: 1 },
    });
  });

  it('of nights or pressing work says nothing where nothing else is left, and leaves the group’s as it is', () => {
    const night = { ...struck, about: 'night' as const, at: new Date('2026-11-23T00:00:00Z') };
    expect(figures([night])).toMatchObject({ night: { own: null, group: 1 }, pressing: { own: 1 }, taken: { n: 4 } });
  });

  it('stands while nobody has answered, and when it was upheld', () => {
    const upheld = answerContest(contest, { outcome: 'upheld', reason: 'It worked', by: lead }, NOW);
    for (const each of [contest, upheld]) expect(figures([each]).skipped.n).toBe(4);
  });
});
