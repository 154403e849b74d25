import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isZone, localDate, localDayRange, nextLocalTime, withinHours } from './local-time.js';

const at = (text: string): Date => new Date(text);

describe('nextLocalTime', () => {
  it.each([
    ['the same day', '07:00', 'America/Chicago', '2026-11-22T07:00:00Z', '2026-11-22T13:00:00Z'],
    ['never the instant itself', '07:00', 'America/Chicago', '2026-11-22T13:00:00Z', '2026-11-23T13:00:00Z'],
    ['into the next year', '07:00', 'America/Chicago', '2026-12-31T20:00:00Z', '2027-01-01T13:00:00Z'],
    ['over the day the clocks go forward', '07:00', 'America/Chicago', '2026-03-07T14:00:00Z', '2026-03-08T12:00:00Z'],
    ['a skipped time as that much later', '02:30', 'America/Chicago', '2026-03-08T07:00:00Z', '2026-03-08T08:30:00Z'],
    ['a repeated time at its first', '01:30', 'America/Chicago', '2026-11-01T05:00:00Z', '2026-11-01T06:30:00Z'],
    ['a repeated time once', '01:30', 'America/Chicago', '2026-11-01T06:30:00Z', '2026-11-02T07:30:00Z'],
    ['past a day that never was', '07:00', 'Pacific/Apia', '2011-12-29T18:00:00Z', '2011-12-30T17:00:00Z'],
    ['24:00 as the end of the day', '24:00', 'UTC', '2026-11-22T07:00:00Z', '2026-11-23T00:00:00Z'],
  ])('finds %s', (_, time, zone, from, expected) => {
    expect(nextLocalTime(time, zone, at(from)).toISOString()).toBe(at(expected).toISOString());
  });

  it('is after the instant, within two days, and shows the time asked for unless the clock skipped it', () => {
    const zones = fc.constantFrom('America/Chicago', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata');
    const instants = fc.date({ min: at('2025-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 4, max: 23 }), (zone, from, hour) => {
        const time = `${String(hour).padStart(2, '0')}:15`;
        const found = nextLocalTime(time, zone, from);
        expect(found > from).toBe(true);
        expect(found.getTime() - from.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        expect(found.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })).toBe(time);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what is no time of day', () => {
    for (const time of ['7:00', '24:01', '12:60', ''])
      expect(() => nextLocalTime(time, 'UTC', at('2026-01-01'))).toThrow();
  });
});

describe('withinHours', () => {
  const nights = { zone: 'America/Chicago', windows: [{ days: [5], from: '19:00', to: '07:00' }] };

  it.each([
    ['the evening itself', '2026-11-21T02:00:00Z', true],
    ['the morning after', '2026-11-21T12:59:00Z', true],
    ['the end is not included', '2026-11-21T13:00:00Z', false],
    ['the morning before belongs to Thursday', '2026-11-20T12:00:00Z', false],
    ['the next evening', '2026-11-22T02:00:00Z', false],
  ])('knows a window over midnight: %s', (_, instant, inside) => {
    expect(withinHours(nights, at(instant))).toBe(inside);
  });

  it('takes Sunday night into Monday morning', () => {
    const hours = { zone: 'UTC', windows: [{ days: [7], from: '22:00', to: '02:00' }] };
    expect(withinHours(hours, at('2026-11-23T01:00:00Z'))).toBe(true);
    expect(withinHours(hours, at('2026-11-22T01:00:00Z'))).toBe(false);
  });

  it('means every day when no day is named, and the whole day from a time to itself', () => {
    const always = { zone: 'Europe/Berlin', windows: [{ days: [], from: '00:00', to: '00:00' }] };
    fc.assert(
      fc.property(fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true }), (instant) =>
        withinHours(always, instant),
      ),
      { numRuns: 50 },
    );
  });

  it('follows the local clock across the change of the clocks', () => {
    const days = { zone: 'America/Chicago', windows: [{ days: [], from: '08:00', to: '17:00' }] };
    expect(withinHours(days, at('2026-10-30T13:00:00Z'))).toBe(true);
    expect(withinHours(days, at('2026-11-02T13:00:00Z'))).toBe(false);
    expect(withinHours(days, at('2026-11-02T14:00:00Z'))).toBe(true);
  });

  it('is never open without a window', () => {
    expect(withinHours({ zone: 'UTC', windows: [] }, at('2026-11-02T14:00:00Z'))).toBe(false);
  });
});

describe('localDayRange', () => {
  it.each([
    ['2026-11-22', 24],
    ['2026-03-08', 23],
    ['2026-11-01', 25],
  ])('gives %s its %i hours in Chicago', (date, hours) => {
    const { from, until } = localDayRange(date, 'America/Chicago');
    expect((until.getTime() - from.getTime()) / 3_600_000).toBe(hours);
    expect(localDate(from, 'America/Chicago')).toBe(date);
    expect(localDate(until, 'America/Chicago')).not.toBe(date);
  });
});

describe('the local clock', () => {
  it('shows what the platform shows, around every change of the clocks', () => {
    const zones = fc.constantFrom(
      'America/Chicago',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Africa/Cairo',
    );
    const instants = fc.date({ min: at('1975-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, (zone, instant) => {
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(instant);
        expect(localDate(instant, zone)).toBe(shown.slice(0, 10));
        const minute = {
          days: [],
          from: shown.slice(11, 16),
          to: shown.slice(11, 16).replace(/.$/, (d) => (d === '9' ? '9' : `${Number(d) + 1}`)),
        };
        expect(withinHours({ zone, windows: [minute] }, instant)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('isZone', () => {
  it('knows the names of the IANA database and nothing else', () => {
    expect(['America/Chicago', 'UTC', 'Asia/Kolkata'].every(isZone)).toBe(true);
    expect(['', '+02:00', 'Mars/Olympus', 'Chicago'].some(isZone)).toBe(false);
  });
});
