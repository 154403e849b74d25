import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { ReadId, ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { openUpTo } from '../../routing/ladder/open-ladder.js';
import type { LadderStep, Read } from '../../studies/read.js';
import type { StudyReads } from '../offers/live-read.js';
import { changeOf, readableRead } from '../offers/live-read.js';

export interface StepOpeningByHand {
  readId: ReadId;
  /** Index in the read's ladder; every step below opens with it. */
  step: number;
  reason: string;
}

/**
 * Opens a step of a waiting read's ladder before its time. Who may be offered the read becomes more, hard rules stay. A step
 * that is open already changes nothing, so that two who open it at once open it once. Not-found: `ladder/no-such-step`;
 * conflicts: `read/taken`, `read/completed`, `read/cancelled`, `study/not-readable`.
 */
export function openStep(
  rows: StudyReads,
  { readId, step, reason }: StepOpeningByHand,
  now: Instant,
): Change<StudyReads, Read> {
  const read = readableRead(rows, readId);
  const asked = stepOf(read, step);
  if (asked.openedAt !== null) return { result: read };
  refuseHeld(read);
  const why = { reason: 'by-hand', by: 'manager', note: reason };
  const { next, events = [] } = openUpTo(read, rows.study, { top: step, why }, now);
  return changeOf(rows, next?.read ?? read, events);
}

/** The lowest step still closed whose pool names the group; null when none does. */
export const stepNaming = (read: Pick<Read, 'ladder'>, readingGroupId: ReadingGroupId): number | null =>
  read.ladder.find(({ openedAt, pool }) => openedAt === null && pool.readingGroupIds.includes(readingGroupId))?.step ??
  null;

/** The step of that index; `ladder/no-such-step` is not-found. */
export function stepOf({ ladder }: Pick<Read, 'ladder'>, index: number): LadderStep {
  const step = ladder[index];
  if (step !== undefined) return step;
  throw new DomainError('not-found', 'ladder/no-such-step', `The read's ladder has ${ladder.length} steps`);
}

/** `read/taken` once a reader has accepted it: a ladder is of those who wait. */
export function refuseHeld(read: Read): void {
  if (read.state !== 'in-progress') return;
  const message = `The read was taken at ${read.startedAt?.toISOString()}; its ladder rests meanwhile`;
  throw new DomainError('conflict', 'read/taken', message);
}
