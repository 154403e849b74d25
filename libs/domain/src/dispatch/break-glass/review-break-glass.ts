import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { ReaderId } from '../../core/ids.js';
import { type BreakGlass, type BreakGlassReview, breakGlassState } from './break-glass.js';
import { breakGlassEvent, type BreakGlassRows } from './break-glass-event.js';

type Rows = { act: BreakGlass };

/**
 * Somebody who had no part in it says what they think of it.
 *
 * @throws DomainError conflicts `break-glass/not-taken`, `break-glass/reviewed`; forbidden `break-glass/own-act`
 */
export function reviewBreakGlass(
  rows: BreakGlassRows,
  {
    outcome,
    comment,
    by,
    readerId,
  }: Pick<BreakGlassReview, 'outcome' | 'comment' | 'by'> & { readerId: ReaderId | null },
  now: Instant,
): Change<Rows, BreakGlass> {
  const { act } = rows;
  if (act.review !== null) throw new DomainError('conflict', 'break-glass/reviewed', `Reviewed at ${act.review.at}`);
  if (act.takenAt === null) throw new DomainError('conflict', 'break-glass/not-taken', 'Nothing was read under it');
  const people = [act.requestedBy, ...act.confirmations.map((each) => each.by)];
  if (readerId === act.readerId || people.some(({ id }) => id === by.id)) {
    throw new DomainError('forbidden', 'break-glass/own-act', 'Somebody who had no part in it reviews it');
  }
  const next = { ...act, review: { outcome, comment, by, at: now.toISOString() }, version: act.version + 1 };
  const late = act.reviewDueAt !== null && now > act.reviewDueAt;
  return {
    next: { act: next },
    events: [breakGlassEvent('reviewed', { ...rows, act: next }, { outcome, late })],
    result: next,
  };
}

/** Why the timer looks at an act: nobody took it in time, or nobody reviewed it in time. Each is told once. */
export function passBreakGlass(rows: BreakGlassRows, now: Instant): Change<Rows> {
  const { act } = rows;
  const state = breakGlassState(act, now);
  if (state === 'expired') {
    if (act.lapsedAt !== null) return { result: undefined };
    const next = { ...act, lapsedAt: now, version: act.version + 1 };
    return { next: { act: next }, events: [breakGlassEvent('expired', { ...rows, act: next })], result: undefined };
  }
  const overdue = state === 'taken' && act.reviewDueAt !== null && act.reviewDueAt <= now;
  if (!overdue || act.reviewEscalatedAt !== null) return { result: undefined };
  const next = { ...act, reviewEscalatedAt: now, version: act.version + 1 };
  return { next: { act: next }, events: [breakGlassEvent('escalated', { ...rows, act: next })], result: undefined };
}
