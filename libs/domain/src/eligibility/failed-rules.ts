import { RULE_CODES, type EligibilityQuestion, type FailedRule, type RuleCode } from './facts.js';
import { DEFAULT_HARD_RULES, LEGAL_RULES, type HardRule, type HardRules } from './hard-rules.js';
import { agreementRule } from './rules/agreement.js';
import { capacityRule } from './rules/capacity.js';
import { contractRule } from './rules/contract.js';
import { exclusionRule } from './rules/exclusion.js';
import { fatigueRule } from './rules/fatigue.js';
import { independenceRule } from './rules/independence.js';
import { languageRule } from './rules/language.js';
import { licenceRule } from './rules/licence.js';
import { modalityRule } from './rules/modality.js';
import { payerRule } from './rules/payer.js';
import { privilegeRule } from './rules/privilege.js';
import { residencyRule } from './rules/residency.js';
import { sessionRule } from './rules/session.js';
import { subspecialtyRule } from './rules/subspecialty.js';
import { standingsOf } from './standings-of.js';

const RULES: Record<RuleCode, HardRule> = {
  modality: modalityRule,
  subspecialty: subspecialtyRule,
  licence: licenceRule,
  privilege: privilegeRule,
  agreement: agreementRule,
  contract: contractRule,
  residency: residencyRule,
  payer: payerRule,
  language: languageRule,
  independence: independenceRule,
  exclusion: exclusionRule,
  session: sessionRule,
  capacity: capacityRule,
  fatigue: fatigueRule,
};

/**
 * Every hard rule that does not hold, in the order of `RULE_CODES`, each with its fact; empty means eligible. When the
 * reader could stand for several groups or shifts, the one with the fewest failures answers: all rules must hold for one.
 */
export function failedRules(question: EligibilityQuestion, rules: HardRules = DEFAULT_HARD_RULES): FailedRule[] {
  let fewest: FailedRule[] | null = null;
  for (const standing of standingsOf(question)) {
    const failed: FailedRule[] = [];
    for (const code of RULE_CODES) {
      const fact = RULES[code](question, standing, rules);
      if (fact !== null) failed.push({ code, fact });
    }
    if (failed.length === 0) return [];
    if (fewest === null || failed.length < fewest.length) fewest = failed;
  }
  return fewest ?? [];
}

/** Of the failed rules, those that block signing a final: see `LEGAL_RULES`. */
export const legalFailures = (failed: readonly FailedRule[]): FailedRule[] =>
  failed.filter(({ code }) => LEGAL_RULES.includes(code));
