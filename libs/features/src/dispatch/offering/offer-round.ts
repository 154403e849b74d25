import type { Band, ReaderChoice, ReaderFacts, ReaderId, StudyId } from '@overread/domain';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import type { Looked } from '../explaining/decision-log.js';
import type { CurrentPlan, Planned } from '../planning/planner.js';
import type { Waiting } from '../waiting.queries.js';
import type { OfferToMake } from './offer-writer.js';
import type { WaitingRoom } from './waiting-room.js';

/** The offers of one round as they are found, and who is left for more. */
export class OfferRound {
  readonly offers: OfferToMake[] = [];
  /** Idle readers with a plan that still holds: theirs is the first of it, unless something goes before it. */
  readonly reserved = new Map<ReaderId, { reader: ReaderFacts; planned: Planned }>();
  private readonly unplanned: Map<ReaderId, ReaderFacts>;
  private readonly studies = new Set<StudyId>();

  constructor(
    private readonly free: { idle: Map<ReaderId, ReaderFacts>; looked: Looked },
    private readonly plan: CurrentPlan | null,
    room: WaitingRoom,
  ) {
    this.unplanned = new Map(free.idle);
    for (const [id, reader] of plan ? free.idle : []) {
      // A read that has changed since is another: it is weighed anew.
      const planned = plan?.nextUp.get(id)?.find(({ waiting }) => room.has(waiting));
      if (!planned) continue;
      this.reserved.set(id, { reader, planned });
      this.unplanned.delete(id);
    }
  }

  get isFull(): boolean {
    return this.offers.length >= DISPATCH_SETTINGS.offersAtOnce;
  }

  /** Critical work and work past its maximum wait takes anybody who is idle, whatever is planned for them. */
  readersFor(band: Band): ReadonlyMap<ReaderId, ReaderFacts> {
    return band === 'indexed' ? this.unplanned : this.free.idle;
  }

  /** Whether the plan in force has weighed it. */
  isSeen(waiting: Waiting): boolean {
    return this.plan?.seen.has(waiting) ?? false;
  }

  /** One read of a study at a time: the offer of one bars its reader from the others. */
  mayOffer({ study }: Waiting): boolean {
    return !this.studies.has(study.id);
  }

  /** Notes the offer and its reader; false when nobody was chosen. */
  offer(waiting: Waiting, choice: ReaderChoice, kind: string | null): boolean {
    const id = choice.chosen?.readerId;
    const reader = id === undefined ? undefined : this.free.idle.get(id);
    if (id === undefined || !reader) return false;
    const planned = this.reserved.get(id)?.planned;
    // Where a plan decided, its gap says how far from the best it can be.
    const gap = planned?.waiting === waiting ? (this.plan?.gap ?? null) : null;
    const looked = { ...this.free.looked, gap };
    this.free.idle.delete(id);
    this.unplanned.delete(id);
    this.reserved.delete(id);
    this.studies.add(waiting.study.id);
    this.offers.push({ waiting, reader, choice, trigger: 'ready', looked, kind });
    return true;
  }
}
