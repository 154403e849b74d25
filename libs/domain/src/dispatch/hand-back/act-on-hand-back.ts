import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { Instant } from '../../core/instant.js';
import type { Side } from '../../reading/duties/act-on-duty.js';
import { type DutyAttempt, isByVoice } from '../../reading/duties/duty.js';
import { trueTime } from '../../reading/true-time.js';
import type { Study } from '../../studies/study.js';
import { type HandBack, handBackState, type SiteAnswer } from './hand-back.js';
import { handBackEvent, type HandBackRows } from './hand-back-event.js';
import { requireReturnable } from './open-hand-back.js';
import { returnToSite } from './return-to-site.js';

export type CallAttempt = Omit<DutyAttempt, 'at'> & { at: Instant | null };

/**
 * Notes a call, a message, a fax to the site, also once it has the study. It hands nothing over: sending is not
 * acknowledgement.
 *
 * @throws DomainError invalid `hand-back/in-future`; conflict `hand-back/ended`
 */
export function recordCall(rows: HandBackRows, attempt: CallAttempt, now: Instant): Change<HandBackRows, HandBack> {
  const open = withTheSite(rows.handBack) ? rows.handBack : requireOpen(rows.handBack);
  const at = trueTime(attempt.at, now, 'hand-back/in-future');
  const attempts = [...open.attempts, { ...attempt, at: at.toISOString() }];
  const handBack = { ...open, attempts, version: open.version + 1 };
  const facts = { channel: attempt.channel, outcome: attempt.outcome, attempts: attempts.length };
  const events = [handBackEvent('attempted', { ...rows, handBack }, facts)];
  return { next: { handBack }, events, result: handBack };
}

export type Answering = Omit<SiteAnswer, 'at'> & { at: Instant | null; side: Side };

/**
 * Somebody of the site takes the study, by name: from then on the site answers for it. Its waiting reads end as handed
 * back, and its clocks count as late. Whoever called may write down what was said to them, once they have noted by which
 * call they reached somebody.
 *
 * @throws DomainError invalid `hand-back/in-future`; forbidden `hand-back/other-side`; conflicts `hand-back/ended`,
 * `hand-back/being-read`, `hand-back/nothing-waiting`
 */
export function acknowledgeHandBack(
  rows: HandBackRows,
  answering: Answering,
  now: Instant,
): Change<HandBackRows, HandBack> {
  const open = requireOpen(rows.handBack);
  const acknowledgement = answerOf(open, answering, now);
  requireReturnable(rows);
  const handBack = ended({ ...open, acknowledgement }, now);
  const told = handBackEvent(
    'acknowledged',
    { ...rows, handBack },
    { role: acknowledgement.role, at: acknowledgement.at },
  );
  const { name, role, at } = acknowledgement;
  const returned = returnToSite(rows, { handBackId: open.id, name, role, at }, now);
  return { next: { ...returned.next, handBack }, events: [told, ...(returned.events ?? [])], result: handBack };
}

/**
 * Somebody of the site says by name that it cannot read it either, and why: the study stays the network's.
 *
 * @throws DomainError invalid `hand-back/in-future`; forbidden `hand-back/other-side`; conflict `hand-back/ended`
 */
export function refuseHandBack(rows: HandBackRows, answering: Answering, now: Instant): Change<HandBackRows, HandBack> {
  const open = requireOpen(rows.handBack);
  const refusal = answerOf(open, answering, now);
  const handBack = ended({ ...open, refusal }, now);
  const events = [handBackEvent('refused', { ...rows, handBack }, { role: refusal.role, at: refusal.at })];
  return { next: { handBack }, events, result: handBack };
}

/** The site need not take it after all. @throws DomainError conflict `hand-back/ended` */
export function withdrawHandBack(rows: HandBackRows, why: string, now: Instant): Change<HandBackRows, HandBack> {
  const handBack = ended({ ...requireOpen(rows.handBack), withdrawal: why }, now);
  return { next: { handBack }, events: [handBackEvent('withdrawn', { ...rows, handBack })], result: handBack };
}

/**
 * Somebody of the site has read the study: by whom, when, and where its report is, for whoever looks for it here. Its clocks
 * stay as they are.
 *
 * @throws DomainError invalid `hand-back/in-future`, `hand-back/before-images`; conflicts `hand-back/not-theirs`,
 * `hand-back/read`
 */
export function recordSiteReading(
  rows: HandBackRows,
  { at, ...said }: Omit<Answering, 'side'>,
  now: Instant,
): Change<HandBackRows, HandBack> {
  const { handBack, study } = rows;
  requireTheirs(rows);
  const readAt = trueTime(at, now, 'hand-back/in-future');
  refuseBeforeImages(study, readAt);
  const reading = { ...said, at: readAt.toISOString() };
  const next = { ...handBack, reading, version: handBack.version + 1 };
  const handedBack = study.handedBack && { ...study.handedBack, readAt: reading.at };
  const after = { ...study, handedBack, version: study.version + 1 };
  const events = [handBackEvent('read', { ...rows, handBack: next }, { role: said.role, at: reading.at })];
  return { next: { handBack: next, study: after }, events, result: next };
}

/**
 * Somebody of the site gives the study back to the network after all, by name and with a reason, before it was read there.
 * The network's people may write it down once they have noted by which call, since the site took it, they spoke to somebody.
 *
 * @throws DomainError invalid `hand-back/in-future`; forbidden `hand-back/other-side`; conflicts `hand-back/not-theirs`,
 * `hand-back/read`
 */
export function reclaimFromSite(
  rows: HandBackRows,
  answering: Answering,
  now: Instant,
): Change<Pick<HandBackRows, 'handBack' | 'study'>, HandBack> {
  const { handBack, study } = rows;
  const since = requireTheirs(rows);
  const attempts = handBack.attempts.filter(({ at }) => at >= since);
  const reclaim = answerOf({ ...handBack, attempts }, answering, now);
  const next = { ...handBack, reclaim, version: handBack.version + 1 };
  const after = { ...study, handedBack: null, version: study.version + 1 };
  const told = { ...rows, study: after, handBack: next };
  const events = [handBackEvent('reclaimed', told, { role: reclaim.role, at: reclaim.at })];
  return { next: { handBack: next, study: after }, events, result: next };
}

const withTheSite = (handBack: HandBack): boolean => handBackState(handBack) === 'acknowledged';

/** Since when the site has the study by this hand-back and has not read it. */
function requireTheirs({ handBack, study }: HandBackRows): string {
  const { acknowledgement, reading } = handBack;
  if (reading !== null) {
    throw new DomainError('conflict', 'hand-back/read', `${reading.name} of the site read it at ${reading.at}`);
  }
  if (acknowledgement !== null && study.handedBack?.handBackId === handBack.id) return acknowledgement.at;
  throw new DomainError('conflict', 'hand-back/not-theirs', 'The site does not have the study by this hand-back');
}

function refuseBeforeImages({ acquiredAt, receivedAt }: Pick<Study, 'acquiredAt' | 'receivedAt'>, at: Instant): void {
  const images = acquiredAt ?? receivedAt;
  if (at >= images) return;
  const code = 'hand-back/before-images';
  const message = `its images are of ${images.toISOString()}`;
  throw new DomainError('invalid', code, message, { errors: [{ path: 'at', code, message }] });
}

const ended = (handBack: HandBack, now: Instant): HandBack => ({
  ...handBack,
  endedAt: now,
  nextEscalationAt: null,
  version: handBack.version + 1,
});

function requireOpen(handBack: HandBack): HandBack {
  if (handBack.endedAt === null) return handBack;
  const message = `It was ${handBackState(handBack)} at ${handBack.endedAt.toISOString()}`;
  throw new DomainError('conflict', 'hand-back/ended', message);
}

function answerOf({ attempts }: HandBack, { side, at, ...answer }: Answering, now: Instant): SiteAnswer {
  const spoken = attempts.some(({ channel, outcome }) => outcome === 'reached' && isByVoice(channel));
  if (side !== 'hospital' && !spoken) {
    const message = 'The site must say so itself: note first by which call somebody was reached';
    throw new DomainError('forbidden', 'hand-back/other-side', message);
  }
  return { ...answer, at: trueTime(at, now, 'hand-back/in-future').toISOString() };
}
