import type { Chance } from '../../core/chance.js';
import type { Tier } from '../../network/network.js';
import type { InstanceReader, MinuteSpan } from '../instance/dispatch-instance.js';
import { HOURLY, NIGHT, NIGHT_LIKING, SHIFT_HOURS, STAFFING_MISMATCH } from './distributions.js';

const DAY = 1440;

/**
 * Gives each reader a shift, the same every day. Starts are drawn so that staffing follows the demand by hour as far as the
 * planner foresaw it, and for each reader alone: nobody has evened the roster out.
 */
export function makeShifts(readers: readonly InstanceReader[], endsAtMinute: number, chance: Chance): void {
  const foreseen = HOURLY.map((share) => share * Math.exp(STAFFING_MISMATCH * chance.normal()));
  for (const reader of readers) {
    const hours = chance.pick(SHIFT_HOURS);
    // Half of a shift is worked before its middle: the hour that is drawn is the middle one.
    const middle = chance.pick(foreseen.map((share, hour) => [hour, share * likingOf(reader.tier, hour)] as const));
    reader.shifts = daily(((middle - hours / 2 + 24) % 24) * 60, hours * 60, endsAtMinute);
  }
}

/** Who lives where it is day while it is night here works then; others rather do not. */
const likingOf = (tier: Tier, hour: number): number => {
  const isNight = hour >= NIGHT.from || hour < NIGHT.to;
  return isNight ? NIGHT_LIKING[tier] : 1;
};

/** The same hours every day, the first of them begun the day before. */
function daily(from: number, minutes: number, endsAtMinute: number): MinuteSpan[] {
  const spans: MinuteSpan[] = [];
  for (let start = from - DAY; start < endsAtMinute; start += DAY) {
    const span = { fromMinute: Math.max(0, start), toMinute: start + minutes };
    if (span.toMinute > 0) spans.push(span);
  }
  return spans;
}

/** Takes a share of those on shift out of work for a while. */
export function makeOutage(
  readers: readonly InstanceReader[],
  { share, from, minutes }: { share: number; from: number; minutes: number },
  chance: Chance,
): void {
  for (const reader of readers) {
    const present = reader.shifts.some(({ fromMinute, toMinute }) => fromMinute <= from && from < toMinute);
    if (present && chance.happens(share)) reader.outages = [{ fromMinute: from, toMinute: from + minutes }];
  }
}
