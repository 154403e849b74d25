import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import { FieldChecks } from '../../core/field-checks.js';
import type { ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { type Author, unblinded, withReads } from '../../reading/held-read.js';
import { completed, openedRead } from '../../reading/signing/signing.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import { type Adjudication, ADJUDICATION_OUTCOMES, type AdjudicationOutcome } from './adjudication.js';
import { RADPEER_GRADES, type RadpeerGrade } from './radpeer.js';

export interface AdjudicationRows {
  study: Study;
  reads: Read[];
  adjudications: Adjudication[];
}

export interface Decision {
  readId: ReadId;
  author: Author;
  outcome: AdjudicationOutcome;
  /** Their own grade of the first read; null when none is given. */
  grade: RadpeerGrade | null;
  /** Why; required. */
  comment: string;
}

export interface Decided {
  adjudication: Adjudication;
  read: Read;
}

const COMMENT_LIMIT = 4000;

/**
 * The third reader says whose reading they uphold, and why: the read is completed with it. Reports already issued stay as
 * they are: what is to change in them goes through the reading flow.
 *
 * @throws DomainError conflicts `adjudication/not-one`, `read/not-open`, `read/completed`, `read/cancelled`,
 * `study/cancelled`, `study/retracted`; forbidden `read/not-yours`; invalid `adjudication/invalid`
 */
export function decideAdjudication(
  rows: AdjudicationRows,
  decision: Decision,
  now: Instant,
): Change<AdjudicationRows, Decided> {
  const { author, grade, outcome, readId } = decision;
  const before = openedRead(rows, { readId, author });
  const open = rows.adjudications.find((each) => each.readId === readId);
  if (open === undefined || before.purpose !== 'adjudication') {
    throw new DomainError('conflict', 'adjudication/not-one', 'The read is no adjudication');
  }
  const comment = checkedComment(decision);
  const adjudication: Adjudication = {
    ...open,
    adjudicatorId: author.readerId,
    outcome,
    grade,
    comment,
    decidedAt: now,
    nextEscalationAt: null,
    version: open.version + 1,
  };
  const read = completed(before, now);
  const audience = unblinded(withReads(rows.reads, [read]));
  const facts = { adjudicationId: open.id, pairId: open.pairId, late: now > open.dueAt };
  const { issues, purpose } = read;
  return {
    next: { reads: withReads(rows.reads, [read]), adjudications: [adjudication] },
    events: [
      studyEvent('adjudication.decided', rows.study, audience, facts, read),
      studyEvent('read.completed', rows.study, audience, { purpose, issues }, read),
    ],
    result: { adjudication, read },
  };
}

function checkedComment({ comment, grade, outcome }: Decision): string {
  const checks = new FieldChecks();
  const said = comment.trim();
  checks.text('comment', said, COMMENT_LIMIT, true);
  checks.oneOf('outcome', outcome, ADJUDICATION_OUTCOMES);
  if (grade !== null) checks.oneOf('score', grade, RADPEER_GRADES);
  if (checks.errors.length === 0) return said;
  const message = checks.errors.map((error) => error.message).join('; ');
  throw new DomainError('invalid', 'adjudication/invalid', message, { errors: checks.errors });
}
