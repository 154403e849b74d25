import {
  asId,
  demand,
  retractReports,
  voidPairs,
  type Instant,
  type Patient,
  type Principal,
  type ReadId,
  type ReportId,
  type Retracted,
  type RetractionId,
  type RetractionKind,
  type RetractionRows,
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
  type Loaded,
  type Tx,
} from '@overread/platform';
import type { Retracted as WireRetracted, Retraction as WireRetraction } from '@overread/wire';
import { pairRows } from '../../quality/index.js';
import { RoutingService, type Routed } from '../../routing/index.js';
import { SlaClockEntity, StudyView, studyResource } from '../../sla/index.js';
import { look, PatientEntity, readKeyOf, studyKeyOf, type ReadKey } from '../../studies/index.js';
import { NotificationDutyEntity } from '../duties/notification-duty.entity.js';
import { among, lockedStudyRows, studyRows } from '../own-read.js';
import { ReportEntity } from '../reports/report.entity.js';
import { reportToWire } from '../reports/report-wire.js';
import type { AskedToSign } from '../signing.service.js';
import { retractionToWire } from './retraction-wire.js';
import { RetractionEntity } from './retraction.entity.js';

export interface RetractBody {
  kind: RetractionKind;
  reason: string;
  reportId: ReportId | null;
}

interface Outcome {
  retracted: Retracted;
  /** How the replacement was planned; null when there is none. */
  routed: Routed | null;
}

/** What a read has given is withdrawn everywhere it went: by its author, or an administrator. */
@Injectable()
export class RetractionService {
  constructor(
    private readonly database: Database,
    private readonly routing: RoutingService,
    private readonly view: StudyView,
  ) {}

  async retract(principal: Principal, asked: AskedToSign, body: RetractBody): Promise<WireRetracted> {
    const key = await this.visible(principal, asked.id);
    // What follows reaches further than its author sees: pairs of second reads, everybody who was told.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const { body: answer } = await withIdempotency(tx, asked.repeatable, async () => {
        const targets = targetsOf(key, await patientOf(tx, key));
        const { retracted, routed } = await tx.change(targets, (rows, now) => {
          demand(principal, 'retract-report', studyResource(rows.study, rows.reads));
          requireVersion(asked.versions, among(rows.reads, key.id).version);
          return this.decide(rows, { principal, key, body }, now);
        });
        if (routed !== null) await this.routing.store(tx, routed);
        return { status: 200, body: this.toWire(retracted) };
      });
      return answer;
    });
  }

  /** What was withdrawn of a study, oldest first. */
  ofStudy(principal: Principal, studyId: StudyId): Promise<{ items: WireRetraction[]; next: null }> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { healthSystemId } = await studyKeyOf(tx, studyId);
      const unlocked = { lock: 'none' } as const;
      const { study, reads, retractions } = await look(tx, {
        ...studyRows({ healthSystemId, studyId }),
        retractions: all(RetractionEntity, { studyId }, unlocked),
      });
      demand(principal, 'view-reports', studyResource(study, reads));
      const { patientId } = study;
      await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'retraction.view' });
      const inOrder = retractions.toSorted((a, b) => a.at.getTime() - b.at.getTime());
      return { items: inOrder.map(retractionToWire), next: null };
    });
  }

  /** The read as its asker sees it, before anything is looked at on behalf of all. */
  private visible(principal: Principal, id: ReadId): Promise<ReadKey> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const key = await readKeyOf(tx, id);
      const { study, reads } = await look(tx, studyRows(key));
      demand(principal, 'retract-report', studyResource(study, reads));
      return key;
    });
  }

  private decide(
    rows: Loaded<ReturnType<typeof targetsOf>>,
    { principal, key, body }: { principal: Principal; key: ReadKey; body: RetractBody },
    now: Instant,
  ) {
    const planning = this.routing.planningOf(rows.study, rows.patient, now);
    const retracting = {
      ...body,
      id: asId<RetractionId>(newId()),
      readId: key.id,
      readerId: principal.role === 'administrator' ? null : principal.readerId,
      by: { id: principal.id, name: principal.name },
      newIds: { read: newId, clock: newId, duty: newId } as const,
    };
    const { next, events = [], result } = retractReports(rows, retracting, planning, now);
    const after: Omit<RetractionRows, 'clocks' | 'duties'> = { ...rows, ...next };
    const { replacement } = result;
    const thin = replacement === null ? [] : this.routing.thinlyCovered(after.study, [replacement], now);
    const outcome: Outcome = { retracted: result, routed: routedOf(result, { planning, study: after.study, at: now }) };
    return {
      next: { ...next, pairs: voidPairs(rows.pairs, after, now), retractions: [result.retraction] },
      events: [...events, ...thin],
      result: outcome,
    };
  }

  private toWire({ notices, read, replacement, reports, retraction }: Retracted): WireRetracted {
    return {
      retraction: retractionToWire(retraction),
      read: this.view.readToWire(read),
      reports: reports.map(reportToWire),
      replacement: replacement && this.view.readToWire(replacement),
      notices: notices.map(({ id }) => id),
    };
  }
}

const targetsOf = (key: ReadKey, patientId: Patient['id']) => ({
  ...lockedStudyRows(key),
  reports: all(ReportEntity, { studyId: key.studyId }),
  clocks: all(SlaClockEntity, { studyId: key.studyId }),
  duties: all(NotificationDutyEntity, { studyId: key.studyId }),
  ...pairRows(key.studyId),
  retractions: added(RetractionEntity),
  patient: one(PatientEntity, { healthSystemId: key.healthSystemId, id: patientId }, { lock: 'none' }),
});

async function patientOf(tx: Tx, { healthSystemId, studyId }: ReadKey): Promise<Patient['id']> {
  const [row] = await tx.read<{ patientId: Patient['id'] }>(
    'select patient_id as "patientId" from study where health_system_id = $1 and id = $2',
    [healthSystemId, studyId],
  );
  if (!row) throw new Error(`study ${studyId} has no row`);
  return row.patientId;
}

function routedOf({ lines, replacement }: Retracted, routed: Pick<Routed, 'study' | 'planning' | 'at'>): Routed | null {
  return replacement === null ? null : { ...routed, lines, planStays: true };
}
