import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import { voidClock } from '../../sla/ledger/stop-clock.js';
import type { Read } from '../read.js';
import { studyEvent } from '../study-event.js';
import { studyState } from '../study-state.js';
import { isOpen, requireNoResults, requireOwnPlan } from './correction.js';
import { endHold } from './resume-study.js';

export const CANCEL_REASONS = [
  'ordered-in-error',
  'duplicate-order',
  'exam-not-performed',
  'withdrawn-by-requester',
  'sent-to-wrong-place',
  'other',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export const REOPEN_REASONS = ['cancelled-in-error', 'exam-performed-after-all', 'ordered-again', 'other'] as const;
export type ReopenReason = (typeof REOPEN_REASONS)[number];

/**
 * The study is not to be read: its open reads end, whoever is in the middle of one is told and their draft stays where it
 * is, its clocks count nowhere, its hold ends. Cancelling what is cancelled changes nothing.
 *
 * @throws DomainError conflicts `study/has-results` (a result is only undone by retraction), `study/linked`, `study/merged`
 */
export function cancelStudy(
  rows: SlaRows,
  { reason, leads = 0 }: { reason: CancelReason; leads?: number },
  now: Instant,
): Change<SlaRows, boolean> {
  requireOwnPlan(rows.study);
  if (rows.study.state === 'cancelled') return { result: false };
  requireNoResults(rows.study);
  if (leads > 0) {
    const message = `${leads} studies are read with this one: split them off first`;
    throw new DomainError('conflict', 'study/leads-others', message);
  }
  const ended = endPlan(endHold(rows, now), 'study-cancelled', now);
  const study = { ...ended.study, state: 'cancelled' as const, eta: null, version: rows.study.version + 1 };
  const facts = { reason, from: rows.study.state };
  const events = [studyEvent('study.cancelled', study, rows.reads, facts), ...ended.events];
  return { next: { study, reads: ended.reads, clocks: ended.clocks }, events, result: true };
}

/** Every open read cancelled, its clocks void. The row that held it keeps nothing of its holder; the event tells them. */
export function endPlan(rows: SlaRows, reason: string, now: Instant): SlaRows & { events: DomainEvent[] } {
  const events: DomainEvent[] = [];
  const ended = new Set<Read['id']>();
  const reads = rows.reads.map((read): Read => {
    if (!isOpen(read)) return read;
    const next: Read = { ...read, ...NO_HOLDER, state: 'cancelled', version: read.version + 1 };
    const data = { reason, readerId: read.readerId, wasOpened: read.openedAt !== null };
    events.push(studyEvent('read.cancelled', rows.study, [read], data, next));
    ended.add(read.id);
    return next;
  });
  const clocks = rows.clocks.map((clock) => (ended.has(clock.readId) ? voidClock(clock, now) : clock));
  return { study: rows.study, reads, clocks, events };
}

const NO_HOLDER = { readerId: null, sessionId: null, offerExpiresAt: null, startedAt: null } as const;

/**
 * A cancelled study is to be read after all. It stands where its images are and is planned anew, its reading clock from
 * now on: the time it lay cancelled is nobody's. Reopening what is open changes nothing; conflicts: `study/linked`,
 * `study/merged`.
 */
export function reopenStudy(
  rows: SlaRows,
  { reason }: { reason: ReopenReason },
  now: Instant,
): Change<SlaRows, boolean> {
  requireOwnPlan(rows.study);
  if (rows.study.state !== 'cancelled') return { result: false };
  const readyAt = rows.study.imagesCompleteAt === null ? null : now;
  const open = { ...rows.study, state: 'expected' as const, readyAt, version: rows.study.version + 1 };
  const study = { ...open, state: studyState(open, rows.reads) };
  return { next: { study }, events: [studyEvent('study.reopened', study, rows.reads, { reason })], result: true };
}
