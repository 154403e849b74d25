import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Actor } from '../../reading/duties/duty.js';
import { type BreakGlass, breakGlassState, type Confirmer, missingConfirmers } from './break-glass.js';
import { breakGlassEvent, type BreakGlassRows } from './break-glass-event.js';

type Rows = { act: BreakGlass };

export interface Confirming {
  as: Confirmer;
  by: Actor;
  /** The reader that the person is; null for whoever is none. */
  readerId: ReaderId | null;
}

/**
 * One of those who must confirm does. Nobody confirms twice, in whatever capacity; who asked for it, and who is to read, is
 * neither the physician nor the medical director. With the last confirmation it is granted.
 *
 * @throws DomainError conflicts `break-glass/not-open`, `break-glass/confirmed`, `break-glass/same-person`,
 * `break-glass/own-request`, `break-glass/not-needed`
 */
export function confirmBreakGlass(
  rows: BreakGlassRows,
  confirming: Confirming,
  now: Instant,
): Change<Rows, BreakGlass> {
  const { act } = rows;
  requireOpen(act, now);
  requireIndependent(act, confirming);
  const { as, by } = confirming;
  if (!missingConfirmers(act).includes(as)) {
    const confirmed = act.confirmations.some((each) => each.as === as);
    const code = confirmed ? 'break-glass/confirmed' : 'break-glass/not-needed';
    throw new DomainError(
      'conflict',
      code,
      `The ${as} ${confirmed ? 'has confirmed already' : 'need not confirm this'}`,
    );
  }
  const confirmations = [...act.confirmations, { as, by, at: now.toISOString(), givenOn: null }];
  const confirmed: BreakGlass = { ...act, confirmations, version: act.version + 1 };
  const granted = missingConfirmers(confirmed).length === 0;
  const next = granted ? { ...confirmed, grantedAt: now } : confirmed;
  const told = { ...rows, act: next };
  const events = [
    breakGlassEvent('confirmed', told, { as, missing: missingConfirmers(next) }),
    ...(granted ? [breakGlassEvent('granted', told)] : []),
  ];
  return { next: { act: next }, events, result: next };
}

/** One of those who would confirm says no: the act is over, also when it was granted but not taken. */
export function refuseBreakGlass(
  rows: BreakGlassRows,
  { by, reason }: { by: Actor; reason: string },
  now: Instant,
): Change<Rows, BreakGlass> {
  const { act } = rows;
  const state = breakGlassState(act, now);
  if (state !== 'granted') requireOpen(act, now);
  const next = { ...act, refusal: { by, at: now.toISOString(), reason }, version: act.version + 1 };
  return { next: { act: next }, events: [breakGlassEvent('refused', { ...rows, act: next })], result: next };
}

function requireOpen(act: BreakGlass, now: Instant): void {
  const state = breakGlassState(act, now);
  if (state === 'requested') return;
  throw new DomainError('conflict', 'break-glass/not-open', `It is ${state} and waits for nobody's confirmation`);
}

function requireIndependent(act: BreakGlass, { as, by, readerId }: Confirming): void {
  if (act.confirmations.some((each) => each.by.id === by.id)) {
    throw new DomainError('conflict', 'break-glass/same-person', 'Another person must confirm: one does so once');
  }
  if (as !== 'facility-physician' && as !== 'medical-director') return;
  if (act.requestedBy.id !== by.id && act.readerId !== readerId) return;
  const message = 'Who asked for it, or is to read, does not confirm as physician or medical director';
  throw new DomainError('conflict', 'break-glass/own-request', message);
}
