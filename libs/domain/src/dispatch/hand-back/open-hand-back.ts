import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { HandBackId } from '../../core/ids.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import type { Actor } from '../../reading/duties/duty.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { callListOf } from './call-list.js';
import { HAND_BACK_STEP_MINUTES, type HandBack, type HandBackReason } from './hand-back.js';
import { handBackEvent, readBeingRead, waitingReads } from './hand-back-event.js';

export interface HandingBack {
  id: HandBackId;
  reason: HandBackReason;
  note: string | null;
  by: Actor;
  facility: Pick<Facility, 'callTree' | 'phone'>;
}

interface Rows {
  study: Study;
  reads: Read[];
}

/**
 * Begins to call the site because the network cannot read a study in time. Nothing of the study changes yet: it stays in
 * the queue, and whoever may read it may still take it.
 *
 * @throws DomainError conflicts `hand-back/nothing-waiting`, `hand-back/being-read`, `hand-back/already-returned`
 */
export function openHandBack(
  { study, reads }: Rows,
  { id, reason, note, by, facility }: HandingBack,
  now: Instant,
): Change<{ handBacks: HandBack[] }, HandBack> {
  requireReturnable({ study, reads });
  const callees = callListOf(facility, now);
  const stepMinutes = HAND_BACK_STEP_MINUTES[study.priority];
  const handBack: HandBack = {
    id,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    facilityId: study.facilityId,
    reason,
    note,
    openedAt: now,
    openedBy: by,
    callees,
    attempts: [],
    stepMinutes,
    escalations: 0,
    nextEscalationAt: callees.length === 0 ? now : plusMinutes(now, stepMinutes),
    acknowledgement: null,
    refusal: null,
    withdrawal: null,
    reading: null,
    reclaim: null,
    endedAt: null,
    version: 1,
  };
  const events = [handBackEvent('opened', { study, reads, handBack }, { to: callees[0]?.role ?? null })];
  return { next: { handBacks: [handBack] }, events, result: handBack };
}

/** Refuses what is not waiting for a reader: somebody reads it, it has its result, or the site has it already. */
export function requireReturnable({ study, reads }: Rows): void {
  if (study.handedBack !== null) {
    const { at, name } = study.handedBack;
    throw new DomainError('conflict', 'hand-back/already-returned', `${name} of the site has it since ${at}`);
  }
  const held = readBeingRead(reads);
  if (held !== null) {
    const message = `A reader has it since ${held.startedAt?.toISOString()}; release the read first`;
    throw new DomainError('conflict', 'hand-back/being-read', message);
  }
  if (waitingReads(reads).length > 0) return;
  throw new DomainError(
    'conflict',
    'hand-back/nothing-waiting',
    `The study is ${study.state}: nothing waits to be read`,
  );
}
