import type { JurisdictionRule } from '../jurisdictions/jurisdiction-rule.js';

/**
 * What is wrong or doubtful about a policy. An error bars activation; a warning is a person's to judge. Codes:
 * `rule/unreachable` (an earlier rule takes all it could decide, or its conditions exclude each other),
 * `rule/unmatched` (nothing in 90 days), `condition/unknown-value` (no study has it), `priority/forbidden` (would lower what no policy lowers), `rule/set-never-used` and `rule/set-contradicted`, `plan/forbidden`,
 * `plan/step-before-exam`, `plan/second-read-missing`, `plan/place-forbidden`, `plan/unused`, `ladder/step-adds-nobody`, `ladder/out-of-order`, `ladder/one-reader`, and every
 * code of `checkPolicy`.
 */
export interface Finding {
  severity: 'error' | 'warning';
  code: string;
  /** Dotted place in the document, as `checkPolicy` names it. */
  path: string;
  message: string;
  /** The record that forbids it, where one does. */
  jurisdictionRule?: Pick<JurisdictionRule, 'id' | 'number'>;
}

export const warning = (path: string, code: string, message: string): Finding => ({
  severity: 'warning',
  code,
  path,
  message,
});
