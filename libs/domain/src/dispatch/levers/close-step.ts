import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { ReadId } from '../../core/ids.js';
import { earlier, plusMinutes, type Instant } from '../../core/instant.js';
import { inOpenPool, waitingPlace } from '../../routing/ladder/open-pool.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { StudyReads } from '../offers/live-read.js';
import { backInQueue, changeOf, readableRead } from '../offers/live-read.js';
import { workPriority } from '../work-priority.js';
import { refuseHeld, stepOf } from './open-step.js';

export interface StepClosing {
  readId: ReadId;
  /** Index in the read's ladder; every step above closes with it. */
  step: number;
  /** How long it stays closed at the most; it never outlasts the read's deadline. */
  minutes: number;
  reason: string;
}

/**
 * Closes a step of a waiting read's ladder, and those above it, for a time. An offer to somebody whom no open step admits
 * any more is taken back; they may be offered the read again. Not-found: `ladder/no-such-step`. Conflicts:
 * `ladder/first-step` (a read always has an owner), `ladder/critical` and `ladder/late` (a critical or late read stays
 * open to all who may read it), `read/taken`, `read/completed`, `read/cancelled`, `study/not-readable`.
 */
export function closeStep(rows: StudyReads, closing: StepClosing, now: Instant): Change<StudyReads, Read> {
  const { step, minutes, reason } = closing;
  const read = readableRead(rows, closing.readId);
  stepOf(read, step);
  refuseHeld(read);
  refuseNeeded(rows, read, step, now);
  const until = earlier(read.dueAt, plusMinutes(now, minutes)) ?? now;
  const closedUntil = until.toISOString();
  if (read.ladderStep < step && read.ladder[step]?.closedUntil === closedUntil) return { result: read };
  const ladder = read.ladder.map((each) => (each.step < step ? each : { ...each, openedAt: null, closedUntil }));
  const narrow = { ...read, ladder, ladderStep: Math.min(read.ladderStep, step - 1) };
  const lost = offeredOutside(narrow);
  const next = lost ? backInQueue(narrow, null) : placed(narrow);
  const data = { ladderStep: next.ladderStep, by: 'manager', note: reason, closedUntil };
  const events: DomainEvent[] = [studyEvent('read.narrowed', rows.study, [read], data, next)];
  if (lost) {
    const released = { readerId: read.readerId, by: 'manager', reason: 'step-closed', wasOpened: false };
    events.push(studyEvent('read.released', rows.study, [read], released, next));
  }
  return changeOf(rows, next, events);
}

function refuseNeeded(rows: StudyReads, read: Read, step: number, now: Instant): void {
  if (step === 0) {
    throw new DomainError('conflict', 'ladder/first-step', 'The first step stays open: the read would have no owner');
  }
  if (workPriority(read, rows.study) === 'critical') {
    throw new DomainError('conflict', 'ladder/critical', 'A critical read stays open to all who may read it');
  }
  if (read.dueAt !== null && read.dueAt <= now) {
    const message = `The read was due at ${read.dueAt.toISOString()}; it stays open to all who may read it`;
    throw new DomainError('conflict', 'ladder/late', message);
  }
}

/** Whether the read is offered to somebody whom no open step admits. */
export function offeredOutside(read: Read): boolean {
  const { state, readerId, readingGroupId, tier } = read;
  if (state !== 'assigned' || readerId === null || readingGroupId === null || tier === null) return false;
  return !inOpenPool(read, { readerId, readingGroupId, tier });
}

const placed = (read: Read): Read => ({
  ...read,
  ...(read.state === 'queued' ? waitingPlace(read) : {}),
  version: read.version + 1,
});
