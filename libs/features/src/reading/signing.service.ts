import {
  blockFinal,
  coversForAuthor,
  demand,
  DomainError,
  legalFailures,
  recordVerbal,
  signAddendum,
  signFinal,
  signOpinion,
  signPreliminary,
  statedConclusion,
  withCriticalResult,
  type Action,
  type Author,
  type Change,
  type FailedRule,
  type Instant,
  type PatientId,
  type Principal,
  type ReaderFacts,
  type ReaderId,
  type ReadingRows,
  type Report,
  type ReportId,
  type Signed,
  type Signing,
  asId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  added,
  all,
  Config,
  Database,
  maybe,
  newId,
  one,
  requireVersion,
  scopeOf,
  withIdempotency,
  type Loaded,
  type RepeatableRequest,
  type Scope,
  type Tx,
} from '@overread/platform';
import type { ReportBody, Signed as WireSigned } from '@overread/wire';
import { EligibilityService, readFactsOf, refuse } from '../eligibility/index.js';
import { NetworkDirectory, ReaderEntity, ReadingSessionEntity } from '../network/index.js';
import { pairRows, SecondReads } from '../quality/index.js';
import { SlaClockEntity, StudyView, studyResource } from '../sla/index.js';
import { DraftEntity } from './draft.entity.js';
import { NotificationDutyEntity } from './duties/notification-duty.entity.js';
import { withKnownReader } from './known-reader.js';
import { among, lockedStudyRows, ownRead, requirePart, type OwnRead } from './own-read.js';
import type { Asked } from './reading.service.js';
import { finalOf, type SignedFinal } from './reports/final-of.queries.js';
import { ReportEntity } from './reports/report.entity.js';
import { reportToWire } from './reports/report-wire.js';
import { withSecondReads } from './second-reads/with-second-reads.js';
import { settle } from './settle.js';

/** A request to sign, which may come twice. */
export interface AskedToSign extends Asked {
  repeatable: RepeatableRequest | null;
}

interface AskedWithin extends AskedToSign {
  /** Acts on what they have no part in: a rule lets them. */
  covering?: boolean;
  /** The conclusion is critical: somebody must be told. */
  critical: boolean;
}

const COVERING = 'covers for the author, who is off';
const systemFor = (principal: Principal): Scope => ({ kind: 'system', actor: principal.id });

export interface ToldBody {
  to: { name: string };
  at: Instant | null;
  impression: string;
  conclusion: Report['conclusion'];
}

type Rows = Loaded<ReturnType<typeof targetsOf>>;
/** What a signature means for the study: the rule of its kind. */
type Rule = (rows: Rows, by: Signer, now: Instant) => Change<ReadingRows, Signed>;
interface Signer {
  author: Author;
  reader: ReaderFacts;
}

/** Results leave: by voice, preliminary, final, and what is added later. Who signs is the principal, never the body. */
@Injectable()
export class SigningService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly view: StudyView,
    private readonly secondReads: SecondReads,
    private readonly config: Config,
  ) {}

  verbal(principal: Principal, asked: AskedToSign, told: ToldBody): Promise<WireSigned> {
    const reportId = newReportId();
    const { impression, conclusion, at: toldAt } = told;
    const critical = conclusion === 'critical';
    return this.sign(principal, { ...asked, critical }, 'read', (rows, { author }, now) => {
      const verbal = { readId: asked.id, reportId, author, toldName: told.to.name, toldAt, impression, conclusion };
      const { next, events = [], result: report } = recordVerbal(rows, verbal, now);
      const read = among(rows.reads, asked.id);
      return {
        next: next ?? {},
        events,
        result: { read, report, cancelled: [], completedSessionId: null, duties: [] },
      };
    });
  }

  preliminary(principal: Principal, asked: AskedToSign, body: ReportBody): Promise<WireSigned> {
    const signing = signingOf(asked, body);
    return this.sign(principal, within(asked, signing), 'sign', (rows, { author }, now) =>
      signPreliminary(rows, { ...signing, author }, now),
    );
  }

  /**
   * What the read is there for: its final, or the opinion of a second read, which no legal rule blocks. A rule that holds
   * no more keeps the text of a final and calls a person; it blocks the final and nothing else.
   */
  async final(principal: Principal, asked: AskedToSign, body: ReportBody): Promise<WireSigned> {
    const signing = signingOf(asked, body);
    const rule: Rule = (rows, { author, reader }, now) => {
      if (among(rows.reads, asked.id).issues === 'opinion') return signOpinion(rows, { ...signing, author }, now);
      const failedRules = this.legallyFailed(rows, asked, reader, now);
      const floors = this.config.integrityFloorSeconds;
      return signFinal(rows, { ...signing, author, failedRules, floors, newDutyId: newId }, now);
    };
    try {
      return await this.sign(principal, within(asked, signing), 'sign', rule);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.code.startsWith('eligibility/')) throw error;
      throw await this.blocked(principal, asked, signing, error);
    }
  }

  /** By the author or, while they are off, by whoever covers: who need never have seen the study before. */
  async addendum(principal: Principal, asked: AskedToSign, body: ReportBody): Promise<WireSigned> {
    const signing = signingOf(asked, body);
    if (!(await this.covers(principal, asked))) {
      return this.sign(principal, within(asked, signing), 'add-addendum', (rows, { author }, now) =>
        signAddendum(rows, { ...signing, author }, now),
      );
    }
    const covering = { ...within(asked, signing), covering: true };
    return this.sign(principal, covering, 'add-addendum', (rows, { author, reader }, now) => {
      refuse(this.legallyFailed({ ...rows, session: reader.session }, asked, reader, now));
      const final = rows.reports.find(({ readId, kind }) => readId === asked.id && kind === 'final');
      const read = among(rows.reads, asked.id);
      const isCovering = final !== undefined && this.standsIn({ ...read, authorId: final.authorId }, reader, now);
      return signAddendum(rows, { ...signing, author, coversForAuthor: isCovering }, now);
    });
  }

  /** Asked of the rows as they are, before anything is locked or shown. */
  private async covers(principal: Principal, { id }: Asked): Promise<boolean> {
    const signer = this.directory.snapshot().readers.get(principal.readerId as ReaderId);
    if (signer === undefined) return false;
    return this.database.transaction(systemFor(principal), async (tx) => {
      const final = await finalOf(tx, id);
      return final !== null && this.standsIn(final, signer, await tx.now());
    });
  }

  private standsIn({ readingGroupId, authorId }: SignedFinal, signer: ReaderFacts, now: Instant): boolean {
    const author = this.directory.snapshot().readers.get(authorId);
    return coversForAuthor({ read: { readingGroupId }, author, signer }, now);
  }

  private sign(principal: Principal, asked: AskedWithin, action: Action, rule: Rule): Promise<WireSigned> {
    const { covering = false, critical } = asked;
    // A rule weighs what the signer may not have seen yet: an independent reader's final is held against a preliminary.
    return this.database.transaction(systemFor(principal), async (tx) => {
      const { body } = await withIdempotency(tx, asked.repeatable, async () => {
        const own = await ownRead(tx, principal, asked.id, action);
        const before = await this.secondReads.before(tx, own);
        let patientId: PatientId | null = null;
        const { read, report } = await this.signed(tx, { ...own, critical }, (rows, reader, now) => {
          ({ patientId } = rows.study);
          if (!covering) requirePart(rows.reads, own.by);
          demand(principal, action, studyResource(rows.study, rows.reads));
          requireVersion(asked.versions, among(rows.reads, asked.id).version);
          const author: Author = { readerId: own.by, name: reader.reader.name };
          const by = { id: principal.id, name: author.name };
          const beside = { duties: rows.duties, newDutyId: newId, by };
          const signed = withCriticalResult(rows, rule(rows, { author, reader }, now), beside, now);
          const settled = settle(rows, signed, now);
          return withSecondReads(rows, settled, { secondReads: this.secondReads, before }, now);
        });
        const look = { studyId: own.studyId, healthSystemId: own.healthSystemId, patientId };
        if (covering) await this.view.looked(tx, principal, { ...look, action: 'read.addendum', reason: COVERING });
        return { status: 200, body: { read: this.view.readToWire(read), report: reportToWire(report) } };
      });
      return body;
    });
  }

  private signed(
    tx: Tx,
    own: OwnRead & { critical: boolean },
    decide: (rows: Rows, reader: ReaderFacts, now: Instant) => Change<Rows, Signed>,
  ): Promise<Signed> {
    return withKnownReader(tx, { readerId: own.by, directory: this.directory.snapshot() }, (reader) =>
      tx.change(targetsOf(own), (rows, now) => {
        if (reader?.reader.version !== rows.reader.version) return { result: null };
        const { next = {}, events = [], result } = decide(rows, reader, now);
        return { next, events, result };
      }),
    );
  }

  /** At signing, the place is that of the session the read was done in. */
  private legallyFailed(
    { study, reads, session }: Rows,
    { id }: Asked,
    reader: ReaderFacts,
    now: Instant,
  ): FailedRule[] {
    const facts = readFactsOf(study, among(reads, id), reads, this.directory.snapshot());
    return legalFailures(this.eligibility.failed(facts, { ...reader, session }, 'sign', now));
  }

  /** In a transaction of its own: the signature's was rolled back. */
  private async blocked(
    principal: Principal,
    { id }: Asked,
    { body }: Pick<Signing, 'body'>,
    error: DomainError,
  ): Promise<DomainError> {
    const failedRules = (error.details.facts?.['failed'] ?? []) as FailedRule[];
    const kept = await this.database
      .transaction(scopeOf(principal), async (tx) => {
        const own = await ownRead(tx, principal, id, 'sign');
        const { studyId } = own;
        const targets = { ...lockedStudyRows(own), draft: maybe(DraftEntity, { readId: id }) };
        await tx.change(targets, (rows, now) => {
          const blocked = { readId: id, by: own.by, body, failedRules };
          const { events = [], result } = blockFinal(rows, blocked, now);
          return { next: { draft: { ...result, studyId } }, events, result: undefined };
        });
        return true;
      })
      .catch((later: unknown) => {
        // The read has moved on meanwhile: the first refusal is the one to tell.
        if (later instanceof DomainError) return false;
        throw later;
      });
    const facts = { ...error.details.facts, textKept: kept };
    return new DomainError(error.kind, error.code, error.message, { ...error.details, facts });
  }
}

const targetsOf = ({ critical, ...own }: OwnRead & { critical: boolean }) => ({
  ...lockedStudyRows(own),
  reports: all(ReportEntity, { studyId: own.studyId }),
  clocks: all(SlaClockEntity, { studyId: own.studyId }),
  session: maybe(ReadingSessionEntity, { id: own.sessionId }),
  // A critical result is told once: only then those of the study are asked for.
  duties: critical ? all(NotificationDutyEntity, { studyId: own.studyId }) : added(NotificationDutyEntity),
  ...pairRows(own.studyId),
  reader: one(ReaderEntity, { id: own.by }, { lock: 'share' }),
});

const within = (asked: AskedToSign, { body }: Pick<Signing, 'body'>): AskedWithin => ({
  ...asked,
  critical: body.conclusion === 'critical',
});

const newReportId = () => asId<ReportId>(newId());

function signingOf({ id }: Asked, body: ReportBody): Omit<Signing, 'author'> {
  const conclusion = statedConclusion(body.conclusion ?? null, body.critical ?? false);
  const { sections, impression, attestation = null } = body;
  return { readId: id, reportId: newReportId(), body: { sections, impression, conclusion, attestation } };
}
