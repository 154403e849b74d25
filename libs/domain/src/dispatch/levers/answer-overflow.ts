import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReadId, ReadingGroupId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import { answerOf, isAccepted } from '../../routing/ladder/open-pool.js';
import type { LadderStep, OverflowAnswer, Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import { backInQueue, changeOf, readableRead, type StudyReads } from '../offers/live-read.js';
import { workPriority } from '../work-priority.js';
import { offeredOutside } from './close-step.js';
import { refuseHeld } from './open-step.js';

export interface OverflowAcceptance {
  readId: ReadId;
  readingGroupId: ReadingGroupId;
  minutes: number;
  by: string;
  reason: string;
}

/**
 * The open overflow lists of a read that name a group, while they alone do: what its leads may accept. None where a plain
 * step names it, as the read is the group's own then.
 */
export function overflowOffered({ ladder }: Pick<Read, 'ladder'>, group: ReadingGroupId): LadderStep[] {
  const naming = ladder.filter(({ openedAt, pool }) => openedAt !== null && pool.readingGroupIds.includes(group));
  const own = naming.some(({ pool }) => !pool.overflow && pool.offRoster !== true && pool.readerId === null);
  return own ? [] : naming.filter(({ pool }) => pool.overflow !== undefined);
}

/**
 * A group's lead takes a waiting read of an overflow list: its readers get it as their own, however long their own lists are,
 * until an instant or until it is read. Hard rules are asked of every offer, as ever. Accepted already it changes nothing, so
 * that two who accept at once accept once. Conflicts: `overflow/not-on-offer`, `read/taken`, `read/completed`,
 * `read/cancelled`, `study/not-readable`.
 */
export function acceptOverflow(
  rows: StudyReads,
  { readId, readingGroupId, minutes, by, reason }: OverflowAcceptance,
  now: Instant,
): Change<StudyReads, Read> {
  const read = onOffer(rows, readId, readingGroupId);
  const steps = overflowOffered(read, readingGroupId);
  if (steps.every((step) => isAccepted(step, readingGroupId, now))) return { result: read };
  const until = plusMinutes(now, minutes).toISOString();
  const next = answered(read, steps, { readingGroupId, answer: 'accepted', until, by, reason });
  const data = { readingGroupId, by: 'manager', note: reason, until };
  return changeOf(rows, next, [studyEvent('read.overflow-accepted', rows.study, [read], data, next)]);
}

/**
 * A group's lead turns a read of an overflow list down, or gives back what was accepted: its readers do not see it any more,
 * and those whose own it is are told. An offer to one of them is taken back. Conflicts: as above, and `overflow/critical`, `overflow/late` (a critical or late read
 * stays open to all who may read it), `overflow/last-owner` (nobody else has it).
 */
export function declineOverflow(
  rows: StudyReads,
  { readId, readingGroupId, by, reason }: Omit<OverflowAcceptance, 'minutes'>,
  now: Instant,
): Change<StudyReads, Read> {
  const read = onOffer(rows, readId, readingGroupId);
  const steps = overflowOffered(read, readingGroupId);
  if (steps.every((step) => answerOf(step, readingGroupId)?.answer === 'declined')) return { result: read };
  refuseNeeded(rows, read, readingGroupId, now);
  const left = answered(read, steps, { readingGroupId, answer: 'declined', until: null, by, reason });
  const lost = offeredOutside(left);
  const next = lost ? { ...backInQueue(left, null), version: left.version } : left;
  const data = { readingGroupId, by: 'manager', note: reason };
  const events = [studyEvent('read.overflow-declined', rows.study, [read], data, next)];
  if (lost) {
    const released = { readerId: read.readerId, by: 'manager', reason: 'overflow-declined', wasOpened: false };
    events.push(studyEvent('read.released', rows.study, [read], released, next));
  }
  return changeOf(rows, next, events);
}

function onOffer(rows: StudyReads, readId: ReadId, group: ReadingGroupId): Read {
  const read = readableRead(rows, readId);
  refuseHeld(read);
  if (overflowOffered(read, group).length > 0) return read;
  throw new DomainError('conflict', 'overflow/not-on-offer', 'No overflow list offers the read to the group now');
}

function answered(read: Read, steps: readonly LadderStep[], answer: OverflowAnswer): Read {
  const asked = new Set(steps.map(({ step }) => step));
  const ladder = read.ladder.map((each) => {
    if (!asked.has(each.step)) return each;
    const others = (each.answers ?? []).filter(({ readingGroupId }) => readingGroupId !== answer.readingGroupId);
    return { ...each, answers: [...others, answer] };
  });
  return { ...read, ladder, version: read.version + 1 };
}

// oxlint-disable-next-line max-params -- the rows and the read of them, for whom, when: as in the rules around it
function refuseNeeded(rows: StudyReads, read: Read, group: ReadingGroupId, now: Instant): void {
  if (workPriority(read, rows.study) === 'critical') {
    throw new DomainError('conflict', 'overflow/critical', 'A critical read stays open to all who may read it');
  }
  if (read.dueAt !== null && read.dueAt <= now) {
    const message = `The read was due at ${read.dueAt.toISOString()}; it stays open to all who may read it`;
    throw new DomainError('conflict', 'overflow/late', message);
  }
  const others = read.ladder.some(
    (step) =>
      step.openedAt !== null &&
      step.pool.readingGroupIds.some((id) => id !== group && answerOf(step, id)?.answer !== 'declined'),
  );
  if (!others) throw new DomainError('conflict', 'overflow/last-owner', 'No other group has the read');
}
