import {
  demand,
  DomainError,
  enterLate,
  statedConclusion,
  takeOutside,
  withCriticalResult,
  type Change,
  type EnteredLate,
  type Instant,
  type LateEntry,
  type Principal,
  type Read,
  type ReaderFacts,
  type Study,
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
import type { LateEntryBody, LateEntry as WireLateEntry, Signed as WireSigned } from '@overread/wire';
import { EligibilityService, readFactsOf, refuse } from '../../eligibility/index.js';
import { NetworkDirectory, ReaderEntity, relationsOf } from '../../network/index.js';
import { pairRows, SecondReads } from '../../quality/index.js';
import { SlaClockEntity, StudyView, studyResource } from '../../sla/index.js';
import { look, studyKeyOf } from '../../studies/index.js';
import { NotificationDutyEntity } from '../duties/notification-duty.entity.js';
import { withKnownReader } from '../known-reader.js';
import { among, lockedStudyRows, ownRead, studyRows, type OwnRead } from '../own-read.js';
import { ReportEntity } from '../reports/report.entity.js';
import { reportToWire } from '../reports/report-wire.js';
import { withSecondReads } from '../second-reads/with-second-reads.js';
import { settle } from '../settle.js';
import type { AskedToSign } from '../signing.service.js';
import { lateEntryToWire } from './late-entry-wire.js';
import { LateEntryEntity } from './late-entry.entity.js';
import { attestedSession, outsideReadingOf } from './outside-reading.js';

type Rows = Loaded<ReturnType<typeof targetsOf>>;
type Result = EnteredLate & { study: Study };

interface Entry {
  principal: Principal;
  asked: AskedToSign;
  body: LateEntryBody;
  own: OwnRead;
  before: Awaited<ReturnType<SecondReads['before']>>;
}

/** Readings made outside: entered by the reader who made them, counted from their true time. */
@Injectable()
export class LateEntryService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly view: StudyView,
    private readonly secondReads: SecondReads,
  ) {}

  enter(principal: Principal, asked: AskedToSign, body: LateEntryBody): Promise<WireSigned> {
    // A read that waits is in nobody's scope yet, and what follows a result reaches further than its author sees.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const { body: answer } = await withIdempotency(tx, asked.repeatable, async () => {
        const own = await ownRead(tx, principal, asked.id, 'sign');
        const before = await this.secondReads.before(tx, own);
        const { read, report, study } = await this.entered(tx, { principal, asked, body, own, before });
        const { healthSystemId, id: studyId, patientId } = study;
        await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'read.late-entry' });
        return { status: 200, body: { read: this.view.readToWire(read), report: reportToWire(report) } };
      });
      return answer;
    });
  }

  /** What was entered late of a study, oldest first. */
  ofStudy(principal: Principal, studyId: StudyId): Promise<{ items: WireLateEntry[]; next: null }> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { healthSystemId } = await studyKeyOf(tx, studyId);
      const { study, reads, entries } = await look(tx, {
        ...studyRows({ healthSystemId, studyId }),
        entries: all(LateEntryEntity, { studyId }, { lock: 'none' }),
      });
      demand(principal, 'view-reports', studyResource(study, reads));
      const { patientId } = study;
      await this.view.looked(tx, principal, { studyId, healthSystemId, patientId, action: 'late-entry.view' });
      const inOrder = entries.toSorted((a, b) => a.enteredAt.getTime() - b.enteredAt.getTime());
      return { items: inOrder.map(lateEntryToWire), next: null };
    });
  }

  private entered(tx: Tx, entry: Entry): Promise<Result> {
    const { own } = entry;
    return withKnownReader(tx, { readerId: own.by, directory: this.directory.snapshot() }, (reader) =>
      tx.change<ReturnType<typeof targetsOf>, Result | null>(targetsOf(own), (rows, now) => {
        if (reader?.reader.version !== rows.reader.version) return { result: null };
        return this.decide(rows, entry, reader, now);
      }),
    );
  }

  // oxlint-disable-next-line max-params -- the rows, what is asked of them, by whom, and when
  private decide(rows: Rows, { principal, asked, body, own, before }: Entry, reader: ReaderFacts, now: Instant) {
    this.requireKnown(rows, own, reader);
    const read = among(rows.reads, own.id);
    requireVersion(asked.versions, read.version);
    const outside = this.outsideOf(rows.study, read, reader, body);
    const taken = takeOutside(rows, { readId: own.id, by: own.by, outside }, now);
    const reads = rows.reads.map((each) => (each.id === own.id ? taken : each));
    demand(principal, 'sign', studyResource(rows.study, reads));
    const facts = readFactsOf(rows.study, taken, reads, this.directory.snapshot());
    const session = attestedSession(outside, reader.reader);
    refuse(this.eligibility.failed(facts, { ...reader, session }, 'sign', outside.readAt));
    const author = { readerId: own.by, name: reader.reader.name };
    const entering = { readId: own.id, author, outside, body: textOf(body), newDutyId: newId, ...newIds() };
    return this.followed(
      rows,
      enterLate(rows, entering, now),
      { by: { id: principal.id, name: author.name }, before },
      now,
    );
  }

  /** What follows of a result: who must be told since the true time, clocks that stop at it, second reads from now on. */
  // oxlint-disable-next-line max-params -- the rows, what was decided of them, by whom, and when
  private followed(
    rows: Rows,
    entered: Change<Omit<Rows, 'entries'>, EnteredLate>,
    { before, by }: Pick<Entry, 'before'> & { by: { id: string; name: string } },
    now: Instant,
  ) {
    const { entry } = entered.result;
    const { readAt } = entry;
    const beside = { duties: rows.duties, newDutyId: newId, by };
    const settled = settle({ ...rows, session: null }, withCriticalResult(rows, entered, beside, readAt), readAt);
    const { secondReads } = this;
    const {
      next = {},
      events,
      result,
    } = withSecondReads({ ...rows, session: null }, settled, { secondReads, before }, now);
    const { session: _, ...saved } = next;
    const { study = rows.study } = saved;
    return { next: { ...saved, entries: [entry] }, events, result: { ...result, entry, study } };
  }

  /** To readers of groups that do not work for the hospital, its studies do not exist. */
  private requireKnown({ reads, study }: Rows, { by }: OwnRead, { reader }: ReaderFacts): void {
    if (reads.some((read) => read.readerId === by && read.state !== 'cancelled')) return;
    const { contracts } = relationsOf(this.directory.snapshot(), study.healthSystemId);
    if (contracts.some(({ readingGroupId }) => reader.readingGroupIds.includes(readingGroupId))) return;
    throw new DomainError('not-found', 'read/not-found', 'no such read');
  }

  private outsideOf(study: Study, read: Read, { reader }: ReaderFacts, body: LateEntryBody) {
    const facility = this.directory.snapshot().facilities.get(study.facilityId);
    if (!facility) throw new Error(`the facility of study ${study.id} is unknown`);
    return outsideReadingOf(body, { facility, read, reader });
  }
}

const targetsOf = (own: OwnRead) => ({
  ...lockedStudyRows(own),
  reports: all(ReportEntity, { studyId: own.studyId }),
  clocks: all(SlaClockEntity, { studyId: own.studyId }),
  duties: all(NotificationDutyEntity, { studyId: own.studyId }),
  ...pairRows(own.studyId),
  reader: one(ReaderEntity, { id: own.by }, { lock: 'share' }),
  entries: added(LateEntryEntity),
});

const newIds = () => ({
  reportId: newId<ReportEntity['id']>(),
  entryId: newId<LateEntry['id']>(),
});

function textOf({ conclusion, critical, impression, sections }: LateEntryBody) {
  return {
    sections,
    impression,
    conclusion: statedConclusion(conclusion ?? null, critical ?? false),
    attestation: null,
  };
}
