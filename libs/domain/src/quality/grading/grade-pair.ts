import { DomainError } from '../../core/domain-error.js';
import { FieldChecks } from '../../core/field-checks.js';
import type { GradingId, HealthSystemId, PairId, ReaderId, ReadId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { requireOwn } from '../../reading/held-read.js';
import type { Read } from '../../studies/read.js';
import { isSecondRead } from '../pairs/second-read.js';
import { checkedFindings, type GradedFinding } from './graded-finding.js';
import { DEFAULT_GRADING, type GradingPolicy } from './grading-policy.js';
import { isRadpeerGrade, RADPEER_GRADES, type RadpeerGrade } from './radpeer.js';

/** One reader's view of a first read: privileged, never for a client, and never changed. */
export interface Grading {
  id: GradingId;
  pairId: PairId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  firstReadId: ReadId;
  secondReadId: ReadId;
  graderId: ReaderId;
  scheme: 'radpeer';
  schemeVersion: '2016';
  grade: RadpeerGrade;
  comment: string | null;
  findings: GradedFinding[];
  /** By the policy of the day it was given. */
  discordant: boolean;
  gradedAt: Instant;
}

/** A first read, the second read that it is compared with, and what the second's gradings are so far. */
export interface GradablePair {
  pairId: PairId;
  first: Read;
  second: Read;
  gradings: readonly Grading[];
}

export interface GivenGrade {
  gradingId: GradingId;
  by: ReaderId;
  grade: string;
  comment: string | null;
  findings?: readonly GradedFinding[];
}

const COMMENT_LIMIT = 4000;

/**
 * Grades the first read on RADPEER 2016. Only the second reader may, and only once their own opinion is in: a grade given
 * with the first report in sight and none of one's own is no second read.
 *
 * @throws DomainError forbidden `read/not-yours`; conflict `grading/not-a-pair`, `grading/opinion-missing`,
 * `grading/first-open`, `grading/already-graded`; invalid `grading/invalid` with `grading/unknown-grade`,
 * `grading/comment-required` or what is wrong with the comment
 */
export function gradePair(
  pair: GradablePair,
  given: GivenGrade,
  now: Instant,
  policy: GradingPolicy = DEFAULT_GRADING,
): Grading {
  requireGradable(pair, given.by);
  const { comment, findings, grade } = checkedGrade(given, policy);
  return {
    id: given.gradingId,
    pairId: pair.pairId,
    healthSystemId: pair.first.healthSystemId,
    studyId: pair.first.studyId,
    firstReadId: pair.first.id,
    secondReadId: pair.second.id,
    graderId: given.by,
    scheme: 'radpeer',
    schemeVersion: '2016',
    grade,
    comment,
    findings,
    discordant: policy.discordant.includes(grade),
    gradedAt: now,
  };
}

function requireGradable({ first, gradings, second }: GradablePair, by: ReaderId): void {
  requireOwn(second, by);
  const paired = isSecondRead(second) && first.studyId === second.studyId && first.id !== second.id;
  if (!paired || first.readerId === by) {
    throw new DomainError('conflict', 'grading/not-a-pair', 'Not a second read of another reader’s read of the study');
  }
  if (second.state !== 'completed') {
    throw new DomainError('conflict', 'grading/opinion-missing', 'Hand in your own opinion before grading the first');
  }
  if (first.state !== 'completed') {
    throw new DomainError(
      'conflict',
      'grading/first-open',
      'The first read is not completed: there is nothing to grade',
    );
  }
  if (gradings.some((each) => each.firstReadId === first.id && each.secondReadId === second.id)) {
    throw new DomainError('conflict', 'grading/already-graded', 'The pair is graded; a grade is never changed');
  }
}

type CheckedGrade = Pick<Grading, 'grade' | 'comment' | 'findings'>;

function checkedGrade(given: GivenGrade, policy: GradingPolicy): CheckedGrade {
  const checks = new FieldChecks();
  const { grade } = given;
  const comment = given.comment === null || given.comment.trim() === '' ? null : given.comment.trim();
  checks.text('comment', comment, COMMENT_LIMIT);
  const findings = checkedFindings(given.findings ?? [], checks);
  if (!isRadpeerGrade(grade)) {
    checks.fail('grade', 'grading/unknown-grade', `grade is none of ${RADPEER_GRADES.join(', ')}`);
  } else if (comment === null && policy.commentOn.includes(grade)) {
    checks.fail('comment', 'grading/comment-required', `a grade of ${grade} needs a comment`);
  } else if (checks.errors.length === 0) {
    return { grade, comment, findings };
  }
  const message = checks.errors.map((error) => error.message).join('; ');
  throw new DomainError('invalid', 'grading/invalid', message, { errors: checks.errors });
}

/** Whether a third reader is to be asked: something is discordant and no adjudication is under way or done. */
export const needsAdjudication = (gradings: readonly Grading[], reads: readonly Read[]): boolean =>
  gradings.some((grading) => grading.discordant) &&
  !reads.some((read) => read.purpose === 'adjudication' && read.state !== 'cancelled');
