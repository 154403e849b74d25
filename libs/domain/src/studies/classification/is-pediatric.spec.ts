import { describe, expect, it } from '@jest/globals';
import { ageInYears, isDate, isPediatric } from './is-pediatric.js';

const at = new Date('2026-11-22T07:00:00Z');

describe('isPediatric', () => {
  it.each([
    ['2008-11-22', false],
    ['2008-11-23', true],
    ['1950-01-31', false],
    ['2026-11-22', true],
    [null, false],
    ['2026-02-30', false],
  ])('for %s is %s', (birthDate, pediatric) => {
    expect(isPediatric(birthDate, at, 18)).toBe(pediatric);
  });

  it('comes of age on 1 March when born on 29 February', () => {
    expect(ageInYears('2008-02-29', new Date('2026-02-28T12:00:00Z'))).toBe(17);
    expect(ageInYears('2008-02-29', new Date('2026-03-01T00:00:00Z'))).toBe(18);
  });

  it('knows the calendar', () => {
    expect(['2024-02-29', '1900-01-01'].every(isDate)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '20260101', '', '2026-1-1'].some(isDate)).toBe(false);
  });
});
