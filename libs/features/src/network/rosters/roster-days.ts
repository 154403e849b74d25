import {
  localDate,
  localDayRange,
  type DomainEvent,
  type Instant,
  type ReaderId,
  type ReadingGroupId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import { all, maybe, newId, one, requireVersion, type Tx } from '@overread/platform';
import { NetworkHistoryEntity } from '../entities/network-history.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { RosterDayEntity } from '../entities/roster-day.entity.js';
import { RosterShiftEntity } from '../entities/roster-shift.entity.js';

/** A group's day, by the group's own calendar. */
export interface RosterKey {
  readingGroupId: ReadingGroupId;
  /** `YYYY-MM-DD` in the group's zone. */
  date: string;
}

export type Range = ReturnType<typeof localDayRange>;

/** Locks the group, so that one plan of a day follows the other. */
export async function nextVersion(
  tx: Tx,
  { readingGroupId, date }: RosterKey,
  accepted: readonly number[] | null,
): Promise<{ range: Range; version: number; now: Instant }> {
  const targets = {
    group: one(ReadingGroupEntity, { id: readingGroupId }),
    day: maybe(RosterDayEntity, { readingGroupId, day: date }),
  };
  return tx.change(targets, ({ group, day }, now) => {
    requireVersion(accepted, day?.version ?? 0);
    const version = (day?.version ?? 0) + 1;
    const range = localDayRange(date, group.zone);
    return { next: { day: { readingGroupId, day: date, version } }, result: { range, version, now } };
  });
}

export async function shiftsOf(tx: Tx, readingGroupId: ReadingGroupId, { from, until }: Range): Promise<RosterShift[]> {
  const rows = await tx.read<{ id: RosterShiftId }>(
    'select id from roster_shift where reading_group_id = $1 and starts_at >= $2 and starts_at < $3',
    [readingGroupId, from, until],
  );
  const ids = rows.map((row) => row.id);
  const shifts = await tx.change({ shifts: all(RosterShiftEntity, { id: ids }, { lock: 'none' }) }, (loaded) => ({
    result: loaded.shifts,
  }));
  return shifts.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Told to everyone who had a shift that day and everyone who has one now. */
export function rosterChanged(key: RosterKey, version: number, readers: readonly ReaderId[]): DomainEvent {
  const readerIds = [...new Set(readers)];
  return {
    type: 'roster.changed',
    healthSystemId: null,
    studyId: null,
    readId: null,
    readingGroupIds: [key.readingGroupId],
    readerIds,
    version,
    data: { readingGroupId: key.readingGroupId, date: key.date, readerIds },
  };
}

/** Keeps a version of a day as it stands. */
export async function keepVersion(
  tx: Tx,
  key: RosterKey,
  kept: { version: number; at: Instant; actor: string; shifts: readonly RosterShift[] },
): Promise<void> {
  const { version, at, actor, shifts } = kept;
  const row = { date: key.date, shifts: JSON.parse(JSON.stringify(shifts)) };
  const id = newId();
  await tx.put(NetworkHistoryEntity, { id, kind: 'roster', entityId: key.readingGroupId, version, at, actor, row });
}

/** Writes shifts that changed hands or are new, with the days they are of; what they were is kept. Answers what was told. */
export async function saveShifts(
  tx: Tx,
  { readingGroupId, zone }: { readingGroupId: ReadingGroupId; zone: string },
  moved: { shifts: readonly RosterShift[]; readers: readonly ReaderId[]; actor: string },
): Promise<DomainEvent[]> {
  const events: DomainEvent[] = [];
  for (const [date, shifts] of Map.groupBy(moved.shifts, ({ startsAt }) => localDate(startsAt, zone))) {
    const key = { readingGroupId, date };
    const { range, version, now: at } = await nextVersion(tx, key, null);
    const event = rosterChanged(key, version, moved.readers);
    await tx.put(RosterShiftEntity, shifts, [event]);
    await keepVersion(tx, key, { version, at, actor: moved.actor, shifts: await shiftsOf(tx, readingGroupId, range) });
    events.push(event);
  }
  return events;
}
