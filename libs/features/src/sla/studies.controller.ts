import { demand, DomainError, milestoneOf, type FacilityId, type Principal, type StudyId } from '@overread/domain';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  cursorOf,
  Database,
  IdParam,
  scopeOf,
  setEtag,
  valuesOfCursor,
  ZodQuery,
  Answers,
} from '@overread/platform';
import { pageQuery, studiesQuery, type Study, listOf, study as studySchema, timelineEntry } from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { NetworkDirectory } from '../network/index.js';
import { loadBundles, studyIdsOf, type StudyFilter } from '../studies/index.js';
import { StudyView, studyResource } from './study-view.js';
import { eventsOfStudy } from './timeline.queries.js';

type Query = z.infer<typeof studiesQuery>;

@ApiTags('studies')
@Controller('studies')
export class StudiesController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly view: StudyView,
  ) {}

  @Get()
  @Answers(listOf(studySchema))
  @ApiOperation({ summary: 'Studies I may see, newest first, with state, reads and clocks' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(studiesQuery) query: Query,
  ): Promise<{ items: Study[]; next: string | null }> {
    demand(principal, 'view-study');
    const filter = this.filterOf(query);
    if (filter === null) return { items: [], next: null };
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const found = await studyIdsOf(tx, filter);
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      const more = found.length > query.limit && last !== undefined;
      const ids = page.map(({ id }) => id);
      const items = await this.view.studiesOf(tx, principal, ids, 'study.list');
      return { items, next: more ? cursorOf([last.receivedAt.toISOString(), last.id]) : null };
    });
  }

  @Get(':id')
  @Answers(studySchema)
  @ApiOperation({ summary: 'One study: state, reads, clocks with due instants, ETA' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Study> {
    const study = await this.database.transaction(scopeOf(principal), (tx) => this.view.studyOf(tx, principal, id));
    setEtag(response, study.version);
    return study;
  }

  @Get(':id/timeline')
  @Answers(listOf(timelineEntry))
  @ApiOperation({ summary: 'Everything that happened to a study, in order, with who did it' })
  async timeline(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodQuery(pageQuery) query: z.infer<typeof pageQuery>,
  ) {
    await this.database.transaction(scopeOf(principal), async (tx) => {
      const [bundle] = await loadBundles(tx, [id]);
      if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
      demand(principal, 'view-timeline', studyResource(bundle.study, bundle.reads));
    });
    const after = query.after ? Number(valuesOfCursor(query.after, 1)[0]) : 0;
    // Who may see the study may see all that happened to it, also what another group did before it was theirs.
    const events = await this.database.transaction({ kind: 'system' }, (tx) =>
      eventsOfStudy(tx, id, after, query.limit + 1),
    );
    const page = events.slice(0, query.limit);
    const items = page.map((event) => ({
      position: event.position,
      at: event.at.toISOString(),
      kind: 'event' as const,
      type: event.type,
      milestone: milestoneOf(event),
      readId: event.readId,
      actor: event.actor,
      actorName: event.actorName,
      data: event.data,
    }));
    const last = page.at(-1);
    return { items, next: events.length > query.limit && last ? cursorOf([last.position]) : null };
  }

  /** Null when nothing can match: a facility that does not exist. */
  private filterOf(query: Query): StudyFilter | null {
    const facility = query.facility ? this.directory.snapshot().facilityByCode.get(query.facility) : undefined;
    if (query.facility && !facility) return null;
    const after = query.after ? valuesOfCursor(query.after, 2) : null;
    return {
      newestFirst: query.sort === '-receivedAt',
      limit: query.limit,
      ...(query.state ? { state: query.state } : {}),
      ...(query.modalityFamily ? { modalityFamily: query.modalityFamily } : {}),
      ...(query.priority ? { priority: query.priority } : {}),
      ...(facility ? { facilityId: facility.id as FacilityId } : {}),
      ...(query.accessionNumber ? { accessionNumber: query.accessionNumber } : {}),
      ...(query.studyInstanceUid ? { studyInstanceUid: query.studyInstanceUid } : {}),
      ...(query.receivedSince ? { receivedSince: new Date(query.receivedSince) } : {}),
      ...(after ? { after: { receivedAt: new Date(String(after[0])), id: String(after[1]) } } : {}),
    };
  }
}
