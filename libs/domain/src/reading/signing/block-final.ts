import type { Change } from '../../core/change.js';
import type { ReaderId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { FailedRule } from '../../eligibility/facts.js';
import { studyEvent } from '../../studies/study-event.js';
import { type ReadingRows, readOf } from '../held-read.js';
import type { Draft } from '../report.js';
import { saveDraft } from '../save-draft.js';
import type { ReportBody } from '../validate-report.js';

export interface BlockedRows extends Pick<ReadingRows, 'study' | 'reads'> {
  draft: Draft | null;
}

export interface BlockedFinal {
  readId: ReadId;
  by: ReaderId;
  body: ReportBody;
  failedRules: readonly FailedRule[];
}

/**
 * What is left of a final that a legal rule has blocked: the text stays as the reader's draft, and `read.uncovered` calls
 * a person, because nobody else is at work on it. The read is not taken from its holder: a person decides.
 *
 * @throws DomainError what `saveDraft` throws, for a read that has moved on meanwhile
 */
export function blockFinal(
  { study, reads, draft }: BlockedRows,
  { readId, by, body, failedRules }: BlockedFinal,
  now: Instant,
): Change<BlockedRows, Draft> {
  const read = readOf(reads, readId);
  const { next, result } = saveDraft({ read, draft }, { by, text: body, expectedVersion: null }, now);
  const facts = { cause: 'final-blocked', readerId: by, failed: failedRules.map(({ code }) => code) };
  return {
    next: { draft: next?.draft ?? draft },
    events: [studyEvent('read.uncovered', study, [], facts, read)],
    result,
  };
}
