import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import type { OfferCandidate } from './choose-reader.js';
import { BEST_READERS, chooseReader } from './choose-reader.js';
import { DEFAULT_DISPATCH_PARAMS as params } from './dispatch-params.js';
import { chanceBeyond, READING_SIGMA, withMean } from './reading-time/lognormal.js';
import type { Urgency } from './work-priority.js';
import { at, visibleRead, place } from './samples.fixture.js';

const candidate = (reader: string, changes: Partial<OfferCandidate> = {}): OfferCandidate => ({
  ...place(reader),
  readerVersion: 1,
  scarcityShare: 0,
  surplusMinutes: 0,
  readPrior: false,
  idleSince: at(0),
  ...changes,
});
const chosen = (...candidates: OfferCandidate[]) =>
  chooseReader(visibleRead(), candidates, params).chosen?.readerId ?? null;

describe('choosing a reader', () => {
  it('takes the quicker reader', () => {
    expect(chosen(candidate('slow', { expectedMinutes: 9 }), candidate('quick', { expectedMinutes: 4 }))).toBe('quick');
  });

  it('does not spend the only specialist on what others can read', () => {
    expect(chosen(candidate('specialist', { scarcityShare: 1, expectedMinutes: 4 }), candidate('general'))).toBe(
      'general',
    );
  });

  it('prefers the near tier, the reader of the prior, and who has done less', () => {
    expect(chosen(candidate('a', { tier: 'offshore' }), candidate('b'))).toBe('b');
    expect(chosen(candidate('a'), candidate('b', { readPrior: true }))).toBe('b');
    expect(chosen(candidate('a', { surplusMinutes: 60 }), candidate('b', { surplusMinutes: -60 }))).toBe('b');
  });

  it('takes who has been idle longest among equals, the same one every time', () => {
    const equals = [candidate('a', { idleSince: at(5) }), candidate('b', { idleSince: at(2) }), candidate('c')];
    expect(chosen(...equals)).toBe('c');
    expect(chosen(...equals.toReversed())).toBe('c');
  });

  it('weighs nobody outside the open pools, or who gave the read back', () => {
    const read = visibleRead({ declinedBy: [asId('a')] });
    const outsider = candidate('b', { readingGroupId: asId('elsewhere') });
    expect(chooseReader(read, [candidate('a'), outsider], params)).toMatchObject({
      chosen: null,
      keptFor: null,
      weighed: 0,
    });
  });

  it('tells the best few of many in the order that sorting everybody gives', () => {
    const many = Array.from({ length: 400 }, (_, nr) =>
      candidate(`r${nr}`, { surplusMinutes: (nr * 7919) % 97, idleSince: at((nr * 104_729) % 13) }),
    );
    const { ranked, best, weighed } = chooseReader(visibleRead(), many, params);
    const all = many.toSorted(
      (a, b) =>
        a.surplusMinutes - b.surplusMinutes ||
        a.idleSince.getTime() - b.idleSince.getTime() ||
        (a.readerId < b.readerId ? -1 : 1),
    );
    expect(weighed).toBe(400);
    expect(best).toEqual(all.slice(0, BEST_READERS));
    expect(ranked.map(({ readerId }) => readerId)).toEqual(best.map(({ readerId }) => readerId));
  });

  it('tells the terms of every score, and their sum', () => {
    const { ranked } = chooseReader(visibleRead(), [candidate('a', { tier: 'nearshore', scarcityShare: 0.5 })], params);
    expect(ranked[0]?.terms).toMatchObject({ expectedMinutes: 5.5, scarcity: 6, tier: 1, balance: 0, continuity: 0 });
    expect(ranked[0]?.score).toBe(12.5);
    expect(ranked[0]?.terms).not.toHaveProperty('breach');
  });
});

describe('choosing a reader for what is due soon', () => {
  const stat = (slackMinutes: number, waitedMinutes = 0): Urgency => ({
    priority: 'stat',
    slackMinutes,
    waitedMinutes,
  });
  const choice = (urgency: Urgency, ...candidates: OfferCandidate[]) =>
    chooseReader({ ...visibleRead(), urgency }, candidates, params);
  const specialist = candidate('specialist', { scarcityShare: 1, expectedMinutes: 6 });
  const general = candidate('general', { expectedMinutes: 13 });

  it('spends the quick specialist where the deadline is at stake, and there alone', () => {
    expect(choice(stat(20), specialist, general).chosen?.readerId).toBe('specialist');
    expect(choice(stat(300), specialist, general).chosen?.readerId).toBe('general');
    expect(choice({ ...stat(20), priority: 'routine' }, specialist, general).ranked[0]?.terms.breach).toBeCloseTo(
      (params.breachMinutes ?? 0) * chanceBeyond(withMean(6, READING_SIGMA), 20),
      1,
    );
  });

  const busy = (freeInMinutes: number) => candidate('busy', { expectedMinutes: 6, freeInMinutes });

  it('keeps it for a busy reader who makes it surer, and says so', () => {
    const kept = choice(stat(20), general, busy(3));
    expect(kept).toMatchObject({ chosen: null, keptFor: { readerId: 'busy' } });
    expect(kept.ranked[0]?.terms).toMatchObject({ wait: 3 });
  });

  it('keeps nothing where time is plenty, the busy reader no better, or nobody free in time', () => {
    expect(choice(stat(300), general, busy(3)).chosen?.readerId).toBe('general');
    expect(choice(stat(20), candidate('equal', { expectedMinutes: 6 }), busy(3)).chosen?.readerId).toBe('equal');
    expect(choice(stat(20), general, busy(11)).chosen?.readerId).toBe('general');
  });

  it('never keeps what is not pressing, nor anything beyond its first minutes', () => {
    expect(choice({ ...stat(20), priority: 'urgent' }, general, busy(3)).chosen?.readerId).toBe('general');
    expect(choice(stat(20, 7), general, busy(3)).keptFor).not.toBeNull();
    expect(choice(stat(20, 7.1), general, busy(3)).chosen?.readerId).toBe('general');
  });
});
