import {
  DomainError,
  localDayRange,
  shiftWarnings,
  type ReaderId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import { all, type Tx } from '@overread/platform';
import { loadReaders } from '../directory/load-network.js';
import { FacilityEntity } from '../entities/facility.entity.js';
import { RosterShiftEntity } from '../entities/roster-shift.entity.js';
import type { RosterKey } from './roster-days.js';

export interface Taker {
  readerId: ReaderId;
  name: string;
  /** Whether they read for the shift's group at all. */
  ofGroup: boolean;
  warnings: string[];
}

/** A shift of the group; of that very day, where its zone is given. */
export async function shiftOfDay(tx: Tx, id: RosterShiftId, key: RosterKey, zone?: string): Promise<RosterShift> {
  const [shift] = await shiftsById(tx, [id]);
  const range = zone === undefined ? null : localDayRange(key.date, zone);
  const here = range === null || (shift && range.from <= shift.startsAt && shift.startsAt < range.until);
  if (shift && shift.readingGroupId === key.readingGroupId && here) return shift;
  throw new DomainError('not-found', 'roster/no-such-shift', 'The roster has no such shift');
}

/** What these readers would lack for a shift, whatever they give for it. */
export async function takersOf(
  tx: Tx,
  shift: RosterShift,
  readerIds: readonly ReaderId[],
  given: RosterShift | null = null,
): Promise<Taker[]> {
  const readers = await loadReaders(tx, readerIds);
  const facilities = await tx.change(
    { facilities: all(FacilityEntity, { id: shift.facilityIds }, { lock: 'none' }) },
    (rows) => ({ result: rows.facilities }),
  );
  const others = Map.groupBy(await meanwhile(tx, shift, readerIds), ({ readerId }) => readerId);
  return readers.map(({ reader, licences, privileges }) => {
    const shifts = (others.get(reader.id) ?? []).filter(({ id }) => id !== given?.id);
    return {
      readerId: reader.id,
      name: reader.name,
      ofGroup: reader.retiredAt === null && reader.readingGroupIds.includes(shift.readingGroupId),
      warnings: shiftWarnings(shift, { reader, licences, privileges, shifts }, facilities),
    };
  });
}

export const shiftsById = (tx: Tx, ids: readonly RosterShiftId[]): Promise<RosterShift[]> =>
  tx.change({ shifts: all(RosterShiftEntity, { id: ids }, { lock: 'none' }) }, ({ shifts }) => ({ result: shifts }));

/** Their shifts at the time of this one, however far ahead it is. */
async function meanwhile(
  tx: Tx,
  { startsAt, endsAt }: RosterShift,
  readerIds: readonly ReaderId[],
): Promise<RosterShift[]> {
  const rows = await tx.read<{ id: RosterShiftId }>(
    'select id from roster_shift where reader_id = any ($1) and starts_at < $3 and ends_at > $2',
    [readerIds, startsAt, endsAt],
  );
  return shiftsById(
    tx,
    rows.map(({ id }) => id),
  );
}
