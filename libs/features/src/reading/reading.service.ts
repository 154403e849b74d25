import {
  demand,
  DomainError,
  openRead,
  ownDraft,
  recordImagesOpened,
  saveDraft,
  type Draft,
  type DraftSaving,
  type ImagesShown,
  type Principal,
  type Read,
  type ReaderFacts,
  type ReadId,
  type ReadingSession,
  type Study,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, maybe, one, requireVersion, scopeOf } from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { AccessLog } from '../access/index.js';
import { EligibilityService, heldMinutes, pairOf, readFactsOf, refuse } from '../eligibility/index.js';
import { NetworkDirectory, ReaderEntity, ReadingSessionEntity } from '../network/index.js';
import { StudyView, studyResource } from '../sla/index.js';
import { look, ReadEntity } from '../studies/index.js';
import { DraftEntity } from './draft.entity.js';
import { withKnownReader } from './known-reader.js';
import { among, lockedStudyRows, ownRead, studyRows, type OwnRead } from './own-read.js';

/** What a reader asks of one read; `versions` are those of If-Match. */
export interface Asked {
  id: ReadId;
  versions: number[] | null;
}

/** What a viewer says it showed. */
export type Shown = Pick<ImagesShown, 'viewer' | 'instances' | 'at'>;

/** A reader at work on a read, up to signing. */
@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly view: StudyView,
    private readonly accessLog: AccessLog,
  ) {}

  /** Every hard rule is asked again, of the reader as the rows are now: the last moment to stop a wrong read. */
  open(principal: Principal, { id, versions }: Asked): Promise<WireRead> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const own = await ownRead(tx, principal, id, 'read');
      const held = (await heldMinutes(tx, own.by)).get(own.by) ?? NOTHING_HELD;
      const by = { readerId: own.by, directory: this.directory.snapshot() };
      const { read, study, openedAt } = await withKnownReader(tx, by, (reader) =>
        tx.change(openTargets(own), (rows, now) => {
          const { study, reads } = rows;
          demand(principal, 'read', studyResource(study, reads));
          const before = among(reads, id);
          requireVersion(versions, before.version);
          const { next = {}, events = [], result } = openRead({ study, reads }, { readId: id, readerId: own.by }, now);
          if (before.openedAt === null) {
            if (reader?.reader.version !== rows.reader.version) return { result: null };
            const asked = { ...reader, session: sessionNow(reader, rows.session), held: without(before, study, held) };
            const facts = readFactsOf(study, before, reads, by.directory);
            refuse(this.eligibility.failed(facts, asked, 'open', now));
          }
          return { next, events, result: { read: result, study, openedAt: before.openedAt === null ? now : null } };
        }),
      );
      if (openedAt !== null) await this.eligibility.assertPairs(tx, [pairOf(read)], 'open', openedAt);
      const { healthSystemId, patientId } = study;
      await this.accessLog.looked(tx, principal, { studyId: study.id, healthSystemId, patientId, action: 'read.open' });
      return this.view.readToWire(read);
    });
  }

  /** Proof of reading, told by the viewer. */
  imagesOpened(principal: Principal, { id, versions }: Asked, shown: Shown): Promise<WireRead> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const own = await ownRead(tx, principal, id, 'read');
      const read = await tx.change(lockedStudyRows(own), ({ study, reads }, now) => {
        demand(principal, 'read', studyResource(study, reads));
        requireVersion(versions, among(reads, id).version);
        const told = { ...shown, readId: id, by: own.by };
        const { next, events = [], result } = recordImagesOpened({ study, reads }, told, now);
        return { next: next ?? {}, events, result };
      });
      return this.view.readToWire(read);
    });
  }

  /** Keeps the text; `versions` are the draft's own. */
  saveDraft(principal: Principal, { id, versions }: Asked, text: DraftSaving['text']): Promise<Draft> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const own = await ownRead(tx, principal, id, 'read');
      const { study, reads } = await look(tx, studyRows(own));
      demand(principal, 'read', studyResource(study, reads));
      const { healthSystemId, studyId } = own;
      const targets = {
        // Of two windows that write the first words, one waits for the other here: there is no draft to lock yet.
        read: one(ReadEntity, { healthSystemId, id }),
        draft: maybe(DraftEntity, { readId: id }),
      };
      return tx.change(targets, ({ read, draft }, now) => {
        const current = ownDraft(draft, own.by)?.version ?? 0;
        const expectedVersion = versions === null || versions.includes(current) ? null : (versions[0] ?? -1);
        const { result } = saveDraft({ read, draft }, { by: own.by, text, expectedVersion }, now);
        return { next: { draft: { ...result, studyId } }, result };
      });
    });
  }

  /** The reader's own text; another's is nobody's business. */
  draftOf(principal: Principal, id: ReadId): Promise<Draft> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const own = await ownRead(tx, principal, id, 'read');
      const rows = { ...studyRows(own), draft: maybe(DraftEntity, { readId: id }, { lock: 'none' }) };
      const { study, reads, draft } = await look(tx, rows);
      demand(principal, 'read', studyResource(study, reads));
      const mine = ownDraft(draft, own.by);
      if (mine === null) throw new DomainError('not-found', 'draft/not-found', 'nothing has been written yet');
      return mine;
    });
  }
}

const NOTHING_HELD: ReaderFacts['held'] = { routineMinutes: 0, urgentMinutes: 0 };

const openTargets = (own: OwnRead) => ({
  ...lockedStudyRows(own),
  session: maybe(ReadingSessionEntity, { id: own.sessionId }, { lock: 'share' }),
  reader: one(ReaderEntity, { id: own.by }, { lock: 'share' }),
});

/** The session the read was accepted in, unless the reader has signed on anew since; its row is what counts. */
function sessionNow({ session }: ReaderFacts, accepted: ReadingSession | null): ReadingSession | null {
  if (accepted === null) return session;
  return accepted.endedAt !== null && session !== null && session.id !== accepted.id ? session : accepted;
}

/** What else the reader holds: the read they open is no reason not to open it. */
function without(read: Read, { priority }: Study, held: ReaderFacts['held']): ReaderFacts['held'] {
  const pressing = priority === 'critical' || priority === 'stat';
  const bucket = pressing ? 'urgentMinutes' : 'routineMinutes';
  return { ...held, [bucket]: Math.max(0, held[bucket] - read.expectedMinutes) };
}
