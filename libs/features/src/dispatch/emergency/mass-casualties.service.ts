import {
  asId,
  declareMassCasualty,
  demand,
  DomainError,
  endActs,
  endMassCasualty,
  isLive,
  massCasualtyEvent,
  mayDeclare,
  reviewMassCasualty,
  type BreakGlassReview,
  type Facility,
  type HealthSystemId,
  type Instant,
  type MassCasualty,
  type MassCasualtyId,
  type Principal,
  type WorkingDays,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  added,
  all,
  cursorOf,
  Database,
  maybe,
  newId,
  one,
  requireVersion,
  scopeOf,
  valuesOfCursor,
  withIdempotency,
} from '@overread/platform';
import type { Page, RepeatableRequest } from '@overread/platform';
import type { massCasualtiesQuery, MassCasualty as WireEvent, newMassCasualty } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { CalendarBook } from '../../routing/index.js';
import { look } from '../../studies/index.js';
import { BreakGlassEntity } from '../break-glass/break-glass.entity.js';
import { MassCasualtyEntity } from './mass-casualty.entity.js';
import { eventPlaces, groupsUnderContract, requireSeen } from './mass-casualty.queries.js';

export interface AskedEvent {
  id: MassCasualtyId;
  versions: number[] | null;
  repeatable: RepeatableRequest | null;
}

/** Events with many casualties are declared, ended and reviewed by name. */
@Injectable()
export class MassCasualties {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly calendar: CalendarBook,
  ) {}

  declare(
    principal: Principal,
    repeatable: RepeatableRequest | null,
    { extendsId, facilities: codes, hours, note, title }: z.infer<typeof newMassCasualty>,
  ): Promise<WireEvent> {
    const facilities = this.facilitiesOf(principal, codes);
    const healthSystemId = facilities[0]?.healthSystemId as HealthSystemId;
    this.demandDeclarer(principal, { healthSystemId });
    const id = (extendsId ?? NO_ID) as MassCasualtyId;
    const former = { event: maybe(MassCasualtyEntity, { id }) };
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const groups = await groupsUnderContract(tx, healthSystemId);
      const { body } = await withIdempotency(tx, repeatable, async () => {
        // Whoever prolongs the same one meanwhile waits here, and then finds this one.
        await tx.change(former, () => ({ result: undefined }));
        const others = all(MassCasualtyEntity, { extendsId: id }, UNLOCKED);
        const targets = { ...former, others, made: added(MassCasualtyEntity) };
        const made = await tx.change(targets, ({ event, others: prolonging }, now) => {
          if (extendsId && event?.healthSystemId !== healthSystemId) {
            throw new DomainError('not-found', 'mass-casualty/not-found', 'there is no such event');
          }
          const extending = { extends: event, extendedAlready: prolonging.length > 0 };
          const said = { title, note: note ?? null, hours, ...extending, by: actorOf(principal) };
          const ids = facilities.map(({ id }) => id);
          const next = declareMassCasualty({ ...said, id: asId(newId()), healthSystemId, facilityIds: ids }, now);
          const events = [massCasualtyEvent('declared', next, groups)];
          return { next: { made: [next] }, events, result: this.wire(next, now) };
        });
        return { status: 201, body: made };
      });
      return body;
    });
  }

  /** Before its end, by whoever might have declared it. */
  end(principal: Principal, asked: AskedEvent): Promise<WireEvent> {
    return this.acted(principal, asked, (event, now, at) => {
      this.demandDeclarer(principal, event);
      return { moment: 'ended', next: endMassCasualty(event, { by: actorOf(principal), at }, now) };
    });
  }

  review(
    principal: Principal,
    asked: AskedEvent,
    said: Pick<BreakGlassReview, 'outcome' | 'comment'>,
  ): Promise<WireEvent> {
    return this.acted(principal, asked, (event, now) => {
      demand(principal, 'review-mass-casualty', { healthSystemId: event.healthSystemId });
      return { moment: 'reviewed', next: reviewMassCasualty(event, { ...said, by: actorOf(principal) }, now) };
    });
  }

  list(principal: Principal, { after, limit, state }: z.infer<typeof massCasualtiesQuery>): Promise<Page<WireEvent>> {
    demand(principal, 'view-mass-casualties');
    const [endsAt, id] = after === undefined ? [] : valuesOfCursor(after, 2);
    const place = after === undefined ? null : { endsAt: new Date(String(endsAt)), id: String(id) };
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const places = await eventPlaces(tx, { state: state ?? null, after: place, limit });
      const page = places.slice(0, limit);
      const last = page.at(-1);
      const { events } = await look(tx, {
        events: all(MassCasualtyEntity, { id: page.map((each) => each.id) }, UNLOCKED),
      });
      const now = await tx.now();
      const items = page.flatMap(({ id: wanted }) => events.filter((each) => each.id === wanted));
      const more = places.length > limit && last !== undefined;
      return {
        items: items.map((event) => this.wire(event, now)),
        next: more ? cursorOf([last.endsAt.toISOString(), last.id]) : null,
      };
    });
  }

  one(principal: Principal, id: MassCasualtyId): Promise<WireEvent> {
    demand(principal, 'view-mass-casualties');
    return this.database.transaction(scopeOf(principal), async (tx) => {
      await requireSeen(tx, id);
      const { event } = await look(tx, { event: one(MassCasualtyEntity, { id }, UNLOCKED) });
      return this.wire(event, await tx.now());
    });
  }

  /** Of its first facility. */
  async workingDaysOf({ facilityIds }: Pick<MassCasualty, 'facilityIds'>): Promise<WorkingDays> {
    const [first] = facilityIds;
    const facility = first && this.directory.snapshot().facilities.get(first);
    return facility ? this.calendar.workingDaysAt(facility) : { zone: 'UTC', isDayOff: () => false };
  }

  private async acted(
    principal: Principal,
    { id, repeatable, versions }: AskedEvent,
    rule: (
      event: MassCasualty,
      now: Instant,
      at: WorkingDays,
    ) => { moment: 'ended' | 'reviewed'; next: MassCasualty | null },
  ): Promise<WireEvent> {
    await this.database.transaction(scopeOf(principal), (tx) => requireSeen(tx, id));
    return this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const { body } = await withIdempotency(tx, repeatable, async () => {
        const before = await look(tx, { event: one(MassCasualtyEntity, { id }, UNLOCKED) });
        const groups = await groupsUnderContract(tx, before.event.healthSystemId);
        const at = await this.workingDaysOf(before.event);
        const targets = {
          event: one(MassCasualtyEntity, { id }),
          acts: all(BreakGlassEntity, { eventId: id, takenAt: null }),
        };
        const shown = await tx.change(targets, ({ event, acts }, now) => {
          requireVersion(versions, event.version);
          const { moment, next } = rule(event, now, at);
          if (next === null) return { result: this.wire(event, now) };
          return {
            next: { event: next, ...(next.endedAt ? { acts: endActs(acts, next.endedAt) } : {}) },
            events: [massCasualtyEvent(moment, next, groups)],
            result: this.wire(next, now),
          };
        });
        return { status: 200, body: shown };
      });
      return body;
    });
  }

  /** All of one health system, and the asker's to see. */
  private facilitiesOf(principal: Principal, codes: readonly string[]): Facility[] {
    const { facilityByCode } = this.directory.snapshot();
    return codes.map((code, index) => {
      const facility = facilityByCode.get(code);
      const first = facilityByCode.get(codes[0] ?? '');
      const { healthSystemId = null, id = null } = facility ?? {};
      const seen =
        facility !== undefined &&
        (principal.role !== 'hospital' || principal.organizationIds.includes(healthSystemId ?? ''));
      if (seen && healthSystemId === first?.healthSystemId && id !== null) return facility;
      const message = seen ? 'is of another health system than the first' : 'names no facility';
      const errors = [{ path: `facilities.${index}`, code: 'unknown', message }];
      throw new DomainError('invalid', 'request/invalid', 'the body breaks a rule', { errors });
    });
  }

  private demandDeclarer(principal: Principal, event: Pick<MassCasualty, 'healthSystemId'>): void {
    demand(principal, 'declare-mass-casualty', { healthSystemId: event.healthSystemId });
    if (mayDeclare(principal, event)) return;
    const message = 'An administrator, the medical director or a physician of the health system declares it';
    throw new DomainError('forbidden', 'access/forbidden', message);
  }

  private wire(event: MassCasualty, now: Instant): WireEvent {
    const { facilities } = this.directory.snapshot();
    const { endedAt, endsAt, facilityIds, reviewDueAt, startsAt, ...same } = event;
    return {
      ...same,
      facilities: facilityIds.map((id) => facilities.get(id)?.code ?? id),
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      live: isLive(event, now),
      endedAt: endedAt?.toISOString() ?? null,
      reviewDueAt: reviewDueAt?.toISOString() ?? null,
    };
  }
}

const UNLOCKED = { lock: 'none' } as const;
/** No row has it. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

const actorOf = ({ id, name }: Principal) => ({ id, name });
