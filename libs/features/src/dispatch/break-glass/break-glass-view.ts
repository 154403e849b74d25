import { demand, DomainError, may, type BreakGlassId, type Principal, type StudyId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, cursorOf, Database, scopeOf, valuesOfCursor, type Page, type Tx } from '@overread/platform';
import type { breakGlassQuery, BreakGlass as WireBreakGlass } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { StudyView } from '../../sla/index.js';
import { look, ReadEntity, StudyEntity, studyKeyOf } from '../../studies/index.js';
import { BreakGlassEntity } from './break-glass.entity.js';
import { breakGlassKeyOf, breakGlassPlaces, type BreakGlassFilter } from './break-glass.queries.js';
import { resourceOf } from './break-glass.service.js';
import { breakGlassToWire } from './break-glass-wire.js';

const unlocked = { lock: 'none' } as const;

/** Break-glass acts, as their asker may see them. */
@Injectable()
export class BreakGlassView {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly view: StudyView,
  ) {}

  async list(principal: Principal, query: z.infer<typeof breakGlassQuery>): Promise<Page<WireBreakGlass>> {
    demand(principal, 'view-break-glass');
    const filter = this.filterOf(principal, query);
    return filter === null ? { items: [], next: null } : this.page(principal, filter);
  }

  async one(principal: Principal, id: BreakGlassId): Promise<WireBreakGlass> {
    const { studyId } = await this.database.transaction(scopeOf(principal), (tx) => breakGlassKeyOf(tx, id));
    const { items } = await this.page(principal, { ...ALL, studyId, limit: 500 });
    const found = items.find((each) => each.id === id);
    // One may see that there is an act and not what it says: an independent reader who is to know nothing.
    if (!found) throw new DomainError('not-found', 'break-glass/not-found', 'there is no such act');
    return found;
  }

  /** All of a study, newest first. */
  async ofStudy(principal: Principal, studyId: StudyId): Promise<Page<WireBreakGlass>> {
    await this.database.transaction(scopeOf(principal), (tx) => studyKeyOf(tx, studyId));
    return this.page(principal, { ...ALL, studyId, limit: 500 });
  }

  private async page(principal: Principal, filter: BreakGlassFilter): Promise<Page<WireBreakGlass>> {
    const places = await this.database.transaction(scopeOf(principal), (tx) => breakGlassPlaces(tx, filter));
    const page = places.slice(0, filter.limit);
    const last = page.at(-1);
    const more = places.length > filter.limit && last !== undefined;
    const ids = page.map(({ id }) => id);
    // Whose act it is may see it before they see the study.
    const items = await this.database.transaction({ kind: 'system', actor: principal.id }, (tx) =>
      this.shown(tx, principal, ids),
    );
    return { items, next: more ? cursorOf([last.requestedAt.toISOString(), last.id]) : null };
  }

  private async shown(tx: Tx, principal: Principal, ids: readonly BreakGlassId[]): Promise<WireBreakGlass[]> {
    if (ids.length === 0) return [];
    const { acts } = await look(tx, { acts: all(BreakGlassEntity, { id: [...ids] }, unlocked) });
    const studyIds = [...new Set(acts.map(({ studyId }) => studyId))];
    const rows = await look(tx, {
      studies: all(StudyEntity, { id: studyIds }, unlocked),
      reads: all(ReadEntity, { studyId: studyIds }, unlocked),
    });
    const now = await tx.now();
    const { facilities, readers } = this.directory.snapshot();
    const items: WireBreakGlass[] = [];
    for (const act of acts.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))) {
      const study = rows.studies.find(({ id }) => id === act.studyId);
      const reads = rows.reads.filter(({ studyId }) => studyId === act.studyId);
      if (!study || may(principal, 'view-break-glass', resourceOf({ act, study, reads })) !== 'allowed') continue;
      const { healthSystemId, id: studyId, patientId } = study;
      await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'break-glass.view' });
      const facility = facilities.get(act.facilityId)?.code ?? '';
      const readerName = readers.get(act.readerId)?.reader.name ?? '';
      items.push(breakGlassToWire(act, study, { facility, readerName }, now));
    }
    return items;
  }

  /** Null when nothing can match: a facility that does not exist, or not for this key. */
  private filterOf(
    { facilityIds: own }: Principal,
    { after, facility, limit, state }: z.infer<typeof breakGlassQuery>,
  ): BreakGlassFilter | null {
    const asked = facility === undefined ? null : this.directory.snapshot().facilityByCode.get(facility)?.id;
    if (asked === undefined || (asked !== null && own.length > 0 && !own.includes(asked))) return null;
    const [requestedAt, id] = after === undefined ? [] : valuesOfCursor(after, 2);
    return {
      state: state ?? null,
      studyId: null,
      facilityIds: asked === null ? (own.length > 0 ? own : null) : [asked],
      after: after === undefined ? null : { requestedAt: new Date(String(requestedAt)), id: String(id) },
      limit,
    };
  }
}

const ALL = { state: 'all', facilityIds: null, after: null } as const;
