import { text } from '../texts/text.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayClock = new Intl.DateTimeFormat(undefined, {
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: '2-digit' });

/** An instant in the reader's own zone: the time alone when it is today's. */
export function time(instant: string | null | undefined, now = new Date()): string {
  if (!instant) return text('none');
  const at = new Date(instant);
  return at.toDateString() === now.toDateString() ? clock.format(at) : dayClock.format(at);
}
export const date = (instant: string | null | undefined): string =>
  instant ? day.format(new Date(instant)) : text('none');

/** Whole UTC instant, for a title beside the short form. */
export const utc = (instant: string | null | undefined): string =>
  instant
    ? new Date(instant)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC')
    : '';

const two = (value: number): string => String(value).padStart(2, '0');

/** A duration counted to the second below a day: `1:02:05`, `12:05`, `-0:40`; days and hours above. */
export function countdown(milliseconds: number): string {
  const sign = milliseconds < 0 ? '−' : '';
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 24) return `${sign}${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours > 0 ? `${sign}${hours}:${two(minutes)}:${two(seconds % 60)}` : `${sign}${minutes}:${two(seconds % 60)}`;
}

/** Minutes for people: `45 min`, `2 h 05 min`, `1 d 4 h`. */
export function minutes(value: number | null | undefined): string {
  if (value === null || value === undefined) return text('none');
  const whole = Math.round(Math.abs(value));
  const sign = value < 0 && whole > 0 ? '−' : '';
  if (whole < 60) return `${sign}${Math.abs(value) < 10 ? Math.abs(value).toFixed(1).replace(/\.0$/, '') : whole} min`;
  if (whole < 1440) return `${sign}${Math.floor(whole / 60)} h ${two(whole % 60)} min`;
  return `${sign}${Math.floor(whole / 1440)} d ${Math.floor((whole % 1440) / 60)} h`;
}

export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? text('none') : `${(share * 100).toFixed(1)} %`;

export const personName = (name: { family: string | null; given: string | null } | null | undefined): string =>
  [name?.family, name?.given].filter(Boolean).join(', ');
