import type { Change } from '../../core/change.js';
import type { JsonObject } from '../../core/event.js';
import type { ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { LadderStep, Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import { readable } from '../readable.js';
import { atShare } from './next-opening-at.js';
import { waitingPlace } from './open-pool.js';

/** What a ladder looks at to open its steps. */
export interface LadderSituation {
  study: Study;
  /** Eligible readers signed on, by step of the ladder; a missing number is unknown and opens nothing. */
  signedOnEligible: readonly (number | undefined)[];
  /** Groups that are being drained: the next step opens past those that have nobody else. */
  draining?: ReadonlySet<ReadingGroupId>;
  /** The study's other reads. */
  siblings: readonly Read[];
  /** Chance (0..1) that the read misses its deadline as things stand; absent or null is unknown. */
  breachChance?: number | null | undefined;
}

/** Why a step opened, as `read.broadened` tells it. */
export type OpeningReason =
  | 'at-once'
  | 'after-minutes'
  | 'share-of-deadline'
  | 'forecast-breach'
  | 'nobody-signed-on'
  | 'read-completed'
  | 'group-draining';

/**
 * Opens the steps that are due, each with every step below it, so that what is open is always a beginning of the
 * ladder. Opens nothing while the study cannot be read or someone reads it. A step never closes by itself, and what was
 * closed by hand stays so until its instant; asked again at the same instant it changes nothing.
 */
export function openLadder(
  read: Read,
  situation: LadderSituation,
  now: Instant,
): Change<{ read: Read }, { opened: LadderStep[] }> {
  const waiting = read.state === 'queued' || read.state === 'assigned';
  if (!waiting || !readable(situation.study)) return { result: { opened: [] } };
  const { top, reason } = highestDue(read, situation, now);
  const closed = (step: LadderStep) => step.openedAt === null && step.step <= top;
  if (!read.ladder.some(closed)) return { result: { opened: [] } };
  return openUpTo(read, situation.study, { top, why: { reason } }, now);
}

/** Opens every step up to `top`, and says so with who may take the read now and why. */
export function openUpTo(
  read: Read,
  study: Study,
  { top, why }: { top: number; why: JsonObject },
  now: Instant,
): Change<{ read: Read }, { opened: LadderStep[] }> {
  const opens = (step: LadderStep) => step.openedAt === null && step.step <= top;
  const ladder = read.ladder.map((step) =>
    opens(step) ? { ...step, openedAt: now.toISOString(), closedUntil: null } : step,
  );
  const place = read.state === 'queued' ? waitingPlace({ ladder }) : {};
  const next: Read = { ...read, ...place, ladder, ladderStep: top, version: read.version + 1 };
  const opened = ladder.filter((step) => step.step <= top && read.ladder[step.step]?.openedAt === null);
  const data = {
    ladderStep: top,
    ...why,
    tiers: [...new Set(opened.flatMap((step) => step.pool.tiers))],
    readingGroupIds: [...new Set(opened.flatMap((step) => step.pool.readingGroupIds))],
  };
  return {
    next: { read: next },
    events: [studyEvent('read.broadened', study, [read], data, next)],
    result: { opened },
  };
}

/** The highest step open or due. An opening nobody is signed on for lets the one above it be judged in the same go. */
function highestDue(read: Read, situation: LadderSituation, now: Instant): { top: number; reason: OpeningReason } {
  let top = read.ladder.findLastIndex((step) => step.openedAt !== null);
  let reason: OpeningReason = 'at-once';
  for (let from = top + 1; from < read.ladder.length;) {
    const due = firstDue(read, from, situation, now);
    if (due === null) break;
    top = due.step;
    reason = due.reason;
    from = top + 1;
  }
  return { top, reason };
}

function firstDue(
  read: Read,
  from: number,
  situation: LadderSituation,
  now: Instant,
): { step: number; reason: OpeningReason } | null {
  for (const step of read.ladder.slice(from)) {
    const below = read.ladder.slice(0, from);
    const nobody = from > 0 && below.every((open) => situation.signedOnEligible[open.step] === 0);
    if (from > 0 && below.every((open) => drains(open, situation)) && !closedByHand(step, now)) {
      return { step: step.step, reason: 'group-draining' };
    }
    const { siblings, breachChance = null } = situation;
    const reason = whyDue(step, read, { now, nobody, siblings, breachChance });
    if (reason !== null) return { step: step.step, reason };
  }
  return null;
}

const drains = ({ pool }: LadderStep, { draining }: LadderSituation): boolean =>
  pool.readingGroupIds.length > 0 && pool.readingGroupIds.every((group) => draining?.has(group) ?? false);

function whyDue(
  { opens, closedUntil }: LadderStep,
  read: Read,
  at: { now: Instant; nobody: boolean; siblings: readonly Read[]; breachChance: number | null },
): OpeningReason | null {
  if (closedByHand({ closedUntil }, at.now)) return null;
  const waited = minutesBetween(read.queuedAt, at.now);
  if (opens.atOnce) return 'at-once';
  // A read that was withdrawn has left its place in the plan to another.
  const before = at.siblings.filter((sibling) => sibling.ordinal === opens.afterReadOrdinal);
  if (before.some(({ state }) => state === 'completed')) return 'read-completed';
  if (opens.afterMinutes !== null && waited >= opens.afterMinutes) return 'after-minutes';
  if (opens.atShareOfDeadline !== null && read.dueAt !== null) {
    if (at.now >= atShare(read.queuedAt, read.dueAt, opens.atShareOfDeadline)) return 'share-of-deadline';
  }
  const bearable = opens.whenForecastBreach ?? null;
  if (bearable !== null && at.breachChance !== null && at.breachChance > bearable) return 'forecast-breach';
  const patient = opens.whenUncoveredAfterMinutes ?? null;
  if (patient !== null && at.nobody && waited >= patient) return 'nobody-signed-on';
  return opens.whenNobodySignedOn && at.nobody ? 'nobody-signed-on' : null;
}

/** Whether somebody closed the step, and its instant has not come. */
export const closedByHand = ({ closedUntil }: Pick<LadderStep, 'closedUntil'>, now: Instant): boolean =>
  closedUntil !== undefined && closedUntil !== null && now < new Date(closedUntil);
