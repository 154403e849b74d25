import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import type { OfferCandidate } from './choose-reader.js';
import { chooseReader } from './choose-reader.js';
import { DEFAULT_DISPATCH_PARAMS as params } from './dispatch-params.js';
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
    expect(chooseReader(read, [candidate('a'), outsider], params)).toEqual({ chosen: null, ranked: [], weighed: [] });
  });

  it('tells the terms of every score, and their sum', () => {
    const { ranked } = chooseReader(visibleRead(), [candidate('a', { tier: 'nearshore', scarcityShare: 0.5 })], params);
    expect(ranked[0]?.terms).toMatchObject({ expectedMinutes: 5.5, scarcity: 6, tier: 1, balance: 0, continuity: 0 });
    expect(ranked[0]?.score).toBe(12.5);
  });
});
