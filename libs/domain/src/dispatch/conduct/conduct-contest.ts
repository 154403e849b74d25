import { DomainError } from '../../core/domain-error.js';
import type { JsonObject } from '../../core/event.js';
import type { ReaderId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** Which of the figures a reader says is wrong. */
export const CONTEST_SUBJECTS = ['taken', 'skipped', 'returned', 'night', 'pressing'] as const;
export type ContestSubject = (typeof CONTEST_SUBJECTS)[number];

/** `upheld`: the figure stands. `struck`: what it was made of counts no more. */
export const CONTEST_OUTCOMES = ['upheld', 'struck'] as const;
export type ContestOutcome = (typeof CONTEST_OUTCOMES)[number];

export interface ContestAnswer {
  outcome: ContestOutcome;
  reason: string;
  by: { id: string; name: string };
  at: string;
}

/** A reader says what is wrong with what is recorded of them; whoever leads them answers. */
export interface ConductContest {
  id: string;
  readerId: ReaderId;
  /** The figures were of work from here up to `at`. */
  since: Instant;
  at: Instant;
  about: ContestSubject;
  note: string;
  /** As they stood. */
  figures: JsonObject;
  answer: ContestAnswer | null;
  version: number;
}

/**
 * Answers a contest, once: a second answer would make an argument of it. Nobody answers their own.
 *
 * @throws DomainError conflict `conduct/contest-answered`; forbidden `conduct/own-contest`
 */
export function answerContest(
  contest: ConductContest,
  { by, ...said }: Omit<ContestAnswer, 'at' | 'by'> & { by: ContestAnswer['by'] & { readerId: ReaderId | null } },
  now: Instant,
): ConductContest {
  if (by.readerId === contest.readerId) {
    throw new DomainError('forbidden', 'conduct/own-contest', 'Somebody else answers what you contest');
  }
  if (contest.answer !== null) {
    throw new DomainError('conflict', 'conduct/contest-answered', `Answered at ${contest.answer.at}`);
  }
  const answer = { ...said, by: { id: by.id, name: by.name }, at: now.toISOString() };
  return { ...contest, answer, version: contest.version + 1 };
}

/** Of one figure, the time whose work counts no more: a contest about it was answered with `struck`. */
export const isStruck = (
  contests: readonly Pick<ConductContest, 'about' | 'since' | 'at' | 'answer'>[],
  about: ContestSubject,
  at: Instant,
): boolean =>
  contests.some(
    (contest) =>
      contest.about === about && contest.answer?.outcome === 'struck' && contest.since <= at && at < contest.at,
  );
