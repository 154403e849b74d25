import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarSpans, reportPeriod } from './report-period.js';

const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 3_600_000;

describe('the period of a report', () => {
  it.each([
    ['a day', '2026-11-22', '2026-11-22', 'UTC', '2026-11-22T00:00:00.000Z', 24],
    ['a day west of Greenwich', '2026-11-22', '2026-11-22', 'America/Chicago', '2026-11-22T06:00:00.000Z', 24],
    ['the day clocks go forward', '2026-03-29', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', 23],
    ['the day clocks go back', '2026-11-01', '2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z', 25],
    ['a leap day', '2028-02-29', '2028-02-29', 'Australia/Brisbane', '2028-02-28T14:00:00.000Z', 24],
    // Midnight does not exist there that day: it begins at 01:00.
    ['a day without midnight', '2025-09-07', '2025-09-07', 'America/Santiago', '2025-09-07T04:00:00.000Z', 23],
    [
      'instants as they are',
      '2026-11-22T10:00:00Z',
      '2026-11-22T12:30:00+01:00',
      'Asia/Kolkata',
      '2026-11-22T10:00:00.000Z',
      1.5,
    ],
  ])('is %s', (_, from, to, zone, start, length) => {
    const span = reportPeriod(from, to, zone);
    expect(span.from.toISOString()).toBe(start);
    expect(hours(span)).toBe(length);
  });

  it.each([
    ['yesterday', '2026-11-22', 'UTC', 'period/unreadable'],
    ['2026-02-30', '2026-11-22', 'UTC', 'period/unreadable'],
    ['2026-11-23', '2026-11-22', 'UTC', 'period/empty'],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z', 'UTC', 'period/empty'],
    ['2026-11-22', '2026-11-22', 'Mars/Olympus', 'period/unknown-zone'],
  ])('refuses %s to %s at %s', (from, to, zone, code) => {
    expect(() => reportPeriod(from, to, zone)).toThrow(expect.objectContaining({ kind: 'invalid', code }));
  });
});

describe('calendar spans', () => {
  it('cut a period into local weeks from Monday', () => {
    const spans = calendarSpans(reportPeriod('2026-11-20', '2026-12-01', 'Europe/Berlin'), 'week', 'Europe/Berlin');
    expect(spans.map((span) => span.from.toISOString())).toEqual([
      '2026-11-19T23:00:00.000Z',
      '2026-11-22T23:00:00.000Z',
      '2026-11-29T23:00:00.000Z',
    ]);
  });

  it('cut a year into months of their own length', () => {
    const months = calendarSpans(
      reportPeriod('2026-01-01', '2026-12-31', 'America/New_York'),
      'month',
      'America/New_York',
    );
    expect(months).toHaveLength(12);
    expect(months.map(hours).slice(1, 3)).toEqual([28 * 24, 31 * 24 - 1]);
  });

  it('follow each other without gap or overlap', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Santiago',
    );
    const units = fc.constantFrom('day', 'week', 'month');
    const starts = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(zones, units, starts, fc.integer({ min: 1, max: 2000 }), (zone, unit, day, hoursLong) => {
        const from = new Date(Date.UTC(2025, 0, 1 + day));
        const span = { from, to: new Date(from.getTime() + hoursLong * 3_600_000) };
        const spans = calendarSpans(span, unit as 'day' | 'week' | 'month', zone);
        expect(spans[0]?.from).toEqual(span.from);
        expect(spans.at(-1)?.to).toEqual(span.to);
        expect(spans.every((each) => each.from < each.to)).toBe(true);
        expect(spans.slice(1).map((each) => each.from)).toEqual(spans.slice(0, -1).map((each) => each.to));
      }),
    );
  });
});
