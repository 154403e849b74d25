import {
  assignRead,
  conductIn,
  countsAgainstBudget,
  declineOffer,
  demand,
  refuseSpent,
  refuseStop,
  skipBudget,
  stopOf,
  stopsRead,
  type DeclineReason,
  type Instant,
  type Principal,
  type Read,
  type ReaderFacts,
  type ReaderId,
  type ReadId,
  type StudyReads,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, maybe, one, type Tx } from '@overread/platform';
import type { Read as WireRead } from '@overread/wire';
import { EligibilityService, pairOf, readFactsOf, refuse, refuseChanged } from '../eligibility/index.js';
import { loadReaderFacts, NetworkDirectory, ReaderEntity, ReadingSessionEntity } from '../network/index.js';
import { readKeyOf, type ReadKey } from '../studies/index.js';
import { conductByCountry } from './conduct/conduct-settings.service.js';
import { DISPATCH_SETTINGS } from './dispatch-settings.js';
import { DecisionLog } from './explaining/decision-log.js';
import { demandAct, ReadActs, requireSeen, type AskedRead, type ReadAct } from './read-acts.service.js';
import { refuseStranger } from './read-resource.js';
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
    private readonly acts: ReadActs,
  ) {}

  /** An offer is turned down, or a read of one's next few skipped; the reader need not see a study that was only planned. */
  decline(asked: AskedRead, readerId: ReaderId, { code }: { code: DeclineReason }): Promise<WireRead> {
    return this.database.transaction({ kind: 'system', actor: readerId }, (tx) =>
      this.acts.once(tx, asked, async () => {
        const key = await readKeyOf(tx, asked.id);
        await refuseStranger(tx, key, readerId);
        const soleEligible = await this.soleEligible(tx, key, readerId);
        const conduct = await conductByCountry(tx);
        const session = maybe(ReadingSessionEntity, { readerId, endedAt: null });
        return tx.change({ ...studyTargets(key), session }, ({ session: open, ...rows }) => {
          requireSeen(asked, rows.reads);
          const change = declineOffer(rows, { readId: asked.id, readerId, reason: code, soleEligible });
          if (!change.next || !open || !countsAgainstBudget(code)) return decisionOf(change);
          const used = open.skipsUsed ?? 0;
          refuseSpent(code, skipBudget(conductIn(conduct, open.country).skipsPerSession, used));
          const counted = { ...open, skipsUsed: used + 1, version: open.version + 1 };
          return { ...decisionOf(change), next: { ...change.next, session: counted } };
        });
      }),
    );
  }

  /** A manager's assignment passes every hard rule or none: it is an offer like any other. */
  assign(principal: Principal, act: ReadAct, assignment: { readerId: ReaderId; reason: string }): Promise<WireRead> {
    return this.acts.widely(principal, act, async (tx, key) => {
      // A refusal tells what a reader lacks: that of another group's staff is not a manager's to know.
      const { readingGroupIds = [] } = this.directory.snapshot().readers.get(assignment.readerId)?.reader ?? {};
      demand(principal, 'view-readers', { readingGroupIds });
      const reader = await loadReaderFacts(tx, assignment.readerId, act.id);
      const looked = this.decisions.looked();
      const asked = await this.eligibility.ofRead(tx, key, 'offer');
      const targets = { ...studyTargets(key), reader: one(ReaderEntity, { id: reader.reader.id }, { lock: 'share' }) };
      const { assigned, ...decided } = await tx.change(targets, ({ reader: locked, ...rows }, now) => {
        demandAct(principal, act, rows.reads);
        refuseChanged(reader, locked);
        return this.assigned(rows, { readId: act.id, reader, reason: assignment.reason }, now);
      });
      // They have it already.
      if (!assigned) return decided.read;
      const choice = { kind: 'named', readerId: assignment.readerId } as const;
      await this.decisions.store(tx, [{ ...decided, trigger: 'manager', choice, looked, asked }]);
      await this.eligibility.assertPairs(tx, [pairOf(decided.read)], 'offer', decided.at);
      return decided.read;
    });
  }

  private assigned(
    { study, reads }: StudyReads,
    { reader, ...assignment }: { readId: ReadId; reader: ReaderFacts; reason: string },
    now: Instant,
  ) {
    const snapshot = this.directory.snapshot();
    const read = reads.find((each) => each.id === assignment.readId);
    const facility = snapshot.facilities.get(study.facilityId);
    if (!read || !facility) throw new Error(`read ${assignment.readId} or its facility is gone`);
    refuse(this.eligibility.failed(readFactsOf(study, read, reads, snapshot), reader, 'offer', now));
    const stop = stopOf(reader, snapshot.groups, now);
    if (stop && stopsRead(stop, read, study)) refuseStop(stop);
    const to = readingPlaceOf(reader, facility, now);
    const offerSeconds = DISPATCH_SETTINGS.offerSeconds[study.priority];
    const change = assignRead({ study, reads }, { ...assignment, to, offerSeconds }, now);
    const result = { study, weighed: read, read: change.result, at: now, assigned: change.next !== undefined };
    return { ...decisionOf(change), result };
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
}
