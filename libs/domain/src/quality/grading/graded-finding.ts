import type { FieldChecks } from '../../core/field-checks.js';

/** One thing the two reports say, side by side; what a report does not mention is null. */
export interface GradedFinding {
  finding: string;
  first: string | null;
  second: string | null;
}

const LIMITS = { findings: 50, text: 2000 } as const;

/** The findings with their texts trimmed; what is wrong with them goes to `checks`. */
export function checkedFindings(findings: readonly GradedFinding[], checks: FieldChecks): GradedFinding[] {
  if (findings.length > LIMITS.findings) {
    checks.fail('findings', 'grading/too-many-findings', `at most ${LIMITS.findings} findings are compared`);
    return [];
  }
  return findings.map(({ finding, first, second }, index) => {
    const path = `findings.${index}`;
    const compared = { finding: finding.trim(), first: said(first), second: said(second) };
    checks.text(`${path}.finding`, compared.finding, LIMITS.text, true);
    checks.text(`${path}.first`, compared.first, LIMITS.text);
    checks.text(`${path}.second`, compared.second, LIMITS.text);
    return compared;
  });
}

const said = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim());
