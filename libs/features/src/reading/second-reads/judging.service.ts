import {
  decideAdjudication,
  demand,
  gradeRead,
  type Action,
  type Author,
  type Instant,
  type PatientId,
  type Principal,
  type RadpeerGrade,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, maybe, newId, requireVersion, withIdempotency, type Loaded, type Tx } from '@overread/platform';
import type { adjudicateBody, Adjudication, gradeBody, Grading } from '@overread/wire';
import type { z } from 'zod';
import { ReadingSessionEntity } from '../../network/index.js';
import {
  AdjudicationEntity,
  adjudicationToWire,
  GradingEntity,
  gradingToWire,
  ReadPairEntity,
  SecondReads,
} from '../../quality/index.js';
import { SlaClockEntity, StudyView, studyResource } from '../../sla/index.js';
import { NotificationDutyEntity } from '../duties/notification-duty.entity.js';
import { among, lockedStudyRows, ownRead, requirePart, type OwnRead } from '../own-read.js';
import { ReportEntity } from '../reports/report.entity.js';
import { settle } from '../settle.js';
import type { AskedToSign } from '../signing.service.js';

type GradeBody = z.infer<typeof gradeBody>;
type AdjudicateBody = z.infer<typeof adjudicateBody>;

/** Second readers grade, third readers decide: of the principal's own reads only. */
@Injectable()
export class JudgingService {
  constructor(
    private readonly database: Database,
    private readonly view: StudyView,
    private readonly secondReads: SecondReads,
  ) {}

  /** The first read is graded on RADPEER; a discordant grade asks a third reader in the same change. */
  grade(principal: Principal, asked: AskedToSign, { comment = null, findings, score }: GradeBody): Promise<Grading> {
    return this.act(principal, asked, 'grade', async (tx, own) => {
      const { patient } = await this.secondReads.before(tx, own);
      return tx.change(gradingTargets(own), (rows, now) => {
        this.requireAllowed(principal, asked, 'grade', { ...rows, own });
        const { study } = rows;
        const given = {
          readId: asked.id,
          gradingId: newId<GradingEntity['id']>(),
          by: own.by,
          grade: score,
          comment,
          findings: findings.map(({ finding, first, second }) => ({
            finding,
            first: first ?? null,
            second: second ?? null,
          })),
          policy: this.secondReads.gradingOf(study),
          planning: () => this.secondReads.planningOf(study, patient, now),
          newId: { read: newId, adjudication: newId, duty: newId },
        };
        const { next = {}, events = [], result } = gradeRead(rows, given, now);
        const added = (next.reads ?? []).filter((read) => !rows.reads.some(({ id }) => id === read.id));
        const thin = this.secondReads.thinlyCovered(study, rows.reads, added, now);
        return {
          next,
          events: [...events, ...thin],
          result: { wire: gradingToWire(result), patientId: study.patientId },
        };
      });
    });
  }

  /** A third reader upholds one reading, or neither; the read is completed with it. */
  adjudicate(principal: Principal, asked: AskedToSign, body: AdjudicateBody): Promise<Adjudication> {
    const { comment, outcome, score = null } = body;
    return this.act(principal, asked, 'adjudicate', (tx, own) =>
      tx.change(adjudicationTargets(own), (rows, now) => {
        this.requireAllowed(principal, asked, 'adjudicate', { ...rows, own });
        const author: Author = { readerId: own.by, name: principal.name };
        const decision = { readId: asked.id, author, outcome, grade: score satisfies RadpeerGrade | null, comment };
        return decided(rows, decideAdjudication(rows, decision, now), now);
      }),
    );
  }

  private act<Wire>(
    principal: Principal,
    asked: AskedToSign,
    action: Action,
    judge: (tx: Tx, own: OwnRead) => Promise<{ wire: Wire; patientId: PatientId }>,
  ): Promise<Wire> {
    // What is judged is more than a reader's own rows: the pair, and the read of somebody they do not know.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const { body } = await withIdempotency(tx, asked.repeatable, async () => {
        const own = await ownRead(tx, principal, asked.id, action);
        const { wire, patientId } = await judge(tx, own);
        const { healthSystemId, studyId } = own;
        await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: `read.${action}` });
        return { status: 200, body: wire };
      });
      return body;
    });
  }

  private requireAllowed(
    principal: Principal,
    { id, versions }: AskedToSign,
    action: Action,
    { own, reads, study }: Pick<Loaded<ReturnType<typeof lockedStudyRows>>, 'study' | 'reads'> & { own: OwnRead },
  ): void {
    requirePart(reads, own.by);
    demand(principal, action, studyResource(study, reads));
    requireVersion(versions, among(reads, id).version);
  }
}

const gradingTargets = (own: OwnRead) => ({
  ...lockedStudyRows(own),
  reports: all(ReportEntity, { studyId: own.studyId }, { lock: 'none' }),
  duties: all(NotificationDutyEntity, { studyId: own.studyId }),
  pairs: all(ReadPairEntity, { studyId: own.studyId }),
  gradings: all(GradingEntity, { studyId: own.studyId }),
  adjudications: all(AdjudicationEntity, { studyId: own.studyId }),
});

const adjudicationTargets = (own: OwnRead) => ({
  ...lockedStudyRows(own),
  adjudications: all(AdjudicationEntity, { studyId: own.studyId }),
  clocks: all(SlaClockEntity, { studyId: own.studyId }),
  session: maybe(ReadingSessionEntity, { id: own.sessionId }),
});

type AdjudicationRows = Loaded<ReturnType<typeof adjudicationTargets>>;

/** The decision, with the clock it stops and the session that has one read more. */
function decided(rows: AdjudicationRows, decision: ReturnType<typeof decideAdjudication>, now: Instant) {
  const { adjudication, read } = decision.result;
  const signed = {
    next: { reads: decision.next?.reads ?? rows.reads },
    events: decision.events ?? [],
    result: { read, cancelled: [], completedSessionId: read.sessionId, duties: [] },
  };
  const { next = {}, events = [] } = settle({ ...rows, reports: [], duties: [] }, signed, now);
  const { reports: _, duties: __, ...saved } = next;
  return {
    next: { ...saved, adjudications: [adjudication] },
    events,
    result: { wire: adjudicationToWire(adjudication, now), patientId: rows.study.patientId },
  };
}
