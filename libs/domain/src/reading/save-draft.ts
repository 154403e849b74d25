import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import type { ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Read } from '../studies/read.js';
import { requireHeld } from './held-read.js';
import type { Draft } from './report.js';
import { type ReportBody, validateReport } from './validate-report.js';

export interface DraftRows {
  read: Read;
  draft: Draft | null;
}

export interface DraftSaving {
  by: ReaderId;
  text: Omit<ReportBody, 'attestation'>;
  /** Version the text was written on; `null` states no condition. */
  expectedVersion: number | null;
}

/**
 * Keeps what the holder has written so far, in place of what was there. No event: an autosave is nobody's business.
 * Text that a former holder left is not continued, it is replaced.
 *
 * @throws DomainError stale `draft/stale` when the text was saved from elsewhere meanwhile
 */
export function saveDraft({ read, draft }: DraftRows, saving: DraftSaving, now: Instant): Change<DraftRows, Draft> {
  const { by, text, expectedVersion } = saving;
  requireHeld(read, by);
  validateReport(text, 'draft');
  const current = ownDraft(draft, by)?.version ?? 0;
  if (expectedVersion !== null && expectedVersion !== current) {
    const message = `The draft is at version ${current}, not ${expectedVersion}`;
    throw new DomainError('stale', 'draft/stale', message, { facts: { version: current } });
  }
  const saved: Draft = {
    readId: read.id,
    healthSystemId: read.healthSystemId,
    readerId: by,
    sections: { ...text.sections },
    impression: text.impression,
    conclusion: text.conclusion ?? null,
    savedAt: now,
    version: (draft?.version ?? 0) + 1,
  };
  return { next: { draft: saved }, result: saved };
}

/** The draft as `by` may see it: another reader's text is theirs alone. */
export const ownDraft = (draft: Draft | null, by: ReaderId): Draft | null => (draft?.readerId === by ? draft : null);
