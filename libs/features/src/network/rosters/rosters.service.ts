import { Injectable } from '@nestjs/common';
import {
  asId,
  checkRoster,
  demand,
  localDayRange,
  type FacilityId,
  type FieldError,
  type Principal,
  type ReaderId,
  type RosterShift,
  type RosterShiftId,
} from '@overread/domain';
import { all, Database, maybe, newId, one, scopeOf, type Tx } from '@overread/platform';
import type { putRoster } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../directory/network-directory.js';
import { ReaderEntity } from '../entities/reader.entity.js';
import { ReadingGroupEntity } from '../entities/reading-group.entity.js';
import { RosterDayEntity } from '../entities/roster-day.entity.js';
import { RosterShiftEntity } from '../entities/roster-shift.entity.js';
import { checkReferences, refuseBroken } from '../resources/references.js';
import { keepVersion, nextVersion, rosterChanged, shiftsOf, type Range, type RosterKey } from './roster-days.js';

export type RosterBody = z.infer<typeof putRoster>;

export interface Roster extends RosterKey {
  /** 0 before anybody has planned the day. */
  version: number;
  shifts: RosterShift[];
}

/** Who works when. A shift belongs to the day it starts on. */
@Injectable()
export class RostersService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  get(principal: Principal, key: RosterKey): Promise<Roster> {
    demand(principal, 'view-rosters', { readingGroupIds: [key.readingGroupId] });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const unlocked = { lock: 'none' } as const;
      const targets = {
        group: one(ReadingGroupEntity, { id: key.readingGroupId }, unlocked),
        day: maybe(RosterDayEntity, { readingGroupId: key.readingGroupId, day: key.date }, unlocked),
      };
      const { group, day } = await tx.change(targets, (rows) => ({ result: rows }));
      const shifts = await shiftsOf(tx, key.readingGroupId, localDayRange(key.date, group.zone));
      return { ...key, version: day?.version ?? 0, shifts };
    });
  }

  /** Replaces the day: what the body leaves out is no longer planned, and stays in the history. */
  async put(
    principal: Principal,
    key: RosterKey,
    body: RosterBody,
    accepted: readonly number[] | null,
  ): Promise<Roster> {
    demand(principal, 'edit-rosters', { readingGroupIds: [key.readingGroupId] });
    const { roster, event } = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { range, version, now } = await nextVersion(tx, key, accepted);
      const before = await shiftsOf(tx, key.readingGroupId, range);
      const shifts = await this.checked(tx, key, body, { range, before });
      const kept = new Set(shifts.map((shift) => shift.id));
      const removed = before.filter((shift) => !kept.has(shift.id)).map((shift) => shift.id);
      if (removed.length > 0) await tx.read('delete from roster_shift where id = any ($1)', [removed]);
      const changed = rosterChanged(
        key,
        version,
        [...before, ...shifts].map((shift) => shift.readerId),
      );
      await tx.put(RosterShiftEntity, shifts, [changed]);
      await keepVersion(tx, key, { version, at: now, actor: principal.id, shifts });
      return { roster: { ...key, version, shifts }, event: changed };
    });
    await this.directory.refresh([event]);
    return roster;
  }

  private async checked(
    tx: Tx,
    key: RosterKey,
    body: RosterBody,
    { range, before }: { range: Range; before: readonly RosterShift[] },
  ): Promise<RosterShift[]> {
    const known = new Set<string>(before.map((shift) => shift.id));
    const shifts = body.shifts.map((shift) => shiftOf(key, shift));
    const ids = [...new Set(shifts.map((shift) => shift.readerId))];
    const readers = await tx.change({ readers: all(ReaderEntity, { id: ids }, { lock: 'none' }) }, (rows) => ({
      result: rows.readers,
    }));
    refuseBroken([
      ...checkRoster(shifts, readers),
      ...shifts.flatMap((shift, index) => misplaced(shift, `shifts.${index}`, range)),
      ...body.shifts.flatMap(({ id }, index) => (id === undefined || known.delete(id) ? [] : [unknownShift(index)])),
    ]);
    const facilities = shifts.map((shift, index) => ({ path: `shifts.${index}.facilityIds`, ids: shift.facilityIds }));
    await checkReferences(
      tx,
      facilities.map((reference) => ({ ...reference, table: 'facility' as const })),
    );
    return shifts;
  }
}

const shiftOf = (key: RosterKey, shift: RosterBody['shifts'][number]): RosterShift => ({
  id: shift.id === undefined ? newId<RosterShiftId>() : asId<RosterShiftId>(shift.id),
  readingGroupId: key.readingGroupId,
  readerId: asId<ReaderId>(shift.readerId),
  name: shift.name,
  startsAt: new Date(shift.startsAt),
  endsAt: new Date(shift.endsAt),
  modalityFamilies: shift.modalityFamilies,
  subspecialties: shift.subspecialties,
  facilityIds: shift.facilityIds.map((id) => asId<FacilityId>(id)),
  kind: shift.kind,
});

const misplaced = ({ startsAt }: RosterShift, path: string, { from, until }: Range): FieldError[] =>
  from <= startsAt && startsAt < until
    ? []
    : [{ path: `${path}.startsAt`, code: 'other-day', message: 'starts on another day of the group' }];

const unknownShift = (index: number): FieldError => ({
  path: `shifts.${index}.id`,
  code: 'unknown',
  message: 'names no shift of this day, or one that is named before',
});
