import {
  demand,
  may,
  type DutyId,
  type DutyKind,
  type NotificationDuty,
  type Principal,
  type Read,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, cursorOf, Database, scopeOf, valuesOfCursor, type Page, type Tx } from '@overread/platform';
import type { dutiesQuery, Duty } from '@overread/wire';
import type { z } from 'zod';
import { AccessLog } from '../../access/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { studyResource } from '../../sla/index.js';
import { look, ReadEntity, StudyEntity, studyKeyOf } from '../../studies/index.js';
import { dutyToWire } from './duty-wire.js';
import { dutyKeyOf, dutyPlaces, type DutyFilter, type DutyPlace } from './duties.queries.js';
import { NotificationDutyEntity } from './notification-duty.entity.js';

const unlocked = { lock: 'none' } as const;

/** Duties to tell, as their asker may see them. Every look leaves its row: a duty says what was found. */
@Injectable()
export class DutyView {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly accessLog: AccessLog,
  ) {}

  /** What is not closed, or in the state asked for: the most urgent first. */
  list(principal: Principal, query: z.infer<typeof dutiesQuery>): Promise<Page<Duty>> {
    demand(principal, 'view-duties');
    const filter = this.filterOf(principal, query);
    if (filter === null) return Promise.resolve({ items: [], next: null });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const places = await dutyPlaces(tx, filter);
      const page = places.slice(0, query.limit);
      const last = page.at(-1);
      const ids = page.map(({ id }) => id);
      const found = await look(tx, { duties: all(NotificationDutyEntity, { id: ids }, unlocked) });
      const duties = new Map(found.duties.map((duty) => [duty.id, duty]));
      const items = await this.shown(
        tx,
        principal,
        ids.flatMap((id) => duties.get(id) ?? []),
      );
      return { items, next: places.length > query.limit && last !== undefined ? cursorOf(placeValues(last)) : null };
    });
  }

  one(principal: Principal, id: DutyId, kind: DutyKind | null): Promise<Duty> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const key = await dutyKeyOf(tx, id, kind);
      const { duties } = await this.ofStudyRows(tx, principal, key.studyId);
      const [shown] = await this.shown(
        tx,
        principal,
        duties.filter((duty) => duty.id === id),
      );
      if (shown === undefined) throw new Error(`duty ${id} is not among those of its study`);
      return shown;
    });
  }

  /** All of a study, closed ones too, oldest first. */
  ofStudy(principal: Principal, studyId: StudyId, kind: DutyKind | null = null): Promise<Page<Duty>> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      await studyKeyOf(tx, studyId);
      const { duties } = await this.ofStudyRows(tx, principal, studyId);
      const wanted = duties.filter((duty) => kind === null || duty.kind === kind);
      const inOrder = wanted.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1));
      return { items: await this.shown(tx, principal, inOrder), next: null };
    });
  }

  toWire(duty: NotificationDuty, study: Study): Duty {
    const facility = this.directory.snapshot().facilities.get(duty.facilityId);
    if (!facility) throw new Error(`facility ${duty.facilityId} is unknown`);
    return dutyToWire(duty, study, facility.code);
  }

  private async ofStudyRows(tx: Tx, principal: Principal, studyId: StudyId) {
    const rows = await look(tx, {
      studies: all(StudyEntity, { id: studyId }, unlocked),
      reads: all(ReadEntity, { studyId }, unlocked),
      duties: all(NotificationDutyEntity, { studyId }, unlocked),
    });
    for (const study of rows.studies) demand(principal, 'view-duties', studyResource(study, rows.reads));
    return rows;
  }

  private async shown(tx: Tx, principal: Principal, duties: readonly NotificationDuty[]): Promise<Duty[]> {
    if (duties.length === 0) return [];
    const ids = [...new Set(duties.map(({ studyId }) => studyId))];
    const rows = await look(tx, {
      studies: all(StudyEntity, { id: ids }, unlocked),
      reads: all(ReadEntity, { studyId: ids }, unlocked),
    });
    const studies = new Map(rows.studies.filter((study) => mayView(principal, study, rows.reads)).map(byId));
    const looks = [...studies.values()].map(({ healthSystemId, id: studyId, patientId }) => ({
      studyId,
      healthSystemId,
      patientId,
      action: 'duty.view',
    }));
    await this.accessLog.looked(tx, principal, looks);
    return duties.flatMap((duty) => {
      const study = studies.get(duty.studyId);
      return study === undefined ? [] : [this.toWire(duty, study)];
    });
  }

  /** Null when nothing can match: a facility that does not exist, or not for this key. */
  private filterOf(
    principal: Principal,
    { after, facility, kind, limit, state }: z.infer<typeof dutiesQuery>,
  ): DutyFilter | null {
    const { facilityIds: own, readerId, role } = principal;
    const asked = facility === undefined ? null : this.directory.snapshot().facilityByCode.get(facility)?.id;
    if (asked === undefined || (asked !== null && own.length > 0 && !own.includes(asked))) return null;
    const limited = own.length > 0 ? own : null;
    return {
      kind: kind ?? null,
      state: state ?? null,
      facilityIds: asked === null ? limited : [asked],
      readerId: role === 'reader' ? readerId : null,
      after: after === undefined ? null : placeOf(after),
      limit,
    };
  }
}

const byId = (study: Study): [StudyId, Study] => [study.id, study];

const mayView = (principal: Principal, study: Study, reads: readonly Read[]): boolean => {
  const own = reads.filter(({ studyId }) => studyId === study.id);
  return may(principal, 'view-duties', studyResource(study, own)) === 'allowed';
};

const placeValues = ({ dueAt, id, known }: DutyPlace) => [known, dueAt.toISOString(), id] as const;

function placeOf(cursor: string): DutyPlace {
  const [known, dueAt, id] = valuesOfCursor(cursor, 3);
  return { known: Number(known), dueAt: new Date(String(dueAt)), id: String(id) as DutyId };
}
