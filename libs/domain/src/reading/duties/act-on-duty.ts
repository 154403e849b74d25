import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { JsonObject } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import { trueTime } from '../true-time.js';
import { type Acknowledgement, type Actor, type DutyAttempt, isByVoice, type NotificationDuty } from './duty.js';
import { dutyEvent, type DutyRows } from './duty-event.js';

type Rows = { duty: NotificationDuty };

interface Saying {
  by: Actor;
  /** The true time, which may lie before now; `null` is now. */
  at: Instant | null;
  /** The patient had left already; absent when nobody says. */
  patientLeft?: boolean | undefined;
}

export type Attempt = Omit<DutyAttempt, 'at' | 'by'> & Saying;

/**
 * Notes a try to tell: by which way, whom, and whether they were reached. It stops no clock: sending is not
 * acknowledgement. An immediate critical result reaches nobody but by voice.
 *
 * @throws DomainError invalid `duty/in-future`, `critical-result/by-voice`; conflict `duty/closed`
 */
export function recordAttempt(rows: DutyRows, attempt: Attempt, now: Instant): Change<Rows, NotificationDuty> {
  const { duty } = rows;
  requireNotClosed(duty);
  const at = trueTime(attempt.at, now, 'duty/in-future');
  const { by, channel, note, outcome, person } = attempt;
  if (duty.kind === 'critical-result' && duty.source === 'immediate' && outcome === 'reached' && !isByVoice(channel)) {
    const message = 'an immediate critical result is told by voice: a message reaches nobody yet';
    const errors = [{ path: 'channel', code: 'critical-result/by-voice', message }];
    throw new DomainError('invalid', 'critical-result/by-voice', message, { errors });
  }
  const tried: DutyAttempt = { at: at.toISOString(), channel, person, outcome, note, by };
  const next = { ...told(duty, attempt), attempts: [...duty.attempts, tried] };
  // Who was asked for is in the row: the log holds no name.
  return changed(rows, 'notified', next, { channel, outcome, attempts: next.attempts.length });
}

export type Acknowledging = Omit<Acknowledgement, 'at' | 'by'> & Saying;

/** For whom somebody answers: the patient's clinicians, those who read, or the network between them. */
export type Side = 'hospital' | 'readers' | 'network';

/**
 * Somebody says by name that they know: the clock stops and nothing more is escalated. Each side acknowledges what is
 * owed to it; those who read may write down what a clinician said to them by voice.
 *
 * @throws DomainError invalid `duty/in-future`; conflicts `duty/closed`, `duty/already-acknowledged`; forbidden
 * `duty/other-side`
 */
export function acknowledgeDuty(
  rows: DutyRows,
  { side, ...acknowledging }: Acknowledging & { side: Side },
  now: Instant,
): Change<Rows, NotificationDuty> {
  const { duty } = rows;
  requireNotClosed(duty);
  if (duty.acknowledgement !== null) {
    const { name, at } = duty.acknowledgement;
    throw new DomainError('conflict', 'duty/already-acknowledged', `${name} acknowledged it at ${at}`);
  }
  requireOwnSide(duty, side, acknowledging.readBack);
  const acknowledgedAt = trueTime(acknowledging.at, now, 'duty/in-future');
  const { by, name, readBack, role } = acknowledging;
  const acknowledgement = { name, role, at: acknowledgedAt.toISOString(), readBack, by };
  const next = { ...told(duty, acknowledging), acknowledgement, acknowledgedAt, nextEscalationAt: null };
  return changed(rows, 'acknowledged', next, { late: acknowledgedAt > duty.dueAt, patientLeft: next.patientLeft });
}

function requireOwnSide({ owedTo, attempts }: NotificationDuty, side: Side, readBack: boolean | null): void {
  if (owedTo === 'readers' && side === 'hospital') {
    throw new DomainError('forbidden', 'duty/other-side', 'Those who read must acknowledge what was reported to them');
  }
  const spoken = readBack === true || attempts.some((each) => each.outcome === 'reached' && isByVoice(each.channel));
  if (owedTo === 'clinician' && side === 'readers' && !spoken) {
    const message = 'The clinician’s side must acknowledge it: note first by which call they were reached';
    throw new DomainError('forbidden', 'duty/other-side', message);
  }
}

export interface Closing extends Omit<Saying, 'by' | 'at'> {
  /** What came of it. */
  outcome: string;
  /** null is the product itself. */
  by: Actor | null;
  /** What it was about no longer holds, such as a retracted report: nobody needs to know it any more. */
  moot?: boolean;
}

/**
 * Closes a duty that somebody has acknowledged, or that has become moot.
 *
 * @throws DomainError conflicts `duty/closed`, `duty/not-acknowledged`
 */
export function closeDuty(rows: DutyRows, closing: Closing, now: Instant): Change<Rows, NotificationDuty> {
  const { duty } = rows;
  requireNotClosed(duty);
  const moot = closing.moot === true;
  if (duty.acknowledgement === null && !moot) {
    throw new DomainError('conflict', 'duty/not-acknowledged', 'Nobody has acknowledged it yet');
  }
  const { by, outcome } = closing;
  const next = { ...told(duty, closing), closure: { outcome, by }, closedAt: now, nextEscalationAt: null };
  return changed(rows, 'closed', next, { moot });
}

const told = (duty: NotificationDuty, { patientLeft }: Pick<Saying, 'patientLeft'>): NotificationDuty => ({
  ...duty,
  patientLeft: patientLeft ?? duty.patientLeft,
  version: duty.version + 1,
});

function requireNotClosed(duty: NotificationDuty): void {
  if (duty.closedAt === null) return;
  throw new DomainError('conflict', 'duty/closed', `It was closed at ${duty.closedAt.toISOString()}`);
}

const changed = (
  rows: DutyRows,
  moment: 'notified' | 'acknowledged' | 'closed',
  duty: NotificationDuty,
  facts: JsonObject,
): Change<Rows, NotificationDuty> => ({
  next: { duty },
  events: [dutyEvent(moment, { ...rows, duty }, facts)],
  result: duty,
});
