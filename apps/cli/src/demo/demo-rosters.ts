import { localDate, nextLocalTime, plusMinutes, type Instant, type RosterShift } from '@overread/domain';
import { newId } from '@overread/platform';
import type { DemoReader, DemoRows } from './demo-rows.js';

const DAY_MINUTES = 24 * 60;
/** Long enough that no evaluation outlives it. */
export const ROSTER_DAYS = 400;

/**
 * Shifts of `days` days from the day before `now` on, day teams 07-19 and night teams 19-07 at their group's home, so that
 * every skill is rostered at every hour in every group.
 */
export function demoShifts(
  groups: DemoRows['groups'],
  readers: readonly DemoReader[],
  now: Instant,
  days: number,
): RosterShift[] {
  return groups.flatMap((group) => {
    const own = readers.filter(({ reader }) => reader.readingGroupIds.includes(group.id));
    return Array.from({ length: days }, (_, day) => plusMinutes(now, (day - 2) * DAY_MINUTES)).flatMap((near) =>
      (['day', 'night'] as const).flatMap((team) => {
        const hours = hoursOf(team, group.zone, near);
        return own.filter((each) => each.team === team).map((each) => shiftOf(group, each, hours));
      }),
    );
  });
}

interface Hours {
  startsAt: Instant;
  endsAt: Instant;
}

/** Zones are slow to ask, so each team's hours are asked once. */
function hoursOf(team: DemoReader['team'], zone: string, near: Instant): Hours {
  const [from, until] = team === 'day' ? (['07:00', '19:00'] as const) : (['19:00', '07:00'] as const);
  const startsAt = nextLocalTime(from, zone, near);
  return { startsAt, endsAt: nextLocalTime(until, zone, startsAt) };
}

const shiftOf = (
  group: DemoRows['groups'][number],
  { reader, skill, team }: DemoReader,
  hours: Hours,
): RosterShift => ({
  id: newId(),
  readingGroupId: group.id,
  readerId: reader.id,
  name: `${team === 'day' ? 'Day' : 'Night'} ${skill.families.slice(0, 2).join('/')}`,
  ...hours,
  modalityFamilies: skill.families,
  subspecialties: [],
  facilityIds: [],
});

/** The local days that the shifts begin on, one roster each. */
export const rosterDays = (groups: DemoRows['groups'], shifts: readonly RosterShift[]): Set<string> =>
  new Set(
    shifts.map((shift) => {
      const zone = groups.find((group) => group.id === shift.readingGroupId)?.zone ?? 'UTC';
      return `${shift.readingGroupId} ${localDate(shift.startsAt, zone)}`;
    }),
  );
