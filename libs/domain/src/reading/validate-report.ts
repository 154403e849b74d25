import { DomainError, type FieldError } from '../core/domain-error.js';
import type { Conclusion, ReportKind } from './report.js';

/** What a reader writes. Sections are named in kebab case (`findings`, `clinical-indication`). */
export interface ReportBody {
  sections?: Readonly<Record<string, string>>;
  impression: string;
  conclusion?: Conclusion | null;
  /** Why it is signed below an integrity floor. */
  attestation?: { reason: string } | null;
}

/** Limits in UTF-16 code units; a long whole-body CT report has about 10,000. */
export const REPORT_LIMITS = {
  sections: 40,
  sectionName: 64,
  sectionText: 100_000,
  impression: 100_000,
  attestation: 500,
} as const;

/** What an unfinished text may lack: a draft needs nothing. */
export type TextKind = ReportKind | 'draft';

/** PostgreSQL's text cannot hold it, and no report needs it. */
const NUL = '\u0000';

/** What is compared, counted and acted on by its conclusion. */
const CONCLUDED: readonly TextKind[] = ['final', 'opinion'];

/**
 * Whether a report can be stored and understood: sizes, an impression on everything signed, a coded conclusion on a final
 * and on an opinion.
 *
 * @throws DomainError invalid `report/invalid`, with every broken field
 */
export function validateReport(body: ReportBody, kind: TextKind): void {
  const errors = [...sectionErrors(body.sections ?? {}), ...impressionErrors(body.impression, kind)];
  if (CONCLUDED.includes(kind) && (body.conclusion ?? null) === null) {
    errors.push({
      path: 'conclusion',
      code: 'report/conclusion-required',
      message: `${kind === 'final' ? 'a final report' : 'an opinion'} needs a conclusion`,
    });
  }
  const reason = body.attestation?.reason;
  if (reason !== undefined) errors.push(...reasonErrors(reason));
  if (errors.length > 0) {
    throw new DomainError('invalid', 'report/invalid', errors.map((error) => error.message).join('; '), { errors });
  }
}

function sectionErrors(sections: Readonly<Record<string, string>>): FieldError[] {
  const entries = Object.entries(sections);
  const errors: FieldError[] = [];
  if (entries.length > REPORT_LIMITS.sections) {
    const message = `a report has at most ${REPORT_LIMITS.sections} sections`;
    errors.push({ path: 'sections', code: 'report/too-many-sections', message });
  }
  for (const [name, text] of entries) {
    if (name.trim() === '' || name.length > REPORT_LIMITS.sectionName) {
      const message = `a section's name has 1 to ${REPORT_LIMITS.sectionName} characters`;
      errors.push({ path: 'sections', code: 'report/section-name', message });
    }
    errors.push(...textErrors(`sections.${name}`, text, REPORT_LIMITS.sectionText));
  }
  return errors;
}

function impressionErrors(impression: string, kind: TextKind): FieldError[] {
  const errors = textErrors('impression', impression, REPORT_LIMITS.impression);
  if (kind !== 'draft' && impression.trim() === '') {
    errors.push({ path: 'impression', code: 'report/impression-required', message: 'an impression is required' });
  }
  return errors;
}

function reasonErrors(reason: string): FieldError[] {
  const errors = textErrors('attestation.reason', reason, REPORT_LIMITS.attestation);
  if (reason.trim() === '') {
    const message = 'an attestation needs a reason';
    errors.push({ path: 'attestation.reason', code: 'report/reason-required', message });
  }
  return errors;
}

function textErrors(path: string, text: string, limit: number): FieldError[] {
  const errors: FieldError[] = [];
  if (text.length > limit) {
    errors.push({ path, code: 'report/too-long', message: `${path} has more than ${limit} characters` });
  }
  if (text.includes(NUL)) {
    errors.push({ path, code: 'report/nul-character', message: `${path} contains a NUL character` });
  }
  return errors;
}
