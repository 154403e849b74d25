import {
  acknowledgeHandBack,
  asId,
  demand,
  openHandBack,
  recordCall,
  recordSiteReading,
  refuseHandBack,
  withdrawHandBack,
  type Action,
  type Actor,
  type Answering,
  type CallAttempt,
  type Change,
  type HandBack,
  type HandBackId,
  type HandBackRows,
  type HandingBack,
  type Instant,
  type Principal,
  type Side,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, all, Database, newId, one, requireVersion, scopeOf, withIdempotency } from '@overread/platform';
import type { RepeatableRequest } from '@overread/platform';
import type { HandBack as WireHandBack } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { SlaClockEntity, studyResource } from '../../sla/index.js';
import { ReadEntity, StudyEntity, studyKeyOf, type StudyKey } from '../../studies/index.js';
import { HandBackEntity } from './hand-back.entity.js';
import { handBackToWire } from './hand-back-wire.js';
import { handBackKeyOf } from './hand-backs.queries.js';

/** A hand-back that somebody acts on. */
export interface AskedHandBack {
  id: HandBackId;
  versions: number[] | null;
  repeatable: RepeatableRequest | null;
}

export type Said = Omit<Answering, 'by' | 'side'>;
type Rule = (rows: HandBackRows, by: Actor, now: Instant) => Change<HandBackRows, HandBack>;

/** A study goes back to its site: offered by phone, taken or refused by name. Who wrote it down is the principal. */
@Injectable()
export class HandBacksService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  open(
    principal: Principal,
    { studyId, repeatable }: { studyId: StudyId; repeatable: RepeatableRequest | null },
    body: Pick<HandingBack, 'reason' | 'note'>,
  ): Promise<WireHandBack> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const answer = await withIdempotency(tx, repeatable, async () => {
        const targets = { ...studyTargets(await studyKeyOf(tx, studyId)), handBacks: added(HandBackEntity) };
        const made = await tx.change(targets, ({ study, reads }, now) => {
          demand(principal, 'hand-back', studyResource(study, reads));
          const facility = this.facility(study.facilityId);
          const asked = { ...body, id: asId<HandBackId>(newId()), by: actorOf(principal), facility };
          const { next = {}, events = [], result } = openHandBack({ study, reads }, asked, now);
          return { next, events, result: handBackToWire(result, study, facility) };
        });
        return { status: 201, body: made };
      });
      return answer.body;
    });
  }

  attempt(principal: Principal, asked: AskedHandBack, attempt: Omit<CallAttempt, 'by'>): Promise<WireHandBack> {
    return this.acted(principal, { asked, action: 'hand-back' }, (rows, by, now) =>
      recordCall(rows, { ...attempt, by }, now),
    );
  }

  acknowledge(principal: Principal, asked: AskedHandBack, said: Said): Promise<WireHandBack> {
    const side = sideOf(principal);
    return this.acted(principal, { asked, action: 'answer-hand-back' }, (rows, by, now) =>
      acknowledgeHandBack(rows, { ...said, by, side }, now),
    );
  }

  refuse(principal: Principal, asked: AskedHandBack, said: Said): Promise<WireHandBack> {
    const side = sideOf(principal);
    return this.acted(principal, { asked, action: 'answer-hand-back' }, (rows, by, now) =>
      refuseHandBack(rows, { ...said, by, side }, now),
    );
  }

  /** Who of the site read it, when, and where its report is. */
  siteReading(principal: Principal, asked: AskedHandBack, said: Said): Promise<WireHandBack> {
    return this.acted(principal, { asked, action: 'answer-hand-back' }, (rows, by, now) =>
      recordSiteReading(rows, { ...said, by }, now),
    );
  }

  withdraw(principal: Principal, asked: AskedHandBack, reason: string): Promise<WireHandBack> {
    return this.acted(principal, { asked, action: 'hand-back' }, (rows, _, now) => withdrawHandBack(rows, reason, now));
  }

  private acted(
    principal: Principal,
    { asked, action }: { asked: AskedHandBack; action: Action },
    rule: Rule,
  ): Promise<WireHandBack> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const answer = await withIdempotency(tx, asked.repeatable, async () => {
        const { healthSystemId, id, studyId } = await handBackKeyOf(tx, asked.id);
        const targets = {
          ...studyTargets({ healthSystemId, id: studyId }),
          clocks: all(SlaClockEntity, { studyId }),
          handBack: one(HandBackEntity, { healthSystemId, id }),
        };
        const body = await tx.change(targets, (rows, now) => {
          demand(principal, action, studyResource(rows.study, rows.reads));
          requireVersion(asked.versions, rows.handBack.version);
          const { next = {}, events = [], result } = rule(rows, actorOf(principal), now);
          return { next, events, result: handBackToWire(result, rows.study, this.facility(result.facilityId)) };
        });
        return { status: 200, body };
      });
      return answer.body;
    });
  }

  private facility(id: HandBack['facilityId']) {
    const facility = this.directory.snapshot().facilities.get(id);
    if (!facility) throw new Error(`facility ${id} is unknown`);
    return facility;
  }
}

export const studyTargets = ({ healthSystemId, id }: StudyKey) => ({
  study: one(StudyEntity, { healthSystemId, id }),
  reads: all(ReadEntity, { studyId: id }),
});

export const actorOf = ({ id, name }: Principal): Actor => ({ id, name });

export function sideOf({ role }: Principal): Side {
  if (role === 'hospital') return 'hospital';
  return role === 'administrator' ? 'network' : 'readers';
}
