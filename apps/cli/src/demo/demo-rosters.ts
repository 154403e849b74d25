import { localDate, nextLocalTime, plusMinutes, type Instant, type RosterShift } from '@overread/domain';
import { newId } from '@overread/platform';
import type { DemoReader, DemoRows } from './demo-rows.js';

const DAY_MINUTES = 24 * 60;
/** Long enough that no evaluation outlives it. */
const ROSTER_DAYS = 400;

/**
 * Shifts from the day before `now` on, day teams 07-19 and night teams 19-07 at their group's home, so that
 * every skill is rostered at every hour in every group.
 */
export function demoShifts(groups: DemoRows['groups'], readers: readonly DemoReader[], now: Instant): RosterShift[] {
  return groups.flatMap((group) =>
    Array.from({ length: ROSTER_DAYS }, (_, day) => plusMinutes(now, (day - 2) * DAY_MINUTES)).flatMap((near) =>
      readers
        .filter(({ reader }) => reader.readingGroupIds.includes(group.id))
        .flatMap((each) => {
          const startsAt = nextLocalTime(each.team === 'day' ? '07:00' : '19:00', group.zone, near);
          return [shiftOf(group, each, startsAt)];
        }),
    ),
  );
}

function shiftOf(
  group: DemoRows['groups'][number],
  { reader, skill, team }: DemoReader,
  startsAt: Instant,
): RosterShift {
  return {
    id: newId(),
    readingGroupId: group.id,
    readerId: reader.id,
    name: `${team === 'day' ? 'Day' : 'Night'} ${skill.families.slice(0, 2).join('/')}`,
    startsAt,
    endsAt: nextLocalTime(team === 'day' ? '19:00' : '07:00', group.zone, startsAt),
    modalityFamilies: skill.families,
    facilityIds: [],
  };
}

/** The local days that the shifts begin on, one roster each. */
export const rosterDays = (groups: DemoRows['groups'], shifts: readonly RosterShift[]): Set<string> =>
  new Set(
    shifts.map((shift) => {
      const zone = groups.find((group) => group.id === shift.readingGroupId)?.zone ?? 'UTC';
      return `${shift.readingGroupId} ${localDate(shift.startsAt, zone)}`;
    }),
  );
