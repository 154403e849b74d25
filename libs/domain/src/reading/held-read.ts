import { DomainError } from '../core/domain-error.js';
import type { ReaderId, ReadId } from '../core/ids.js';
import type { Read } from '../studies/read.js';
import type { Study } from '../studies/study.js';
import type { Report } from './report.js';

/** A study with all of its reads and reports. */
export interface ReadingRows {
  study: Study;
  reads: Read[];
  reports: Report[];
}

/** Who writes: always the principal, never somebody named in a body. */
export interface Author {
  readerId: ReaderId;
  name: string;
}

/** The read of that id; `read/not-found` when it is not one of the study. */
export function readOf(reads: readonly Read[], readId: ReadId): Read {
  const read = reads.find((each) => each.id === readId);
  if (read === undefined) throw new DomainError('not-found', 'read/not-found', `No read ${readId} on this study`);
  return read;
}

/** Refuses anybody but the reader who has the read (forbidden `read/not-yours`). */
export function requireOwn(read: Read, by: ReaderId): void {
  if (read.readerId !== by) {
    throw new DomainError('forbidden', 'read/not-yours', 'The read is not held by this reader');
  }
}

/** Refuses work on a closed read: conflicts `read/completed`, `read/cancelled`. */
export function requireLive(read: Read): void {
  if (read.state === 'completed') {
    throw new DomainError('conflict', 'read/completed', `The read was completed at ${read.completedAt?.toISOString()}`);
  }
  if (read.state === 'cancelled') throw new DomainError('conflict', 'read/cancelled', 'The read was cancelled');
}

/** Refuses work on a read that its reader has not accepted or no longer has: also conflict `read/not-held`. */
export function requireHeld(read: Read, by: ReaderId): void {
  requireOwn(read, by);
  requireLive(read);
  if (read.state !== 'in-progress') throw new DomainError('conflict', 'read/not-held', 'Accept the read first');
}

/**
 * Whether the read must not know yet what was read before it: a second opinion, an adjudication (which is shown what it
 * weighs, and not by whom), and whatever its plan marks independent, until it is handed in.
 */
const isBlind = ({ independent, purpose, state }: Read): boolean =>
  (independent || purpose === 'secondary' || purpose === 'adjudication') && state !== 'completed';

/** Second and independent readers who have not handed in an opinion yet: what others wrote, and who, is not for them. */
export const blindedReaders = (reads: readonly Read[]): ReaderId[] =>
  reads.filter((read) => isBlind(read) && read.state !== 'cancelled').flatMap((read) => read.readerId ?? []);

/**
 * The reads as their people may hear of a result: a reader who has not handed in an opinion yet is left out, or an event
 * would say what the first reader concluded. Their group hears of it: who manages it does not read.
 */
export const unblinded = (reads: readonly Read[]): Read[] =>
  reads.map((read) => (isBlind(read) ? { ...read, readerId: null } : read));

/** `reads` with those of `changed` in the place of their former selves. */
export const withReads = (reads: readonly Read[], changed: readonly Read[]): Read[] =>
  reads.map((read) => changed.find((each) => each.id === read.id) ?? read);
