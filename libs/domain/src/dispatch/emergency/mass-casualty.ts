import { DomainError } from '../../core/domain-error.js';
import type { FacilityId, HealthSystemId, MassCasualtyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Actor } from '../../reading/duties/duty.js';
import type { BreakGlassReview } from '../break-glass/break-glass.js';

/** The longest time one declaration is good for. */
export const MOST_EVENT_HOURS = 24;

/** Many casualties at once, declared by name for facilities of one health system and a time: ends by itself. */
export interface MassCasualty {
  id: MassCasualtyId;
  healthSystemId: HealthSystemId;
  facilityIds: FacilityId[];
  title: string;
  note: string | null;
  declaredBy: Actor;
  startsAt: Instant;
  endsAt: Instant;
  /** The declaration that this one prolongs; that was the first. */
  extendsId: MassCasualtyId | null;
  /** When it was over: at its end, or before by somebody's word. */
  endedAt: Instant | null;
  endedBy: Actor | null;
  reviewDueAt: Instant | null;
  review: BreakGlassReview | null;
  version: number;
}

export interface Declaring extends Pick<MassCasualty, 'id' | 'healthSystemId' | 'facilityIds' | 'title' | 'note'> {
  by: Actor;
  /** Hours from now, at most 24. */
  hours: number;
  extends: MassCasualty | null;
  /** Whether another declaration prolongs that one already. */
  extendedAlready?: boolean;
}

/**
 * Declares an event from now on. One may be prolonged once, by a declaration of its own, by anybody who may declare one.
 *
 * @throws DomainError invalid `mass-casualty/too-long`; conflicts `mass-casualty/extended-once`, `mass-casualty/ended`
 */
export function declareMassCasualty(declaring: Declaring, now: Instant): MassCasualty {
  const { by, extends: former, extendedAlready = false, hours, ...said } = declaring;
  if (!(hours > 0 && hours <= MOST_EVENT_HOURS)) {
    const message = `an event is declared for at most ${MOST_EVENT_HOURS} h`;
    const errors = [{ path: 'hours', code: 'mass-casualty/too-long', message }];
    throw new DomainError('invalid', 'mass-casualty/too-long', message, { errors });
  }
  if (former !== null && (former.extendsId !== null || extendedAlready)) {
    throw new DomainError(
      'conflict',
      'mass-casualty/extended-once',
      'The event was prolonged already: declare a new one',
    );
  }
  if (former !== null && !isLive(former, now)) {
    throw new DomainError('conflict', 'mass-casualty/ended', 'The event is over: declare a new one');
  }
  return {
    ...said,
    declaredBy: by,
    startsAt: now,
    endsAt: new Date(now.getTime() + hours * 3_600_000),
    extendsId: former?.id ?? null,
    endedAt: null,
    endedBy: null,
    reviewDueAt: null,
    review: null,
    version: 1,
  };
}

/** Whether it is under way at `now`; the end is not included. */
export const isLive = ({ startsAt, endsAt, endedAt }: MassCasualty, now: Instant): boolean =>
  startsAt <= now && now < endsAt && endedAt === null;
