import { RULE_CODES, type EligibilityQuestion, type FailedRule, type RuleCode } from './facts.js';
import { DEFAULT_HARD_RULES, LEGAL_RULES, type HardRule, type HardRules, type Standing } from './hard-rules.js';
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
 * Every hard rule that does not hold, in the order of `RULE_CODES`, each with its fact, and the standing that was judged.
 * When the reader could stand for several groups or shifts, the one with the fewest failures answers: all rules must hold
 * for one of them.
 */
export function judgeReader(
  question: EligibilityQuestion,
  rules: HardRules = DEFAULT_HARD_RULES,
): { failed: FailedRule[]; standing: Standing } {
  const [first, ...others] = standingsOf(question).map((standing) => ({
    failed: failuresFor(question, standing, rules),
    standing,
  }));
  // A reader always has a standing, if only one with nothing known.
  if (first === undefined) throw new Error('a reader without a standing');
  return others.reduce((best, each) => (each.failed.length < best.failed.length ? each : best), first);
}

/** `judgeReader` without the standing: empty means eligible. */
export const failedRules = (question: EligibilityQuestion, rules: HardRules = DEFAULT_HARD_RULES): FailedRule[] =>
  judgeReader(question, rules).failed;

function failuresFor(question: EligibilityQuestion, standing: Standing, rules: HardRules): FailedRule[] {
  const failed: FailedRule[] = [];
  for (const code of RULE_CODES) {
    const fact = RULES[code](question, standing, rules);
    if (fact !== null) failed.push({ code, fact });
  }
  return failed;
}

/** Of the failed rules, those that block signing a final: see `LEGAL_RULES`. */
export const legalFailures = (failed: readonly FailedRule[]): FailedRule[] =>
  failed.filter(({ code }) => LEGAL_RULES.includes(code));
