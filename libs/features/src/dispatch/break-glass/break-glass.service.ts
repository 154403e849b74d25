import {
  asId,
  confirmBreakGlass,
  demand,
  demandStanding,
  refuseBreakGlass,
  reviewBreakGlass,
  standsAs,
  takeBreakGlass,
  CONFIRMERS,
  DomainError,
  type Action,
  type BreakGlass,
  type BreakGlassId,
  type BreakGlassReview,
  type BreakGlassRows,
  type Change,
  type Confirmer,
  type Facility,
  type Instant,
  type Principal,
  type Read,
  type ReadId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, maybe, newId, one, requireVersion, scopeOf, withIdempotency } from '@overread/platform';
import type { RepeatableRequest, Tx } from '@overread/platform';
import type { BreakGlass as WireBreakGlass, Read as WireRead } from '@overread/wire';
import { EligibilityService, readFactsOf, refuseChanged } from '../../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../../network/index.js';
import { CalendarBook } from '../../routing/index.js';
import { StudyView, studyResource } from '../../sla/index.js';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { readingPlaceOf } from '../reading-place.js';
import { BreakGlassEntity } from './break-glass.entity.js';
import { breakGlassKeyOf, type BreakGlassKey } from './break-glass.queries.js';
import { breakGlassToWire } from './break-glass-wire.js';
import { EligibleInTime } from './eligible-in-time.service.js';
import { MassCasualtyEntity } from '../emergency/mass-casualty.entity.js';

/** An act that somebody does something to. */
export interface AskedAct {
  id: BreakGlassId;
  versions: number[] | null;
  repeatable: RepeatableRequest | null;
}

type Rule = (rows: BreakGlassRows, now: Instant) => Change<Partial<BreakGlassRows>, BreakGlass>;

/** What becomes of a request to set rules aside. In which capacity somebody acts is theirs by office, never the body's word. */
@Injectable()
export class BreakGlassService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly inTime: EligibleInTime,
    private readonly view: StudyView,
    private readonly calendar: CalendarBook,
  ) {}

  confirm(principal: Principal, asked: AskedAct, as: Confirmer): Promise<WireBreakGlass> {
    const { id, name, readerId } = principal;
    return this.acted(principal, { asked, action: 'confirm-break-glass' }, (rows, now) => {
      demandStanding(principal, as, rows.act);
      return confirmBreakGlass(rows, { as, by: { id, name }, readerId }, now);
    });
  }

  refuse(principal: Principal, asked: AskedAct, reason: string): Promise<WireBreakGlass> {
    const by = { id: principal.id, name: principal.name };
    return this.acted(principal, { asked, action: 'confirm-break-glass' }, (rows, now) => {
      if (!CONFIRMERS.some((as) => standsAs(principal, as, rows.act)) && rows.act.requestedBy.id !== principal.id) {
        throw new DomainError('forbidden', 'break-glass/not-your-office', 'This person has no say in it');
      }
      return refuseBreakGlass(rows, { by, reason }, now);
    });
  }

  review(
    principal: Principal,
    asked: AskedAct,
    said: Pick<BreakGlassReview, 'outcome' | 'comment'>,
  ): Promise<WireBreakGlass> {
    const by = { id: principal.id, name: principal.name };
    return this.acted(principal, { asked, action: 'review-break-glass' }, (rows, now) =>
      reviewBreakGlass(rows, { ...said, by, readerId: principal.readerId }, now),
    );
  }

  /** The assigning transaction: what was confirmed is asked again of the rows as they are, and only then is anything opened. */
  async take(principal: Principal, asked: AskedAct): Promise<{ act: WireBreakGlass; read: WireRead }> {
    const key = await this.visible(principal, asked.id);
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const answer = await withIdempotency(tx, asked.repeatable, async () => ({
        status: 200,
        body: await this.taken(tx, principal, { ...asked, ...key }),
      }));
      return answer.body;
    });
  }

  private async taken(tx: Tx, principal: Principal, asked: AskedAct & BreakGlassKey) {
    if (principal.readerId === null) throw new DomainError('forbidden', 'access/no-reader', 'This person is no reader');
    const { act: before } = await tx.change(targetsOf(asked, 'none'), (rows) => ({ result: rows }));
    const reader = await loadReaderFacts(tx, principal.readerId);
    const eligible = await this.inTime.of(tx, { ...asked, id: before.readId });
    const targets = {
      ...targetsOf(asked),
      reader: one(ReaderEntity, { id: principal.readerId }, { lock: 'share' }),
      event: maybe(MassCasualtyEntity, { id: before.eventId }, { lock: 'share' }),
    };
    // The rows stay locked from here: what both implementations say of them still holds when the read is given.
    const { memory, pair, at } = await tx.change(targets, ({ act, study, reads, reader: locked }, now) => {
      demand(principal, 'take-break-glass', resourceOf({ act, study, reads }));
      requireVersion(asked.versions, act.version);
      refuseChanged(reader, locked);
      const owed = reads.find((each) => each.id === act.readId);
      if (!owed) throw new DomainError('not-found', 'read/not-found', 'The read is not there any more');
      const facts = readFactsOf(study, owed, reads, this.directory.snapshot());
      const failing = this.eligibility.failed(facts, reader, 'offer', now);
      return { result: { memory: failing, pair: pairFor(asked, owed, locked), at: now } };
    });
    const failed = await this.eligibility.agreedFailures(tx, pair, memory, at);
    const facility = this.directory.snapshot().facilities.get(before.facilityId) as Facility;
    const workingDays = await this.calendar.workingDaysAt(facility);
    const { reason, shown } = await tx.change(targets, ({ act, study, reads, event }, now) => {
      const by = readingPlaceOf(reader, facility, now);
      const asking = { failed, eligibleInTime: eligible.length, facility: workingDays, event };
      const taking = { newReadId: asId<ReadId>(newId()), by, ...asking };
      const { next = {}, events = [], result } = takeBreakGlass({ act, study, reads }, taking, now);
      const read = this.view.readToWire(result.read);
      return { next, events, result: { reason: act.reason, shown: { act: this.wire(result.act, study, now), read } } };
    });
    const { patientId } = await patientOf(tx, asked);
    const { healthSystemId, studyId } = asked;
    await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'break-glass.take', reason });
    return shown;
  }

  private async acted(
    principal: Principal,
    { asked, action }: { asked: AskedAct; action: Action },
    rule: Rule,
  ): Promise<WireBreakGlass> {
    const key = await this.visible(principal, asked.id);
    // A reader's own act is theirs to see before the study is.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const answer = await withIdempotency(tx, asked.repeatable, async () => {
        const body = await tx.change(targetsOf(key), (rows, now) => {
          demand(principal, action, resourceOf(rows));
          requireVersion(asked.versions, rows.act.version);
          const { next = {}, events = [], result } = rule(rows, now);
          return { next, events, result: this.wire(result, rows.study, now) };
        });
        return { status: 200, body };
      });
      return answer.body;
    });
  }

  private visible(principal: Principal, id: BreakGlassId): Promise<BreakGlassKey> {
    return this.database.transaction(scopeOf(principal), (tx) => breakGlassKeyOf(tx, id));
  }

  private wire(act: BreakGlass, study: BreakGlassRows['study'], now: Instant): WireBreakGlass {
    const { facilities, readers } = this.directory.snapshot();
    const named = {
      facility: facilities.get(act.facilityId)?.code ?? '',
      readerName: readers.get(act.readerId)?.reader.name ?? '',
    };
    return breakGlassToWire(act, study, named, now);
  }
}

const pairFor = ({ healthSystemId, studyId }: BreakGlassKey, owed: Read, reader: ReaderEntity) => ({
  healthSystemId,
  studyId,
  readId: owed.id,
  readerId: reader.id,
});

const targetsOf = ({ healthSystemId, id, studyId }: BreakGlassKey, lock?: 'none') => {
  const how = lock === undefined ? {} : { lock };
  return {
    study: one(StudyEntity, { healthSystemId, id: studyId }, how),
    reads: all(ReadEntity, { studyId }, how),
    act: one(BreakGlassEntity, { healthSystemId, id }, how),
  };
};

/** Whose an act is: the study's people, and the reader and group it is for. */
export function resourceOf({ act, study, reads }: BreakGlassRows) {
  const resource = studyResource(study, reads);
  return {
    ...resource,
    readerIds: [...(resource.readerIds ?? []), act.readerId],
    readingGroupIds: [...(resource.readingGroupIds ?? []), act.readingGroupId],
  };
}

const patientOf = async (tx: Tx, { healthSystemId, studyId }: BreakGlassKey) =>
  tx.change({ study: one(StudyEntity, { healthSystemId, id: studyId }, { lock: 'none' }) }, ({ study }) => ({
    result: study,
  }));
