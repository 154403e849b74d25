import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../core/domain-error.js';
import type { Instant } from '../core/instant.js';

/** Half-open: from `from` on, up to but not including `to`. */
export interface Span {
  from: Instant;
  to: Instant;
}

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The span a report asks for. A calendar date means the local day at `zone` (23, 24 or 25 hours long): `from` its start,
 * `to` its end, so `from=2026-11-01&to=2026-11-30` is all of November. An RFC 3339 instant is taken as it is.
 *
 * @throws DomainError invalid `period/unreadable`, `period/unknown-zone` or `period/empty`
 */
export function reportPeriod(from: string, to: string, zone: string): Span {
  const span = { from: boundary(from, zone, 0, 'from'), to: boundary(to, zone, 1, 'to') };
  if (span.from >= span.to) throw invalid('to', 'period/empty', `the period from ${from} to ${to} is empty`);
  return span;
}

/**
 * The local calendar days, weeks (from Monday) or months of `span` at `zone`, the first and last cut to the span.
 *
 * @throws DomainError invalid `period/unknown-zone`
 */
export function calendarSpans(span: Span, unit: 'day' | 'week' | 'month', zone: string): Span[] {
  const spans: Span[] = [];
  let from = span.from;
  while (from < span.to) {
    const end = nextBoundary(from, unit, zone);
    const to = end < span.to ? end : span.to;
    spans.push({ from, to });
    from = to;
  }
  return spans;
}

function nextBoundary(at: Instant, unit: 'day' | 'week' | 'month', zone: string): Instant {
  checkZone(zone);
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const next = {
    day: () => day.add({ days: 1 }),
    week: () => day.add({ days: 8 - day.dayOfWeek }),
    month: () => day.with({ day: 1 }).add({ months: 1 }),
  }[unit]();
  return startOfDay(next, zone);
}

const startOfDay = (day: Temporal.PlainDate, zone: string): Instant =>
  new Date(day.toZonedDateTime({ timeZone: zone }).epochMilliseconds);

function boundary(text: string, zone: string, daysLater: number, path: string): Instant {
  checkZone(zone);
  try {
    if (CALENDAR_DATE.test(text)) return startOfDay(Temporal.PlainDate.from(text).add({ days: daysLater }), zone);
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    throw invalid(path, 'period/unreadable', `${path} is neither a calendar date nor an RFC 3339 instant`);
  }
}

function checkZone(zone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw invalid('zone', 'period/unknown-zone', `${zone} is no IANA time zone`);
  }
}

const invalid = (path: string, code: string, message: string): DomainError =>
  new DomainError('invalid', code, message, { errors: [{ path, code, message }] });
