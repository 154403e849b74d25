import { describe, expect, it } from '@jest/globals';
import { dateIn, hoursIn, oddHours, plusDays } from './local-clock.js';

const CHICAGO = 'America/Chicago';
const span = (startsAt: string, endsAt: string) => ({ startsAt, endsAt });

describe('a shift by the clock of its group', () => {
  it('is shown in the group’s time, wherever the browser is', () => {
    expect(hoursIn(CHICAGO, span('2026-11-23T01:00:00Z', '2026-11-23T13:00:00Z'))).toBe('19:00–07:00');
    expect(dateIn(CHICAGO, new Date('2026-11-23T01:00:00Z'))).toBe('2026-11-22');
  });

  it('says its offsets in the night when an hour comes twice', () => {
    expect(hoursIn(CHICAGO, span('2026-11-01T00:00:00Z', '2026-11-01T13:00:00Z'))).toBe('19:00 GMT-5–07:00 GMT-6');
  });

  it('knows a day of 25 hours, and goes from day to day over it', () => {
    expect(oddHours(span('2026-11-01T05:00:00Z', '2026-11-02T06:00:00Z'))).toBe(25);
    expect(oddHours(span('2026-11-02T06:00:00Z', '2026-11-03T06:00:00Z'))).toBeNull();
    expect([plusDays('2026-10-31', 1), plusDays('2026-03-01', -1)]).toEqual(['2026-11-01', '2026-02-28']);
  });
});
