import { offsetMinutes } from './local-clock.js';

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/**
 * The instants at which a zone's clock shows `local` (`YYYY-MM-DDTHH:mm`), the first one first: none where the clock skips
 * it in spring, two where it comes twice in autumn.
 */
export function instantsOf(zone: string, local: string): string[] {
  if (!LOCAL.test(local)) return [];
  const shown = Date.parse(`${local}:00Z`);
  if (Number.isNaN(shown)) return [];
  // Whatever offset applies, it is the one of the day before or of the day after.
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((near) => offsetMinutes(zone, new Date(near)));
  const fitting = [...new Set(offsets)]
    .map((offset) => ({ offset, at: new Date(shown - offset * MINUTE_MS) }))
    .filter(({ offset, at }) => offsetMinutes(zone, at) === offset);
  return fitting.map(({ at }) => at.toISOString()).toSorted((a, b) => a.localeCompare(b));
}

/** `YYYY-MM-DDTHH:mm` by a zone's clock, for a field. */
export const localOf = (zone: string, at: Date): string =>
  new Date(at.getTime() + offsetMinutes(zone, at) * MINUTE_MS).toISOString().slice(0, 16);
