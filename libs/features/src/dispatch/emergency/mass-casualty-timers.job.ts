import { endMassCasualty, massCasualtyEvent, widenForEvent } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, one, type Lease } from '@overread/platform';
import { ReadEntity, StudyEntity } from '../../studies/index.js';
import { MassCasualties } from './mass-casualties.service.js';
import { MassCasualtyEntity } from './mass-casualty.entity.js';
import { eventsOver, groupsUnderContract, readsToWiden } from './mass-casualty.queries.js';

const SCOPE = { kind: 'system', actor: 'mass-casualty' } as const;
const TICK_MS = 1000;
const BATCH = 500;

/**
 * Opens the ladders of a live event's facilities, also of what arrives while it lasts, and ends it at its instant. What was
 * done is on the rows: whoever takes over goes on where another stopped.
 */
@Injectable()
export class MassCasualtyTimers implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly events: MassCasualties,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      await this.endDue(lease);
      while ((await this.widen(lease)) >= BATCH && !lease.lost.aborted);
    };
    this.jobs.start({ name: 'mass-casualty', role: 'dispatcher', everyMs: TICK_MS, round });
  }

  private endDue(lease: Lease): Promise<void> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      for (const { id } of await eventsOver(tx, BATCH)) {
        const target = { event: one(MassCasualtyEntity, { id }) };
        const over = await tx.change(target, ({ event }) => ({ result: event }));
        const groups = await groupsUnderContract(tx, over.healthSystemId);
        const at = await this.events.workingDaysOf(over);
        await tx.change(target, ({ event }, now) => {
          const next = endMassCasualty(event, { by: null, at }, now);
          if (next === null) return { result: undefined };
          return { next: { event: next }, events: [massCasualtyEvent('ended', next, groups)], result: undefined };
        });
      }
    });
  }

  private widen(lease: Lease): Promise<number> {
    return this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const due = await readsToWiden(tx, BATCH);
      const targets = due.map(({ eventId, healthSystemId, id, studyId }) => ({
        study: one(StudyEntity, { healthSystemId, id: studyId }, { lock: 'share' }),
        read: one(ReadEntity, { healthSystemId, id }),
        event: one(MassCasualtyEntity, { id: eventId }, { lock: 'share' }),
      }));
      await tx.changeMany(targets, (rows, now) => {
        const { next, events } = widenForEvent(rows, now);
        return { ...(next ? { next } : {}), ...(events ? { events } : {}), result: undefined };
      });
      return due.length;
    });
  }
}
