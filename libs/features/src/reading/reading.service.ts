import {
  demand,
  DomainError,
  openRead,
  ownDraft,
  recordImagesOpened,
  saveDraft,
  type Draft,
  type DraftSaving,
  type Principal,
  type ReadId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, maybe, one, requireVersion, scopeOf } from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { AccessLog } from '../access/index.js';
import { EligibilityService, readFactsOf, refuse } from '../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity } from '../network/index.js';
import { StudyView } from '../sla/index.js';
import { look, ReadEntity } from '../studies/index.js';
import { DraftEntity } from './draft.entity.js';
import { among, lockedStudyRows, ownRead, resourceOf, studyRows } from './own-read.js';

/** What a reader asks of one read; `versions` are those of If-Match. */
export interface Asked {
  id: ReadId;
  versions: number[] | null;
}

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
      const reader = await loadReaderFacts(tx, own.by, id);
      const targets = { ...lockedStudyRows(own), reader: one(ReaderEntity, { id: own.by }, { lock: 'share' }) };
      const { read, study } = await tx.change(targets, ({ study, reads, reader: row }, now) => {
        demand(principal, 'read', resourceOf(study, reads));
        const before = among(reads, id);
        requireVersion(versions, before.version);
        const { next, events = [], result } = openRead({ study, reads }, { readId: id, readerId: own.by }, now);
        if (before.openedAt === null) {
          if (row.version !== reader.reader.version) throw credentialsChanged();
          const facts = readFactsOf(study, before, reads, this.directory.snapshot());
          refuse(this.eligibility.failed(facts, reader, 'open', now));
        }
        return { next: next ?? {}, events, result: { read: result, study } };
      });
      const { healthSystemId, patientId } = study;
      await this.accessLog.looked(tx, principal, { studyId: study.id, healthSystemId, patientId, action: 'read.open' });
      return this.view.readToWire(read);
    });
  }

  /** Proof of reading, told by the viewer. */
  imagesOpened(principal: Principal, { id, versions }: Asked): Promise<WireRead> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const own = await ownRead(tx, principal, id, 'read');
      const read = await tx.change(lockedStudyRows(own), ({ study, reads }, now) => {
        demand(principal, 'read', resourceOf(study, reads));
        requireVersion(versions, among(reads, id).version);
        const { next, events = [], result } = recordImagesOpened({ study, reads }, { readId: id, by: own.by }, now);
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
      demand(principal, 'read', resourceOf(study, reads));
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
      demand(principal, 'read', resourceOf(study, reads));
      const mine = ownDraft(draft, own.by);
      if (mine === null) throw new DomainError('not-found', 'draft/not-found', 'nothing has been written yet');
      return mine;
    });
  }
}

const credentialsChanged = (): DomainError =>
  new DomainError('conflict', 'reader/changed', 'The credentials changed just now; try again');
