import {
  assignRead,
  conductIn,
  countsAgainstBudget,
  declineOffer,
  refuseSpent,
  refuseStop,
  releaseRead,
  skipBudget,
  stopOf,
  stopsRead,
  type Change,
  type DeclineReason,
  type Instant,
  type Read,
  type ReaderId,
  type ReadId,
  type Release,
  type StudyReads,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { actorOf, Database, maybe, one, type Scope, type Tx } from '@overread/platform';
import { EligibilityService, pairOf, readFactsOf, refuse, refuseChanged } from '../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity, ReadingSessionEntity } from '../network/index.js';
import { readKeyOf, type ReadKey } from '../studies/index.js';
import { conductByCountry } from './conduct/conduct-settings.service.js';
import { DISPATCH_SETTINGS } from './dispatch-settings.js';
import { DecisionLog } from './explaining/decision-log.js';
import { readingPlaceOf } from './reading-place.js';
import { decisionOf, studyTargets } from './study-targets.js';

/** A read moves back to the queue, or to a reader a manager names. */
@Injectable()
export class MovingService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly decisions: DecisionLog,
  ) {}

  /** An offer is turned down, or a read of one's next few skipped; the reader need not see a study that was only planned. */
  decline(readId: ReadId, readerId: ReaderId, { code }: { code: DeclineReason }): Promise<Read> {
    return this.database.transaction({ kind: 'system', actor: readerId }, async (tx) => {
      const key = await readKeyOf(tx, readId);
      const soleEligible = await this.soleEligible(tx, key, readerId);
      const conduct = await conductByCountry(tx);
      const session = maybe(ReadingSessionEntity, { readerId, endedAt: null });
      return tx.change({ ...studyTargets(key), session }, ({ session: open, ...rows }) => {
        const change = declineOffer(rows, { readId, readerId, reason: code, soleEligible });
        if (!change.next || !open || !countsAgainstBudget(code)) return decisionOf(change);
        const used = open.skipsUsed ?? 0;
        refuseSpent(code, skipBudget(conductIn(conduct, open.country).skipsPerSession, used));
        const counted = { ...open, skipsUsed: used + 1, version: open.version + 1 };
        return { ...decisionOf(change), next: { ...change.next, session: counted } };
      });
    });
  }

  release(scope: Scope, readId: ReadId, by: Release['by'], reason: string): Promise<Read> {
    return this.database.transaction(scope, async (tx) =>
      this.move(tx, await readKeyOf(tx, readId), (rows) => releaseRead(rows, { readId, by, reason })),
    );
  }

  /** A manager's assignment passes every hard rule or none: it is an offer like any other. */
  async assign(scope: Scope, readId: ReadId, assignment: { readerId: ReaderId; reason: string }): Promise<Read> {
    const key = await this.database.transaction(scope, (tx) => readKeyOf(tx, readId));
    // The rules need every group's rows, more than a manager may see.
    return this.database.transaction({ kind: 'system', actor: actorOf(scope) ?? 'manager' }, async (tx) => {
      const reader = await loadReaderFacts(tx, assignment.readerId);
      const looked = this.decisions.looked();
      const asked = await this.eligibility.ofRead(tx, key, 'offer');
      const snapshot = this.directory.snapshot();
      const assigned = await tx.change(
        { ...studyTargets(key), reader: one(ReaderEntity, { id: assignment.readerId }, { lock: 'share' }) },
        ({ study, reads, reader: locked }, now) => {
          refuseChanged(reader, locked);
          const read = reads.find((each) => each.id === readId);
          const facility = snapshot.facilities.get(study.facilityId);
          if (!read || !facility) throw new Error(`read ${readId} or its facility is gone`);
          refuse(this.eligibility.failed(readFactsOf(study, read, reads, snapshot), reader, 'offer', now));
          const stop = stopOf(reader, snapshot.groups, now);
          if (stop && stopsRead(stop, read, study)) refuseStop(stop);
          const to = readingPlaceOf(reader, facility, now);
          const offerSeconds = DISPATCH_SETTINGS.offerSeconds[study.priority];
          const { reason } = assignment;
          const {
            next = {},
            events = [],
            result,
          } = assignRead({ study, reads }, { readId, to, offerSeconds, reason }, now);
          return { next, events, result: { study, weighed: read, read: result, at: now } };
        },
      );
      const choice = { kind: 'named', readerId: assignment.readerId } as const;
      await this.decisions.store(tx, [{ ...assigned, trigger: 'manager', choice, looked, asked }]);
      await this.eligibility.assertPairs(tx, [pairOf(assigned.read)], 'offer', assigned.at);
      return assigned.read;
    });
  }

  /** Whether nobody but this reader, of those signed on who have not declined it, may take the read: their going is an alarm. */
  async soleEligible(tx: Tx, key: ReadKey, readerId: ReaderId): Promise<boolean> {
    const { readerIds } = await this.eligibility.ofRead(tx, key, 'offer');
    const [row] = await tx.read<Pick<Read, 'declinedBy'>>(
      'select declined_by as "declinedBy" from read where health_system_id = $1 and id = $2',
      [key.healthSystemId, key.id],
    );
    const gone = new Set([readerId, ...(row?.declinedBy ?? [])]);
    return readerIds.every((id) => gone.has(id));
  }

  private move(
    tx: Tx,
    key: ReadKey,
    rule: (rows: StudyReads, now: Instant) => Change<StudyReads, Read>,
  ): Promise<Read> {
    return tx.change(studyTargets(key), (rows, now) => decisionOf(rule(rows, now)));
  }
}
