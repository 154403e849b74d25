import {
  checkClosure,
  DomainError,
  type Closure,
  type ClosureId,
  type DomainEvent,
  type FacilityId,
  type HealthSystemId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import {
  all,
  Database,
  newId,
  one,
  requireVersion,
  withIdempotency,
  type RepeatableRequest,
  type Scope,
} from '@overread/platform';
import type { newClosure } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { look } from '../../studies/index.js';
import { CalendarBook } from './calendar-book.js';
import { ClosureEntity } from './closure.entity.js';

/** Days a health system or a facility is closed, as routing is told of them. */
@Injectable()
export class ClosuresService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly book: CalendarBook,
  ) {}

  async list(scope: Scope): Promise<Closure[]> {
    const { closures } = await this.database.transaction(scope, (tx) =>
      look(tx, { closures: all(ClosureEntity, { retiredAt: null }, { lock: 'none' }) }),
    );
    return closures.toSorted((a, b) =>
      a.firstDay < b.firstDay || (a.firstDay === b.firstDay && a.id < b.id) ? -1 : 1,
    );
  }

  /** Errors: invalid `request/invalid` at `healthSystemId`, `facilityId` or `lastDay`. */
  async create(scope: Scope, body: z.infer<typeof newClosure>, repeatable: RepeatableRequest | null): Promise<Closure> {
    const place = this.placeOf(body);
    const made = await this.database.transaction(scope, (tx) =>
      withIdempotency(tx, repeatable, async () => {
        const { name, firstDay, lastDay } = body;
        const closure: Closure = { id: newId(), ...place, name, firstDay, lastDay, retiredAt: null, version: 1 };
        await tx.put(ClosureEntity, closure, [changed(closure)]);
        return { status: 201, body: closure };
      }),
    );
    await this.book.refresh();
    return made.body;
  }

  async retire(scope: Scope, id: ClosureId, accepted: readonly number[] | null): Promise<Closure> {
    const closure = await this.database.transaction(scope, (tx) =>
      tx.change({ closure: one(ClosureEntity, { id }) }, ({ closure: found }, now) => {
        requireVersion(accepted, found.version);
        if (found.retiredAt !== null) return { result: found };
        const next = { ...found, retiredAt: now, version: found.version + 1 };
        return { next: { closure: next }, events: [changed(next)], result: next };
      }),
    );
    await this.book.refresh();
    return closure;
  }

  private placeOf(body: z.infer<typeof newClosure>): Pick<Closure, 'healthSystemId' | 'facilityId'> {
    const { healthSystems, facilities } = this.directory.snapshot();
    const system = healthSystems.get(body.healthSystemId as HealthSystemId);
    const facility = body.facilityId ? facilities.get(body.facilityId as FacilityId) : null;
    const errors = checkClosure(body);
    if (!system) errors.push({ path: 'healthSystemId', code: 'unknown', message: 'no such health system' });
    else if (facility !== null && facility?.healthSystemId !== system.id) {
      errors.push({ path: 'facilityId', code: 'unknown', message: 'no such facility of this health system' });
    }
    if (system && errors.length === 0) return { healthSystemId: system.id, facilityId: facility?.id ?? null };
    throw new DomainError('invalid', 'request/invalid', `the closure breaks ${errors.length} rules`, { errors });
  }
}

const changed = ({ id, healthSystemId, version }: Closure): DomainEvent => ({
  type: 'calendar.changed',
  healthSystemId,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version,
  data: { closureId: id },
});
