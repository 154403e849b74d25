import { demand, may, type HandBack, type HandBackId, type Principal, type StudyId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, cursorOf, Database, scopeOf, valuesOfCursor, type Page, type Tx } from '@overread/platform';
import type { handBacksQuery, HandBack as WireHandBack } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { StudyView, studyResource } from '../../sla/index.js';
import { look, ReadEntity, StudyEntity, studyKeyOf } from '../../studies/index.js';
import { HandBackEntity } from './hand-back.entity.js';
import { handBackToWire } from './hand-back-wire.js';
import { handBackKeyOf, handBackPlaces, type HandBackFilter } from './hand-backs.queries.js';

const unlocked = { lock: 'none' } as const;

/** Hand-backs, as their asker may see them. */
@Injectable()
export class HandBackView {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly view: StudyView,
  ) {}

  list(principal: Principal, query: z.infer<typeof handBacksQuery>): Promise<Page<WireHandBack>> {
    demand(principal, 'view-hand-backs');
    const filter = this.filterOf(principal, query);
    if (filter === null) return Promise.resolve({ items: [], next: null });
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const places = await handBackPlaces(tx, filter);
      const page = places.slice(0, query.limit);
      const last = page.at(-1);
      const more = places.length > query.limit && last !== undefined;
      const ids = page.map(({ id }) => id);
      const { handBacks } = await look(tx, { handBacks: all(HandBackEntity, { id: ids }, unlocked) });
      const items = await this.shown(tx, principal, inOrder(handBacks));
      return { items, next: more ? cursorOf([last.openedAt.toISOString(), last.id]) : null };
    });
  }

  one(principal: Principal, id: HandBackId): Promise<WireHandBack> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { studyId } = await handBackKeyOf(tx, id);
      const found = (await this.allOf(tx, principal, studyId)).find((each) => each.id === id);
      if (found === undefined) throw new Error(`hand-back ${id} is not among those of its study`);
      return found;
    });
  }

  /** All of a study, oldest first. */
  ofStudy(principal: Principal, studyId: StudyId): Promise<Page<WireHandBack>> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      await studyKeyOf(tx, studyId);
      return { items: await this.allOf(tx, principal, studyId), next: null };
    });
  }

  private async allOf(tx: Tx, principal: Principal, studyId: StudyId): Promise<WireHandBack[]> {
    const { handBacks, reads, studies } = await look(tx, {
      studies: all(StudyEntity, { id: studyId }, unlocked),
      reads: all(ReadEntity, { studyId }, unlocked),
      handBacks: all(HandBackEntity, { studyId }, unlocked),
    });
    for (const study of studies) demand(principal, 'view-hand-backs', studyResource(study, reads));
    return this.shown(tx, principal, inOrder(handBacks));
  }

  /** A key limited to facilities sees less than row-level security lets it. Every look leaves its row. */
  private async shown(tx: Tx, principal: Principal, handBacks: readonly HandBack[]): Promise<WireHandBack[]> {
    if (handBacks.length === 0) return [];
    const ids = [...new Set(handBacks.map(({ studyId }) => studyId))];
    const { reads, studies } = await look(tx, {
      studies: all(StudyEntity, { id: ids }, unlocked),
      reads: all(ReadEntity, { studyId: ids }, unlocked),
    });
    const items: WireHandBack[] = [];
    for (const study of studies) {
      const resource = studyResource(
        study,
        reads.filter(({ studyId }) => studyId === study.id),
      );
      if (may(principal, 'view-hand-backs', resource) !== 'allowed') continue;
      const { healthSystemId, id: studyId, patientId } = study;
      await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'hand-back.view' });
      const facility = this.directory.snapshot().facilities.get(study.facilityId);
      items.push(
        ...handBacks.filter((each) => each.studyId === studyId).map((each) => handBackToWire(each, study, facility)),
      );
    }
    return items.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt) || a.id.localeCompare(b.id));
  }

  /** Null when nothing can match: a facility that does not exist, or not for this key. */
  private filterOf(
    { facilityIds: own }: Principal,
    { after, facility, limit, state }: z.infer<typeof handBacksQuery>,
  ): HandBackFilter | null {
    const asked = facility === undefined ? null : this.directory.snapshot().facilityByCode.get(facility)?.id;
    if (asked === undefined || (asked !== null && own.length > 0 && !own.includes(asked))) return null;
    const [openedAt, id] = after === undefined ? [] : valuesOfCursor(after, 2);
    return {
      state: state ?? 'open',
      facilityIds: asked === null ? (own.length > 0 ? own : null) : [asked],
      after: after === undefined ? null : { openedAt: new Date(String(openedAt)), id: String(id) },
      limit,
    };
  }
}

const inOrder = (handBacks: readonly HandBack[]): HandBack[] =>
  handBacks.toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1));
