import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { BreakGlassId, ReaderId, ReadId, ReadingGroupId } from '../../core/ids.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import { brokenRules, exactlyTheseFail, type Instrument } from '../../eligibility/break-glass.js';
import type { FailedRule, RuleCode } from '../../eligibility/facts.js';
import type { Actor } from '../../reading/duties/duty.js';
import { readable } from '../../routing/readable.js';
import type { Read } from '../../studies/read.js';
import { isPressing } from '../../studies/corrections/hold-study.js';
import type { Study } from '../../studies/study.js';
import { type BreakGlass, type Confirmation, missingConfirmers } from './break-glass.js';
import { breakGlassEvent } from './break-glass-event.js';
import { type HandBack, wasOffered } from '../hand-back/hand-back.js';
import type { MassCasualty } from '../emergency/mass-casualty.js';

/** How long a request for one study may wait for its confirmations and be taken. */
const MINUTES_FOR_ONE_STUDY = 60;

export interface BreakGlassRequest {
  id: BreakGlassId;
  readId: ReadId;
  readerId: ReaderId;
  readingGroupId: ReadingGroupId;
  reason: string;
  by: Actor;
  /** The rules that the reader fails for the read now. */
  failed: readonly FailedRule[];
  instruments: Readonly<Partial<Record<RuleCode, Instrument>>>;
  /** Readers who pass every rule and are signed on, or will be before the read is due. */
  eligibleInTime: number;
  /** Offers of the study to its site; under an event those of the facility since it was declared. */
  handBacks: readonly HandBack[];
  event: MassCasualty | null;
  /** Acts of the same reader and facility under the same event. */
  earlier: readonly BreakGlass[];
}

interface Rows {
  study: Study;
  reads: Read[];
}

/**
 * Asks that a reader who fails rules may give a preliminary or verbal result. Nothing may be opened yet: the facility's
 * physician and the network's medical director must both confirm. Under a declared event they confirm a reader and a set
 * of rules once for its facility.
 *
 * @throws DomainError conflicts `break-glass/not-pressing`, `break-glass/not-waiting`, `break-glass/somebody-eligible`,
 * `break-glass/hand-back-first`, `break-glass/other-event`, `break-glass/never`, `break-glass/eligible`; invalid
 * `break-glass/instrument-required`, `break-glass/instrument-ended`
 */
export function requestBreakGlass(
  { study, reads }: Rows,
  request: BreakGlassRequest,
  now: Instant,
): Change<{ acts: BreakGlass[] }, BreakGlass> {
  const { event, failed, instruments } = request;
  const read = owedRead({ study, reads }, request.readId);
  requireNobodyInTime(request.eligibleInTime);
  const handBack = offerBefore(request);
  requireCovering(event, study, now);
  const rules = brokenRules(failed, instruments, now);
  const confirmations = givenForEvent(request, now);
  const act: BreakGlass = {
    id: request.id,
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    facilityId: study.facilityId,
    readId: read.id,
    readerId: request.readerId,
    readingGroupId: request.readingGroupId,
    eventId: event?.id ?? null,
    handBackId: handBack.id,
    reason: request.reason,
    rules,
    confirmations,
    requestedBy: request.by,
    requestedAt: now,
    expiresAt: event?.endsAt ?? plusMinutes(now, MINUTES_FOR_ONE_STUDY),
    grantedAt: null,
    refusal: null,
    lapsedAt: null,
    takenAt: null,
    takenReadId: null,
    reviewDueAt: null,
    reviewEscalatedAt: null,
    review: null,
    version: 1,
  };
  const granted = missingConfirmers(act).length === 0;
  const asked = granted ? { ...act, grantedAt: now } : act;
  const rows = { study, reads, act: asked };
  const events = [
    breakGlassEvent('requested', rows, { readerId: act.readerId, needs: missingConfirmers(act) }),
    ...(granted ? [breakGlassEvent('granted', rows, { givenOn: confirmations[0]?.givenOn ?? null })] : []),
  ];
  return { next: { acts: [asked] }, events, result: asked };
}

/**
 * The read that waits for an eligible reader and has none: primary, critical or STAT, readable, in nobody's hands, and
 * nobody else reads the study by break-glass just now.
 *
 * @throws DomainError not-found `read/not-found`; conflicts `break-glass/not-pressing`, `break-glass/not-waiting`,
 * `break-glass/being-read`
 */
export function owedRead({ study, reads }: Rows, id: ReadId): Read {
  const read = reads.find((each) => each.id === id);
  if (read === undefined) throw new DomainError('not-found', 'read/not-found', `No read ${id} on this study`);
  if (!isPressing(study)) {
    throw new DomainError(
      'conflict',
      'break-glass/not-pressing',
      `For critical and STAT studies only, not ${study.priority}`,
    );
  }
  if (reads.some((each) => each.breakGlassId !== null && each.state === 'in-progress')) {
    throw new DomainError('conflict', 'break-glass/being-read', 'Somebody reads the study by break-glass already');
  }
  const reports = read.issues === 'preliminary' || read.issues === 'final';
  const waits = read.purpose === 'primary' && reports && read.state === 'queued' && read.breakGlassId === null;
  if (waits && readable(study) && study.handedBack === null) return read;
  throw new DomainError(
    'conflict',
    'break-glass/not-waiting',
    `The read does not wait for a reader: it is ${read.state}`,
  );
}

/** @throws DomainError conflict `break-glass/somebody-eligible` */
export function requireNobodyInTime(eligibleInTime: number): void {
  if (eligibleInTime === 0) return;
  const message = `${eligibleInTime} eligible readers are signed on or will be in time`;
  throw new DomainError('conflict', 'break-glass/somebody-eligible', message, { facts: { eligibleInTime } });
}

/** The site is asked first: by a call that is noted, or it has refused. */
function offerBefore({ handBacks }: BreakGlassRequest): HandBack {
  const offered = handBacks.findLast((each) => wasOffered(each) && each.acknowledgement === null);
  if (offered !== undefined) return offered;
  const message = 'Offer the study to its site first: open a hand-back and note the call';
  throw new DomainError('conflict', 'break-glass/hand-back-first', message);
}

/** @throws DomainError conflict `break-glass/other-event` */
export function requireCovering(event: MassCasualty | null, { facilityId }: Study, now: Instant): void {
  if (event === null) return;
  const live = event.startsAt <= now && now < event.endsAt && event.endedAt === null;
  if (live && event.facilityIds.includes(facilityId)) return;
  throw new DomainError(
    'conflict',
    'break-glass/other-event',
    'The event has ended, or is not declared for this facility',
  );
}

/** What was confirmed for this reader and exactly these rules under the same event, if it was granted. */
function givenForEvent({ earlier, event, failed }: BreakGlassRequest, now: Instant): Confirmation[] {
  if (event === null) return [];
  const first = earlier.find(
    (each) =>
      each.grantedAt !== null &&
      each.refusal === null &&
      each.eventId === event.id &&
      each.expiresAt > now &&
      exactlyTheseFail(each.rules, failed),
  );
  return first?.confirmations.map((each) => ({ ...each, givenOn: each.givenOn ?? first.id })) ?? [];
}
