import {
  acknowledgeDuty,
  asId,
  closeDuty,
  demand,
  foundCriticalResult,
  recordAttempt,
  reportDiscrepancy,
  type Acknowledging,
  type Actor,
  type Attempt,
  type Change,
  type Closing,
  type CriticalFinding,
  type DutyId,
  type DutyKind,
  type DutyRows,
  type Instant,
  type NotificationDuty,
  type Principal,
  type ReadId,
  type ReportId,
  type Side,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  added,
  all,
  Database,
  newId,
  one,
  requireVersion,
  scopeOf,
  withIdempotency,
  type RepeatableRequest,
} from '@overread/platform';
import type { Duty } from '@overread/wire';
import { studyResource } from '../../sla/index.js';
import { ReadEntity, StudyEntity, studyKeyOf, type StudyKey } from '../../studies/index.js';
import { ownRead } from '../own-read.js';
import { ReportEntity } from '../reports/report.entity.js';
import { dutyKeyOf } from './duties.queries.js';
import { DutyView } from './duty-view.js';
import { NotificationDutyEntity } from './notification-duty.entity.js';

/** A duty that somebody acts on; `kind` is the name it was asked for by. */
export interface AskedDuty {
  id: DutyId;
  kind: DutyKind | null;
  versions: number[] | null;
  repeatable: RepeatableRequest | null;
}

export interface FoundBody extends Pick<CriticalFinding, 'category' | 'finding' | 'foundAt'> {
  to: CriticalFinding['to'] | null;
}

type Rule = (rows: DutyRows, by: Actor, now: Instant) => Change<{ duty: NotificationDuty }, NotificationDuty>;

/** What must be told is opened, tried, acknowledged and closed. Whose act it was is the principal, never the body. */
@Injectable()
export class DutiesService {
  constructor(
    private readonly database: Database,
    private readonly view: DutyView,
  ) {}

  /** The submitter knows better: those who read must acknowledge it. */
  reportBack(
    principal: Principal,
    { studyId, repeatable }: { studyId: StudyId; repeatable: RepeatableRequest | null },
    { note, reportId }: { note: string; reportId: ReportId | null },
  ): Promise<Duty> {
    return this.made(principal, repeatable, async (tx) => {
      const targets = { ...studyTargets(await studyKeyOf(tx, studyId)), duties: added(NotificationDutyEntity) };
      const reports = all(ReportEntity, { studyId });
      return tx.change({ ...targets, reports }, (rows, now) => {
        demand(principal, 'report-discrepancy', studyResource(rows.study, rows.reads));
        const told = { id: newDutyId(), reportId, note, openedBy: principal.id };
        const { next = {}, events = [], result } = reportDiscrepancy(rows, told, now);
        return { next, events, result: this.view.toWire(result, rows.study) };
      });
    });
  }

  /** Seen on a read, before any report if need be. */
  found(
    principal: Principal,
    { readId, repeatable }: { readId: ReadId; repeatable: RepeatableRequest | null },
    { to, ...body }: FoundBody,
  ): Promise<Duty> {
    return this.made(principal, repeatable, async (tx) => {
      const { by, healthSystemId, studyId } = await ownRead(tx, principal, readId, 'read');
      const targets = { ...studyTargets({ healthSystemId, id: studyId }), duties: added(NotificationDutyEntity) };
      return tx.change(targets, (rows, now) => {
        demand(principal, 'read', studyResource(rows.study, rows.reads));
        const finding = { ...body, id: newDutyId(), readId, by, openedBy: principal.id, ...(to ? { to } : {}) };
        const { next = {}, events = [], result } = foundCriticalResult(rows, finding, now);
        return { next, events, result: this.view.toWire(result, rows.study) };
      });
    });
  }

  attempt(principal: Principal, asked: AskedDuty, attempt: Omit<Attempt, 'by'>): Promise<Duty> {
    return this.acted(principal, asked, (rows, by, now) => recordAttempt(rows, { ...attempt, by }, now));
  }

  acknowledge(principal: Principal, asked: AskedDuty, said: Omit<Acknowledging, 'by'>): Promise<Duty> {
    const side = sideOf(principal);
    return this.acted(principal, asked, (rows, by, now) => acknowledgeDuty(rows, { ...said, by, side }, now));
  }

  close(principal: Principal, asked: AskedDuty, closing: Pick<Closing, 'outcome' | 'patientLeft'>): Promise<Duty> {
    return this.acted(principal, asked, (rows, by, now) => closeDuty(rows, { ...closing, by }, now));
  }

  private made(
    principal: Principal,
    repeatable: RepeatableRequest | null,
    make: (tx: Parameters<Parameters<Database['transaction']>[1]>[0]) => Promise<Duty>,
  ): Promise<Duty> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { body } = await withIdempotency(tx, repeatable, async () => ({ status: 201, body: await make(tx) }));
      return body;
    });
  }

  private acted(principal: Principal, { id, kind, repeatable, versions }: AskedDuty, rule: Rule): Promise<Duty> {
    const { id: actorId, name } = principal;
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { body } = await withIdempotency(tx, repeatable, async () => {
        const { healthSystemId, studyId } = await dutyKeyOf(tx, id, kind);
        const duty = one(NotificationDutyEntity, { healthSystemId, id });
        const targets = { ...studyTargets({ healthSystemId, id: studyId }), duty };
        const wire = await tx.change(targets, (rows, now) => {
          demand(principal, 'answer-duty', studyResource(rows.study, rows.reads));
          requireVersion(versions, rows.duty.version);
          const { next = {}, events = [], result } = rule(rows, { id: actorId, name }, now);
          return { next, events, result: this.view.toWire(result, rows.study) };
        });
        return { status: 200, body: wire };
      });
      return body;
    });
  }
}

/** The study's row is the lock: whatever is told of one study, is told one after the other. */
const studyTargets = ({ healthSystemId, id }: StudyKey) => ({
  study: one(StudyEntity, { healthSystemId, id }),
  reads: all(ReadEntity, { studyId: id }, { lock: 'none' }),
});

const newDutyId = (): DutyId => asId<DutyId>(newId());

function sideOf({ role }: Principal): Side {
  if (role === 'hospital') return 'hospital';
  return role === 'administrator' ? 'network' : 'readers';
}
