import type { FieldError } from '../../core/domain-error.js';
import { FieldChecks } from '../../core/field-checks.js';
import { TIERS } from '../../network/network.js';
import { ISSUES } from '../../studies/study.js';
import { JURISDICTION_RULE_KINDS, type JurisdictionParameters, type JurisdictionTerms } from './jurisdiction-rule.js';

/** Which parameters a kind of rule takes; the others of it are refused, so that none is believed to count. */
const TAKEN: Readonly<Record<JurisdictionTerms['rule'], readonly (keyof JurisdictionParameters)[]>> = {
  finaliserMustBePreliminaryReader: [],
  stepBeforeExam: [],
  secondReadMandatory: ['modality', 'descriptionContains'],
  readingPlace: ['issues', 'tiers'],
};

/** What is wrong with a record, at its field. */
export function checkTerms(terms: JurisdictionTerms): FieldError[] {
  const { country, subdivision, rule, parameters, validFrom, validUntil } = terms;
  const checks = new FieldChecks();
  checks.pattern('country', country, /^[A-Z]{2}$/, 'ISO 3166-1 country');
  checks.pattern('subdivision', subdivision, /^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'ISO 3166-2 subdivision');
  if (subdivision !== null && !['US', country].includes(subdivision.slice(0, 2))) {
    checks.fail('subdivision', 'other-country', `${subdivision} is not in ${country}`);
  }
  checks.oneOf('rule', rule, JURISDICTION_RULE_KINDS);
  checks.text('source', terms.source, 1000, true);
  checks.text('sourceUrl', terms.sourceUrl, 2000);
  if (terms.sourceUrl !== null && !/^https?:\/\/\S+$/.test(terms.sourceUrl)) {
    checks.fail('sourceUrl', 'malformed', 'sourceUrl is no http or https address');
  }
  if (validUntil !== null && validUntil < validFrom) {
    checks.fail('validUntil', 'not-after-start', 'a rule ends on the day it begins or later');
  }
  checkParameters(rule, parameters, checks);
  return checks.errors;
}

function checkParameters(
  rule: JurisdictionTerms['rule'],
  parameters: JurisdictionParameters,
  checks: FieldChecks,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && !(TAKEN[rule] as readonly string[]).includes(name)) {
      checks.fail(`parameters.${name}`, 'not-taken', `${rule} takes no ${name}`);
    }
  }
  const { modality, descriptionContains, issues = [], tiers = [] } = parameters;
  if (rule === 'secondReadMandatory') {
    checks.text('parameters.modality', modality, 16, true);
    checks.pattern('parameters.modality', modality, /^[A-Z0-9_]{2,16}$/, 'DICOM modality');
    checks.text('parameters.descriptionContains', descriptionContains, 200);
  }
  if (rule === 'readingPlace') {
    if (issues.length === 0) checks.fail('parameters.issues', 'required', 'at least one level of report is required');
    if (tiers.length === 0) checks.fail('parameters.tiers', 'required', 'at least one tier is required');
    issues.forEach((each, at) => checks.oneOf(`parameters.issues.${at}`, each, ISSUES));
    tiers.forEach((each, at) => checks.oneOf(`parameters.tiers.${at}`, each, TIERS));
  }
}
