import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { exactlyTheseFail, instrumentHolds } from '../../eligibility/break-glass.js';
import type { FailedRule } from '../../eligibility/facts.js';
import { etaOf } from '../../sla/eta-of.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { studyState } from '../../studies/study-state.js';
import type { ReadingPlace } from '../offers/live-read.js';
import { type BreakGlass, breakGlassState } from './break-glass.js';
import { breakGlassEvent, type BreakGlassRows } from './break-glass-event.js';
import type { MassCasualty } from '../emergency/mass-casualty.js';
import { owedRead, requireCovering, requireNobodyInTime } from './request-break-glass.js';
import { reviewDueAt, type WorkingDays } from '../emergency/review-due-at.js';

export interface Taking {
  newReadId: ReadId;
  by: ReadingPlace;
  /** The rules that the reader fails now, asked in the assigning transaction. */
  failed: readonly FailedRule[];
  eligibleInTime: number;
  facility: WorkingDays;
  /** That it was granted for; null when it was for one study. */
  event: MassCasualty | null;
}

/**
 * The reader takes and opens the study. Everything is asked again: both have confirmed, it is still pressing and waits, still
 * nobody eligible is there, and exactly the confirmed rules fail. A read of its own comes of it that issues a preliminary and
 * nothing else; the read that was owed stays so, for a fully eligible reader who knows nothing of the result: the re-read.
 *
 * @throws DomainError forbidden `break-glass/not-yours`; conflicts `break-glass/not-granted`, `break-glass/rules-changed`,
 * `break-glass/not-pressing`, `break-glass/not-waiting`, `break-glass/being-read`, `break-glass/somebody-eligible`,
 * `break-glass/other-event` (it was ended before its time)
 */
export function takeBreakGlass(
  rows: BreakGlassRows,
  { newReadId, by, failed, eligibleInTime, facility, event }: Taking,
  now: Instant,
): Change<BreakGlassRows, { act: BreakGlass; read: Read }> {
  const { act, study, reads } = rows;
  requireGranted(act, by, now);
  requireCovering(event, study, now);
  const owed = owedRead(rows, act.readId);
  requireNobodyInTime(eligibleInTime);
  requireSameRules(act, failed, now);
  const read = emergencyRead({ act, owed, reads }, { newReadId, by }, now);
  const reRead: Read = { ...owed, independent: true, version: owed.version + 1 };
  const taken: BreakGlass = {
    ...act,
    takenAt: now,
    takenReadId: read.id,
    reviewDueAt: reviewDueAt(now, facility),
    version: act.version + 1,
  };
  const nextReads = [...reads.map((each) => (each.id === owed.id ? reRead : each)), read];
  const [state, eta] = [studyState(study, nextReads), etaOf(nextReads, now)];
  const next = { study: { ...study, state, eta, version: study.version + 1 }, reads: nextReads, act: taken };
  const facts = { readerId: by.readerId, tier: by.tier, breakGlassId: act.id };
  const events = [
    breakGlassEvent('taken', next, { takenReadId: read.id, reReadId: owed.id }),
    studyEvent('read.started', next.study, [], facts, read),
    studyEvent('read.opened', next.study, [], facts, read),
  ];
  return { next, events, result: { act: taken, read } };
}

function requireGranted(act: BreakGlass, by: ReadingPlace, now: Instant): void {
  if (act.readerId !== by.readerId) {
    throw new DomainError('forbidden', 'break-glass/not-yours', 'It was confirmed for another reader');
  }
  const state = breakGlassState(act, now);
  if (state === 'granted') return;
  throw new DomainError('conflict', 'break-glass/not-granted', `It is ${state}: nothing may be opened under it`);
}

function requireSameRules({ rules }: BreakGlass, failed: readonly FailedRule[], now: Instant): void {
  const ended = rules.some(
    ({ ground, instrument }) => ground === 'recorded-instrument' && !instrumentHolds(instrument, now),
  );
  if (!ended && exactlyTheseFail(rules, failed)) return;
  const confirmed = rules.map(({ code }) => code);
  const message = `Confirmed were ${confirmed.join(', ')}; now it is ${failed.map(({ code }) => code).join(', ') || 'none'}`;
  throw new DomainError('conflict', 'break-glass/rules-changed', message, { facts: { confirmed, failed } });
}

function emergencyRead(
  { act, owed, reads }: { act: BreakGlass; owed: Read; reads: readonly Read[] },
  { newReadId, by }: Pick<Taking, 'newReadId' | 'by'>,
  now: Instant,
): Read {
  return {
    ...owed,
    ...by,
    id: newReadId,
    ordinal: Math.max(...reads.map(({ ordinal }) => ordinal)) + 1,
    issues: 'preliminary',
    independent: false,
    state: 'in-progress',
    offerExpiresAt: null,
    ladder: [],
    ladderStep: -1,
    declinedBy: [],
    pin: null,
    billable: owed.billable && !act.rules.some(({ ground }) => ground === 'unbillable'),
    queuedAt: now,
    startedAt: now,
    openedAt: now,
    imagesOpenedAt: null,
    completedAt: null,
    breakGlassId: act.id,
    version: 1,
  };
}
