import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../core/instant.js';

/** Whether `text` is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** Whole years of age on the UTC day of `at`; null when the birth date is unknown. */
export function ageInYears(birthDate: string | null, at: Instant): number | null {
  if (birthDate === null || !isDate(birthDate)) return null;
  const today = Temporal.PlainDate.from(at.toISOString().slice(0, 10));
  return Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'years' }).years;
}

/** Younger than `belowYears` at `at`. An unknown birth date is nobody's: whether the patient looks a child is a person's call. */
export function isPediatric(birthDate: string | null, at: Instant, belowYears: number): boolean {
  const age = ageInYears(birthDate, at);
  return age !== null && age < belowYears;
}
