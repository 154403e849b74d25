import type { Instant } from '../../core/instant.js';
import type { Period } from '../../core/period.js';
import { minutesOfDay, withinHours } from '../../network/local-time.js';
import type { WeeklyHours } from '../../network/network.js';
import type { ReaderFacts, Relations } from '../facts.js';
import type { HardRules } from '../hard-rules.js';
import { fatigueRule } from '../rules/fatigue.js';

const MINUTE_MS = 60_000;
const QUARTER = 15;
const DAY_MINUTES = 24 * 60;

/** When, after `now`, anything about a reader becomes true or false by itself; epoch milliseconds, `Infinity` is never. */
export function readerChangesAt(facts: ReaderFacts, now: Instant): number {
  const { reader, session } = facts;
  return earliestAfter(now, [
    reader.retiredAt,
    ...[...facts.licences, ...facts.privileges].flatMap(datesOf),
    ...(session === null ? [] : [session.startedAt, session.until, session.endedAt, tiredAt(facts)]),
    ...facts.shifts.flatMap((shift) => [shift.startsAt, shift.endsAt]),
  ]);
}

/** The same for what stands between a health system and its groups: agreements, contracts, and the hours of these. */
export const relationsChangeAt = ({ agreements, contracts }: Relations, now: Instant): number =>
  earliestAfter(now, [
    ...[...agreements, ...contracts].flatMap(datesOf),
    ...contracts.map(({ hours }) => (hours === null ? null : hoursLookedAt(hours, now))),
  ]);

/** The same for the rules themselves. */
export const rulesChangeAt = ({ licenceRequirements, payerPlaces }: HardRules, now: Instant): number =>
  earliestAfter(
    now,
    [...licenceRequirements, ...payerPlaces].flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]),
  );

const datesOf = ({ validFrom, validUntil, retiredAt }: Period & { retiredAt: Instant | null }): (Instant | null)[] => [
  validFrom,
  validUntil,
  retiredAt,
];

function earliestAfter(now: Instant, instants: readonly (Instant | null)[]): number {
  let earliest = Infinity;
  for (const each of instants) {
    const at = each?.getTime() ?? Infinity;
    if (at > now.getTime() && at < earliest) earliest = at;
  }
  return earliest;
}

/** When the hours of the session reach the reader's limit: to the millisecond at which the rule itself says so. */
function tiredAt(facts: ReaderFacts): Instant | null {
  const { session, reader } = facts;
  const { sessionHours } = reader.limits;
  if (session === null || sessionHours === null) return null;
  const tired = (at: number): boolean => {
    const limits = { ...reader.limits, consecutiveStudies: null };
    const asked = { reader: { ...facts, reader: { ...reader, limits } }, stage: 'offer', now: new Date(at) };
    return fatigueRule(asked as Parameters<typeof fatigueRule>[0], {} as never, {} as never) !== null;
  };
  // Hours with a fraction are no whole number of milliseconds.
  const about = Math.floor(session.startedAt.getTime() + sessionHours * 60 * MINUTE_MS) - 1;
  for (let at = about; at < about + 4; at += 1) if (tired(at)) return new Date(at);
  return null;
}

/**
 * The next instant at which the hours open or close, or a day from now, when they are to be looked at again. Clocks and
 * windows change on whole minutes, and clocks of a zone by whole quarters of an hour: only minutes that can matter are asked.
 */
function hoursLookedAt(hours: WeeklyHours, now: Instant): Instant {
  const open = withinHours(hours, now);
  const minutes = new Set([0, ...hours.windows.flatMap(({ from, to }) => [from, to].map(minuteOfQuarter))]);
  const first = Math.floor(now.getTime() / MINUTE_MS) + 1;
  for (let minute = first; minute < first + DAY_MINUTES; minute += 1) {
    if (!minutes.has(minute % QUARTER)) continue;
    const at = new Date(minute * MINUTE_MS);
    if (withinHours(hours, at) !== open) return at;
  }
  return new Date((first + DAY_MINUTES) * MINUTE_MS);
}

const minuteOfQuarter = (time: string): number => (minutesOfDay(time) ?? 0) % QUARTER;
