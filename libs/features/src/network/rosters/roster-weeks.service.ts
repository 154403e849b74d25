import {
  demand,
  localDate,
  localDayRange,
  plusMinutes,
  type Instant,
  type Principal,
  type ReaderId,
  type ReadingGroupId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, one, scopeOf, type Tx } from '@overread/platform';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { shiftsOf, type RosterKey } from './roster-days.js';
import { shiftOfDay, takersOf, type Taker } from './shift-takers.js';

interface RosterDay {
  date: string;
  startsAt: Instant;
  endsAt: Instant;
}
export interface RosterDays {
  readingGroupId: ReadingGroupId;
  zone: string;
  days: (RosterDay & { shifts: RosterShift[] })[];
  readers: { id: ReaderId; name: string }[];
}

/** A group's days side by side, and who could take a shift over. */
@Injectable()
export class RosterWeeksService {
  constructor(private readonly database: Database) {}

  week(
    principal: Principal,
    readingGroupId: ReadingGroupId,
    { from, days }: { from?: string | undefined; days: number },
  ): Promise<RosterDays> {
    demand(principal, 'view-rosters', { readingGroupIds: [readingGroupId] });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const zone = await zoneOf(tx, readingGroupId);
      const first = from ?? localDate(await tx.now(), zone);
      const shown = datesFrom(first, days).map((date) => ({ date, ...dayOf(date, zone) }));
      const span = { from: dayOf(first, zone).startsAt, until: shown.at(-1)?.endsAt ?? dayOf(first, zone).endsAt };
      const shifts = await shiftsOf(tx, readingGroupId, span);
      const rostered = shifts.map(({ readerId }) => readerId);
      const readers = await readersOf(tx, readingGroupId, rostered);
      const within = ({ startsAt, endsAt }: RosterDay) =>
        shifts.filter((shift) => startsAt <= shift.startsAt && shift.startsAt < endsAt);
      return { readingGroupId, zone, days: shown.map((day) => ({ ...day, shifts: within(day) })), readers };
    });
  }

  /** Readers of the group other than the one who has the shift, those who lack nothing first. */
  takers(principal: Principal, key: RosterKey, shiftId: RosterShiftId): Promise<Taker[]> {
    demand(principal, 'move-shift', { readingGroupIds: [key.readingGroupId] });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const shift = await shiftOfDay(tx, shiftId, key, await zoneOf(tx, key.readingGroupId));
      const readers = await readersOf(tx, key.readingGroupId, []);
      const others = readers.map(({ id }) => id).filter((id) => id !== shift.readerId);
      const takers = await takersOf(tx, shift, others);
      return takers.toSorted((a, b) => a.warnings.length - b.warnings.length || (a.name < b.name ? -1 : 1));
    });
  }
}

const zoneOf = (tx: Tx, id: ReadingGroupId): Promise<string> =>
  tx.change({ group: one(ReadingGroupEntity, { id }, { lock: 'none' }) }, ({ group }) => ({ result: group.zone }));

const readersOf = (
  tx: Tx,
  readingGroupId: ReadingGroupId,
  alsoIds: readonly ReaderId[],
): Promise<{ id: ReaderId; name: string }[]> =>
  tx.read(
    `select id, name from reader
     where (retired_at is null and reading_group_ids @> array[$1]::uuid[]) or id = any ($2) order by name, id`,
    [readingGroupId, [...new Set(alsoIds)]],
  );

function dayOf(date: string, zone: string): Omit<RosterDay, 'date'> {
  const { from, until } = localDayRange(date, zone);
  return { startsAt: from, endsAt: until };
}

const DAY_MINUTES = 24 * 60;

/** Calendar dates have no zone: UTC has every one of them, each as long as the other. */
const datesFrom = (from: string, days: number): string[] =>
  Array.from({ length: days }, (_, day) =>
    plusMinutes(new Date(`${from}T00:00:00Z`), day * DAY_MINUTES)
      .toISOString()
      .slice(0, 10),
  );
