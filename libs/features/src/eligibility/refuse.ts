import { DomainError, LEGAL_RULES, type FailedRule } from '@overread/domain';

/** The first failed rule names the error; all of them are told. */
export function refuse(failed: readonly FailedRule[]): void {
  const [first] = failed;
  if (!first) return;
  throw new DomainError('conflict', `eligibility/${first.code}`, first.fact, {
    facts: {
      rule: first.code,
      fact: first.fact,
      failed,
      legal: failed.some((rule) => LEGAL_RULES.includes(rule.code)),
    },
  });
}
