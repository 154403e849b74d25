import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent, EventType, JsonObject } from '../../core/event.js';
import type { ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Principal } from '../../access/principal.js';
import type { Actor } from '../../reading/duties/duty.js';
import { openUpTo } from '../../routing/ladder/open-ladder.js';
import { readable } from '../../routing/readable.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import type { BreakGlass, BreakGlassReview } from '../break-glass/break-glass.js';
import { type MassCasualty } from './mass-casualty.js';
import { reviewDueAt, type WorkingDays } from './review-due-at.js';

/** An event of a declared event, for its health system and every group under contract with it. */
export function massCasualtyEvent(
  moment: 'declared' | 'ended' | 'reviewed',
  event: MassCasualty,
  readingGroupIds: readonly ReadingGroupId[],
  more: JsonObject = {},
): DomainEvent {
  const type: EventType = `mass-casualty.${moment}`;
  const { endsAt, extendsId, facilityIds, healthSystemId, id, version } = event;
  const data = { eventId: id, facilityIds, endsAt: endsAt.toISOString(), extendsId, ...more };
  return { type, healthSystemId, studyId: null, readId: null, readingGroupIds, readerIds: [], version, data };
}

/**
 * It is over: at its end by itself, or before by somebody's word. Asked again it changes nothing. `at` is the first
 * facility: by the end of the next working day there it is to be reviewed.
 */
export function endMassCasualty(
  event: MassCasualty,
  { by, at }: { by: Actor | null; at: WorkingDays },
  now: Instant,
): MassCasualty | null {
  if (event.endedAt !== null || (by === null && now < event.endsAt)) return null;
  const endedAt = now < event.endsAt ? now : event.endsAt;
  return { ...event, endedAt, endedBy: by, reviewDueAt: reviewDueAt(endedAt, at), version: event.version + 1 };
}

/** What was granted until the event's end and nobody has taken is good no longer once it is over. */
export const endActs = (acts: readonly BreakGlass[], endedAt: Instant): BreakGlass[] =>
  acts.map((act) =>
    act.takenAt === null && act.refusal === null && act.expiresAt > endedAt
      ? { ...act, expiresAt: endedAt, version: act.version + 1 }
      : act,
  );

/**
 * @throws DomainError conflicts `mass-casualty/not-ended`, `mass-casualty/reviewed`; forbidden `mass-casualty/own-act`
 */
export function reviewMassCasualty(
  event: MassCasualty,
  { outcome, comment, by }: Pick<BreakGlassReview, 'outcome' | 'comment' | 'by'>,
  now: Instant,
): MassCasualty {
  if (event.endedAt === null) throw new DomainError('conflict', 'mass-casualty/not-ended', 'The event is under way');
  if (event.review !== null) {
    throw new DomainError('conflict', 'mass-casualty/reviewed', `Reviewed at ${event.review.at}`);
  }
  if (event.declaredBy.id === by.id) {
    throw new DomainError('forbidden', 'mass-casualty/own-act', 'Somebody else reviews what was declared');
  }
  return { ...event, review: { outcome, comment, by, at: now.toISOString() }, version: event.version + 1 };
}

/** Who may declare one: the network's administrators and medical director, and physicians of that health system. */
export function mayDeclare(
  { kind, offices = [], role }: Principal,
  { healthSystemId }: Pick<MassCasualty, 'healthSystemId'>,
): boolean {
  if (kind !== 'user') return false;
  if (role === 'administrator') return true;
  return offices.some(
    ({ office, organizationId }) => office === 'medical-director' || organizationId === healthSystemId,
  );
}

/**
 * While an event is live, every step of the ladder of a read of its facilities is open at once: whoever the plan would ask
 * in the end is asked now. Hard rules stay. What has no step open yet waits for something else, such as another read.
 */
export function widenForEvent(
  { study, read, event }: { study: Study; read: Read; event: MassCasualty },
  now: Instant,
): Change<{ read: Read }> {
  const waits = read.state === 'queued' || read.state === 'assigned';
  const begun = read.ladder.some(({ openedAt }) => openedAt !== null);
  const closed = read.ladder.some(({ openedAt }) => openedAt === null);
  const concerned = event.facilityIds.includes(study.facilityId);
  if (!waits || !begun || !closed || !concerned || !readable(study)) return { result: undefined };
  const why = { reason: 'mass-casualty', eventId: event.id };
  const { events = [], next = {} } = openUpTo(read, study, { top: read.ladder.length - 1, why }, now);
  return { next, events, result: undefined };
}
