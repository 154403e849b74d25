import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../core/ids.js';
import { plusMinutes } from '../core/instant.js';
import { checkRoster, type ShiftDraft } from './check-roster.js';
import { sampleReader } from './samples.fixture.js';

const startsAt = new Date('2026-11-22T00:00:00Z');
const shift = (changes: Partial<ShiftDraft> = {}): ShiftDraft => ({
  readingGroupId: asId('home-rads'),
  readerId: asId('reader-1'),
  name: 'CT nights',
  startsAt,
  endsAt: plusMinutes(startsAt, 480),
  modalityFamilies: [],
  subspecialties: [],
  facilityIds: [],
  ...changes,
});
const told = (shifts: ShiftDraft[], readers = [sampleReader()]): string[] =>
  checkRoster(shifts, readers).map(({ path, code }) => `${path} ${code}`);

describe('checkRoster', () => {
  it('lets a reader have several shifts at once, but not the same one twice', () => {
    expect(told([shift(), shift({ name: 'MR nights' }), shift({ endsAt: plusMinutes(startsAt, 60) })])).toEqual([]);
    expect(told([shift(), shift()])).toEqual(['shifts.1 repeated']);
  });

  it('lets a shift last from a minute to a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 3000 }), (minutes) => {
        const errors = told([shift({ endsAt: plusMinutes(startsAt, minutes) })]);
        if (minutes <= 0) expect(errors).toEqual(['shifts.0.endsAt not-after-start']);
        else expect(errors).toEqual(minutes > 1440 ? ['shifts.0.endsAt too-long'] : []);
      }),
    );
  });

  it('knows who reads for the group', () => {
    expect(told([shift()], [])).toEqual(['shifts.0.readerId not-in-group']);
    expect(told([shift({ readingGroupId: asId('other') })])).toEqual(['shifts.0.readerId not-in-group']);
    expect(told([shift()], [sampleReader({ retiredAt: startsAt })])).toEqual(['shifts.0.readerId retired']);
    expect(told([shift({ startsAt: new Date(Number.NaN) })])).toEqual(['shifts.0.startsAt not-an-instant']);
  });
});
