import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../core/ids.js';
import { sampleHold, sampleStep } from '../studies/samples.fixture.js';
import type { Priority } from '../studies/study.js';
import { PRIORITIES } from '../studies/study.js';
import { atcIndex } from './atc-index.js';
import { DEFAULT_DISPATCH_PARAMS as params } from './dispatch-params.js';
import { mayTake, nextUp } from './next-up.js';
import type { RankingReader, WaitingRead } from './rank-for-reader.js';
import { inOfferOrder, rankForReader } from './rank-for-reader.js';
import { at, visibleRead, waiting } from './samples.fixture.js';

const reader: RankingReader = {
  readerId: asId('reader-1'),
  readingGroupId: asId('home-rads'),
  tierFor: () => 'onshore',
};
const order = (list: WaitingRead[], minute: number): string[] =>
  rankForReader(list, reader, at(minute), params).map((each) => each.readId);

describe('the ATC index', () => {
  it('is the sum of its published terms', () => {
    const score = atcIndex({ weight: 10, expectedMinutes: 8, slackMinutes: 40, eligibleOnShift: 8 }, params);
    expect(score.terms.worth).toBeCloseTo(Math.log(10 / 8), 12);
    expect(score.terms.slack).toBeCloseTo(-(40 - 1.25 * 8) / 15, 12);
    expect(score.terms.scarcity).toBeCloseTo(0.6 * Math.log(2), 12);
    expect(score.terms.late).toBe(0);
    expect(score.total).toBeCloseTo(0.22314355 - 2 + 0.41588831, 7);
  });

  it('does not discount work whose slack is used up, and marks down what is lost', () => {
    const question = { weight: 10, expectedMinutes: 8, eligibleOnShift: 8 };
    const tight = atcIndex({ ...question, slackMinutes: 9 }, params);
    const lost = atcIndex({ ...question, slackMinutes: -1 }, params);
    expect(tight.terms.slack).toBe(0);
    expect(lost.total - tight.total).toBeCloseTo(Math.log(0.1), 12);
  });

  it('is finite when the count of eligible readers is not known yet', () => {
    const question = { weight: 1, expectedMinutes: 2, slackMinutes: 60 };
    const none = atcIndex({ ...question, eligibleOnShift: 0 }, params);
    expect(none).toEqual(atcIndex({ ...question, eligibleOnShift: 1 }, params));
  });

  it('takes the share between health systems off', () => {
    const question = { weight: 1, expectedMinutes: 2, slackMinutes: 60, eligibleOnShift: 3 };
    expect(atcIndex({ ...question, fairTerm: 0.5 }, params).total).toBeCloseTo(atcIndex(question, params).total - 0.5);
  });
});

describe('the order for a reader', () => {
  it('takes the short urgent read before the long routine one due at the same time', () => {
    const list = [waiting('long', 'routine', { minutes: 15 }), waiting('short', 'urgent', { minutes: 3 })];
    expect(order(list, 0)).toEqual(['short', 'long']);
  });

  it('saves what can be saved before what is already late', () => {
    const list = [waiting('lost', 'stat', { dueAt: -5 }), waiting('savable', 'stat', { dueAt: 9 })];
    expect(order(list, 0)).toEqual(['savable', 'lost']);
  });

  it('prefers the work few on shift can do', () => {
    const list = [waiting('common', 'urgent', { eligible: 40 }), waiting('scarce', 'urgent', { eligible: 1 })];
    expect(order(list, 0)).toEqual(['scarce', 'common']);
  });

  it('puts critical work first, then what waited past its cap, then the rest', () => {
    const list = [
      waiting('stat', 'stat', { queuedAt: 1450, dueAt: 1500 }),
      waiting('forgotten', 'routine', { queuedAt: 0, dueAt: 700 }),
      waiting('critical', 'critical', { queuedAt: 1455, dueAt: 1475 }),
    ];
    const ranked = rankForReader(list, reader, at(1460), params);
    expect(ranked.map((each) => `${each.readId} ${each.band}`)).toEqual([
      'critical critical',
      'forgotten beyond-maximum-wait',
      'stat indexed',
    ]);
  });

  it.each(['secondary', 'adjudication'] as const)(
    'never lets STAT work wait for a %s read of a critical study',
    (purpose) => {
      const again = waiting('again', 'critical', { queuedAt: 0, dueAt: 7 * 1440 });
      const opinion = { ...again, read: { ...again.read, purpose } };
      for (const minute of [10, 1450, 8 * 1440]) {
        const stat = waiting('stat', 'stat', { queuedAt: minute - 1, dueAt: minute + 59 });
        expect(order([opinion, stat], minute)).toEqual(['stat', 'again']);
      }
      expect(rankForReader([opinion], reader, at(8 * 1440), params)[0]?.band).toBe('indexed');
    },
  );

  it('takes a read without a deadline as due at its maximum wait', () => {
    const open = waiting('open', 'urgent');
    const [ranked] = rankForReader([{ ...open, read: { ...open.read, dueAt: null } }], reader, at(60), params);
    expect(ranked?.slackMinutes).toBe(420);
  });

  it('never delays critical or STAT work for the share between health systems', () => {
    const term = (priority: Priority) =>
      rankForReader([{ ...waiting('a', priority), fairTerm: 2 }], reader, at(0), params)[0]?.terms.fairness;
    expect(PRIORITIES.map(term)).toEqual([0, 0, -2, -2]);
  });

  it('shows a reader only the open pools of their group and tier, without what they gave back', () => {
    const other = waiting('other-group', 'stat');
    const shut = waiting('shut', 'stat');
    const declined = waiting('declined', 'stat');
    const held = waiting('held', 'routine');
    const list: WaitingRead[] = [
      { ...other, read: { ...other.read, ladder: [sampleStep('elsewhere', '2026-11-22T07:00:00Z')] } },
      { ...shut, read: { ...shut.read, ladder: [sampleStep('home-rads', null)] } },
      { ...declined, read: { ...declined.read, declinedBy: [reader.readerId] } },
      { ...held, study: { ...held.study, hold: sampleHold() } },
      { ...waiting('taken', 'stat'), read: visibleRead({ state: 'assigned' }) },
      waiting('mine', 'stat'),
    ];
    expect(order(list, 0)).toEqual(['mine']);
    const offshore: RankingReader = { ...reader, tierFor: () => 'offshore' };
    const onshoreOnly = waiting('mine', 'stat');
    onshoreOnly.read.ladder = [{ ...sampleStep('home-rads', '2026-11-22T07:00:00Z') }];
    onshoreOnly.read.ladder[0]!.pool.tiers = ['onshore'];
    expect(rankForReader([onshoreOnly], offshore, at(0), params)).toEqual([]);
    expect(rankForReader([onshoreOnly], reader, at(0), params)).toHaveLength(1);
  });

  it('shows a critical study on hold', () => {
    const pressing = waiting('pressing', 'critical');
    pressing.study = { ...pressing.study, hold: sampleHold() };
    expect(order([pressing], 0)).toEqual(['pressing']);
  });

  it('is the same for any order of the rows', () => {
    const some = fc.record({
      priority: fc.constantFrom(...PRIORITIES),
      queuedAt: fc.integer({ min: 0, max: 3000 }),
      dueAt: fc.integer({ min: 0, max: 4000 }),
      minutes: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (rows) => {
        const list = rows.map((row, index) => waiting(`r${index}`, row.priority, row));
        expect(order([...list].reverse(), 3000)).toEqual(order(list, 3000));
      }),
    );
  });
});

describe('the maximum wait', () => {
  it('never lets anything but critical work, or longer overdue work, go before an overdue read', () => {
    const some = fc.record({
      priority: fc.constantFrom(...PRIORITIES),
      queuedAt: fc.integer({ min: 0, max: 3000 }),
      dueAt: fc.integer({ min: 0, max: 6000 }),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 12 }), (rows) => {
        const list = rows.map((row, index) => waiting(`r${index}`, row.priority, row));
        const ranked = rankForReader(list, reader, at(3000), params);
        const offered = inOfferOrder(list, at(3000), params).map((each) => each.read.id);
        expect(offered).toEqual(ranked.map((each) => each.readId));
        ranked.forEach((read, index) => {
          if (read.overdueMinutes <= 0 || read.band === 'critical') return;
          for (const before of ranked.slice(0, index)) {
            expect(before.band === 'critical' || before.overdueMinutes >= read.overdueMinutes).toBe(true);
          }
        });
      }),
    );
  });

  it('holds under overload: a routine read starts within its cap and one reading time', () => {
    // One reader; urgent work of one reading time comes faster than it can be read, for ever.
    const minutes = fc.integer({ min: 2, max: 12 });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 30, max: 90 }), (reading, cap) => {
        const caps = { ...params.maximumWaitMinutes, routine: cap, urgent: 1e9 };
        const spacing = 2 * reading + 1;
        const waits = simulate(reading, spacing, { ...params, maximumWaitMinutes: caps });
        expect(waits.length).toBeGreaterThan(5);
        expect(Math.max(...waits)).toBeLessThanOrEqual(cap + reading);
      }),
      { numRuns: 30 },
    );
  });
});

/** Waits of routine reads that arrive every `spacing` minutes beside an endless supply of pressing urgent ones. */
function simulate(reading: number, spacing: number, tuned: typeof params): number[] {
  const waits: number[] = [];
  let queue: WaitingRead[] = [];
  let freeAt = 0;
  for (let minute = 0; minute < 600; minute += 1) {
    const arrive = (kind: Priority, dueIn: number) =>
      queue.push(waiting(`${kind}-${minute}`, kind, { queuedAt: minute, dueAt: minute + dueIn, minutes: reading }));
    if (minute % reading === 0) arrive('urgent', reading + 5);
    if (minute % reading === 1) arrive('urgent', reading + 5);
    if (minute % spacing === 0) arrive('routine', 2000);
    if (minute < freeAt) continue;
    const [first] = rankForReader(queue, reader, at(minute), tuned);
    if (first === undefined) continue;
    const taken = queue.find((each) => each.read.id === first.readId);
    if (taken?.study.priority === 'routine') waits.push(first.waitedMinutes);
    queue = queue.filter((each) => each !== taken);
    freeAt = minute + reading;
  }
  return waits;
}

describe('next up', () => {
  const list = ['a', 'b', 'c', 'd'].map((id, index) => waiting(id, 'urgent', { dueAt: 20 + index }));
  const ranked = rankForReader(list, reader, at(0), params);

  it('is the next three, and any of them may be taken', () => {
    expect(nextUp(ranked).map((each) => each.readId)).toEqual(['a', 'b', 'c']);
    expect(mayTake(ranked, asId('c'), false)).toBe(true);
    expect(mayTake(ranked, asId('d'), false)).toBe(false);
  });

  it('is anything open where the group picks freely, and never what is not', () => {
    expect(mayTake(ranked, asId('d'), true)).toBe(true);
    expect(mayTake(ranked, asId('elsewhere'), true)).toBe(false);
  });

  it('does not let anybody pass over critical work', () => {
    const pressed = rankForReader([...list, waiting('critical', 'critical')], reader, at(0), params);
    expect(mayTake(pressed, asId('a'), false)).toBe(false);
    expect(mayTake(pressed, asId('critical'), false)).toBe(true);
  });
});
