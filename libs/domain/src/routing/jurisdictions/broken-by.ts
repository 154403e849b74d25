import type { ReadingPlan } from '../policy.js';
import type { JurisdictionRule, JurisdictionTerms } from './jurisdiction-rule.js';

type Plan = Pick<ReadingPlan, 'name' | 'reads' | 'justifiedOnSite'>;

/** Whether a plan breaks a rule, for studies that the rule is about. */
export function brokenBy(plan: Plan, { rule, parameters }: Pick<JurisdictionTerms, 'rule' | 'parameters'>): boolean {
  switch (rule) {
    case 'stepBeforeExam':
      return plan.justifiedOnSite !== true;
    case 'finaliserMustBePreliminaryReader': {
      const primaries = plan.reads.filter(({ purpose }) => purpose === 'primary');
      return (
        primaries.some(({ issues }) => issues === 'preliminary') && primaries.some(({ issues }) => issues === 'final')
      );
    }
    case 'secondReadMandatory':
      return !plan.reads.some(({ purpose }) => purpose === 'secondary');
    case 'readingPlace': {
      const { issues = [], tiers = [] } = parameters;
      const bound = plan.reads.filter((read) => issues.includes(read.issues));
      const elsewhere = (open: readonly string[]) =>
        open.length === 0 || open.some((tier) => !(tiers as string[]).includes(tier));
      return bound.some(({ ladder }) => ladder.some(({ pool }) => elsewhere(pool.tiers)));
    }
  }
}

/** Stable code of the finding, by kind of rule. */
export const FORBIDDEN_CODES: Readonly<Record<JurisdictionRule['rule'], string>> = {
  finaliserMustBePreliminaryReader: 'plan/forbidden',
  stepBeforeExam: 'plan/step-before-exam',
  secondReadMandatory: 'plan/second-read-missing',
  readingPlace: 'plan/place-forbidden',
};

/** What a plan does that a rule forbids, for people. */
export function whyForbidden(plan: Pick<Plan, 'name'>, terms: JurisdictionTerms): string {
  const { rule, parameters, source } = terms;
  const place = terms.subdivision ?? terms.country;
  switch (rule) {
    case 'finaliserMustBePreliminaryReader':
      return `Plan "${plan.name}" has one reader interpret and another issue, which ${place} forbids (${source})`;
    case 'stepBeforeExam':
      return (
        `${place} asks for a step before the exam (${source}), which is not supported: ` +
        `plan "${plan.name}" must say that it is justified on site`
      );
    case 'secondReadMandatory':
      return `${place} asks for a second read of ${studiesOf(terms)} (${source}): plan "${plan.name}" has none`;
    case 'readingPlace':
      return (
        `${place} has ${(parameters.issues ?? []).join(' and ')} reads read ${(parameters.tiers ?? []).join(' or ')} only ` +
        `(${source}): plan "${plan.name}" offers them elsewhere`
      );
  }
}

const studiesOf = ({ parameters: { modality, descriptionContains } }: JurisdictionTerms): string =>
  `${modality} studies${descriptionContains === undefined ? '' : ` whose description has "${descriptionContains}"`}`;
