import {
  demand,
  reclaimFromSite,
  returnToNetwork,
  type Change,
  type HandBack,
  type HandBackRows,
  type Instant,
  type PatientId,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
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
import type { HandBack as WireHandBack } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { RoutingService, type Routed } from '../../routing/index.js';
import { SlaClockEntity, studyResource } from '../../sla/index.js';
import { look, PatientEntity, ReadEntity, StudyEntity } from '../../studies/index.js';
import { HandBackEntity } from './hand-back.entity.js';
import { handBackToWire } from './hand-back-wire.js';
import { handBackKeyOf, type HandBackKey } from './hand-backs.queries.js';
import { actorOf, sideOf, studyTargets, type AskedHandBack, type Said } from './hand-backs.service.js';

type Key = HandBackKey & { patientId: PatientId };
type Rows = Loaded<ReturnType<typeof targetsOf>>;
type Reclaimed = Pick<Routed, 'study' | 'planning' | 'lines' | 'at'> & { handBack: HandBack };

/** A study that its site gives back to the network is planned again, by whatever is in force by now. */
@Injectable()
export class ReclaimService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  async reclaim(principal: Principal, asked: AskedHandBack, said: Said): Promise<WireHandBack> {
    const key = await this.visible(principal, asked);
    // Planning reaches further than its asker sees: other groups are offered the study from here on.
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const { body } = await withIdempotency(tx, asked.repeatable, async () => {
        const reclaimed = await tx.change(targetsOf(key), (rows, now) => {
          demand(principal, 'answer-hand-back', studyResource(rows.study, rows.reads));
          requireVersion(asked.versions, rows.handBack.version);
          const answering = { ...said, by: actorOf(principal), side: sideOf(principal) };
          return this.decide(rows, reclaimFromSite(rows, answering, now), now);
        });
        await this.routing.store(tx, { ...reclaimed, planStays: false });
        return { status: 200, body: this.wire(reclaimed) };
      });
      return body;
    });
  }

  private decide(rows: Rows, change: Change<Pick<HandBackRows, 'handBack' | 'study'>, HandBack>, now: Instant) {
    const { handBack = rows.handBack, study = rows.study } = change.next ?? {};
    const { reads, clocks, patient } = rows;
    const planning = this.routing.planningOf(study, patient, now);
    const newIds = { read: newId, clock: newId } as const;
    const owed = returnToNetwork({ study, reads, clocks }, planning, { now, newIds });
    const thin = this.routing.thinlyCovered(owed.next.study, owed.next.reads, now, owed.result.reads);
    const result: Reclaimed = {
      handBack,
      study: owed.next.study,
      planning,
      lines: owed.result.lines,
      at: now,
    };
    return {
      next: { ...owed.next, handBack },
      events: [...(change.events ?? []), ...(owed.events ?? []), ...thin],
      result,
    };
  }

  private visible(principal: Principal, { id }: AskedHandBack): Promise<Key> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const key = await handBackKeyOf(tx, id);
      const { study, reads } = await seen(tx, key);
      demand(principal, 'answer-hand-back', studyResource(study, reads));
      return { ...key, patientId: study.patientId };
    });
  }

  private wire({ handBack, study }: Reclaimed): WireHandBack {
    return handBackToWire(handBack, study, this.directory.snapshot().facilities.get(study.facilityId));
  }
}

const unlocked = { lock: 'none' } as const;

const seen = (tx: Tx, { healthSystemId, studyId }: HandBackKey) =>
  look(tx, {
    study: one(StudyEntity, { healthSystemId, id: studyId }, unlocked),
    reads: all(ReadEntity, { studyId }, unlocked),
  });

const targetsOf = ({ healthSystemId, id, studyId, patientId }: Key) => ({
  ...studyTargets({ healthSystemId, id: studyId }),
  clocks: all(SlaClockEntity, { studyId }),
  handBack: one(HandBackEntity, { healthSystemId, id }),
  patient: one(PatientEntity, { healthSystemId, id: patientId }, unlocked),
});
