import type { FieldError } from '../core/domain-error.js';
import { minutesOfDay } from '../network/local-time.js';
import { gradingErrors } from '../quality/grading/grading-policy.js';
import { samplingErrors } from '../quality/sampling/sampling-policy.js';
import type { StepOpening } from '../studies/read.js';
import { checkCondition } from './conditions/check-condition.js';
import { checkPriorityRules } from './priority/check-priority-rules.js';
import type { PlannedRead, PolicyDocument, PolicyRule, PolicyScope, ReadingPlan } from './policy.js';

/**
 * What is wrong with a policy document; nothing when it may be activated. `inheritedPlans` are those of the documents
 * above it: the network's for a health system, both for a facility. Paths are dotted (`rules.2.conditions.0.operator`).
 */
export function checkPolicy(
  document: PolicyDocument,
  scope: PolicyScope,
  inheritedPlans: readonly ReadingPlan[],
): FieldError[] {
  const known = new Set([...document.plans, ...inheritedPlans].map((plan) => plan.name));
  return [
    ...document.plans.flatMap((plan, index) => checkPlan(plan, `plans.${index}`)),
    ...repeated(document.plans, (plan) => plan.name).map((index) =>
      fault(`plans.${index}.name`, 'plan/repeated', 'Two plans of this document have this name'),
    ),
    ...document.rules.flatMap((rule, index) => checkRule(rule, `rules.${index}`, known)),
    ...repeated(document.rules, (rule) => rule.id).map((index) =>
      fault(`rules.${index}.id`, 'rule/repeated', 'Two rules of this document have this id'),
    ),
    ...checkPriorityRules(document),
    ...checkFallback(document, scope),
    ...checkAge(document),
    ...checkCoverage(document),
    ...beneath('sampling', document.sampling === undefined ? [] : samplingErrors(document.sampling)),
    ...beneath('grading', document.grading === undefined ? [] : gradingErrors(document.grading)),
  ];
}

/** The faults of a part of the document, with its place in their paths. */
const beneath = (place: string, faults: readonly FieldError[]): FieldError[] =>
  faults.map((each) => ({ ...each, path: `${place}.${each.path}` }));

const fault = (path: string, code: string, message: string): FieldError => ({ path, code, message });

const repeated = <T>(list: readonly T[], key: (item: T) => string): number[] => {
  const first = new Map(list.map((item, index) => [key(item), index] as const).reverse());
  return list.flatMap((item, index) => (first.get(key(item)) === index ? [] : [index]));
};

/** The fallback cannot be removed, so no study is ever without a plan. */
function checkFallback(document: PolicyDocument, scope: PolicyScope): FieldError[] {
  const { fallback } = document;
  if (scope !== 'network') {
    return fallback === undefined
      ? []
      : [fault('fallback', 'fallback/not-allowed', 'Only the network policy has a fallback; others inherit it')];
  }
  if (fallback === undefined) {
    return [fault('fallback', 'fallback/required', 'A network policy names the plan of studies that match no rule')];
  }
  if (document.plans.some((plan) => plan.name === fallback)) return [];
  return [fault('fallback', 'plan/unknown', `No plan of this document is named "${fallback}"`)];
}

function checkAge({ pediatricBelowYears: age }: PolicyDocument): FieldError[] {
  if (age === undefined || (Number.isInteger(age) && age >= 0 && age <= 30)) return [];
  return [fault('pediatricBelowYears', 'value/out-of-range', 'The age of children is 0 to 30 whole years')];
}

function checkCoverage({ coverage }: PolicyDocument): FieldError[] {
  const { routineAfterMinutes = 0, urgentAfterMinutes = 0 } = coverage?.broadenUncovered ?? {};
  const wrong = Object.entries({ routineAfterMinutes, urgentAfterMinutes }).filter(([, minutes]) => !(minutes >= 0));
  return wrong.map(([name]) =>
    fault(`coverage.broadenUncovered.${name}`, 'value/out-of-range', 'Minutes are 0 or more'),
  );
}

function checkRule(rule: PolicyRule, path: string, known: ReadonlySet<string>): FieldError[] {
  const faults = rule.conditions.flatMap((each, index) => checkCondition(each, `${path}.conditions.${index}`));
  if (rule.plan === undefined && Object.keys(rule.sets ?? {}).length === 0) {
    faults.push(fault(path, 'rule/without-effect', 'A rule names a plan, sets something, or both'));
  }
  if (rule.plan !== undefined && !known.has(rule.plan)) {
    faults.push(fault(`${path}.plan`, 'plan/unknown', `No plan here or above is named "${rule.plan}"`));
  }
  return faults;
}

function checkPlan(plan: ReadingPlan, path: string): FieldError[] {
  const faults = plan.reads.flatMap((read, index) => checkRead(read, index, `${path}.reads.${index}`));
  const primaries = plan.reads.filter((read) => read.purpose === 'primary').length;
  if (primaries < 1 || primaries > 2) {
    faults.push(fault(`${path}.reads`, 'plan/primary-reads', 'A plan has one or two primary reads'));
  }
  return faults;
}

/** A second read hands in an opinion, blind; who judges a pair is asked for by a grade and never planned. */
function checkOpinion({ independent, issues, purpose }: PlannedRead, path: string): FieldError[] {
  if (purpose === 'adjudication') {
    return [fault(`${path}.purpose`, 'read/not-planned', 'An adjudication follows from a grade, not from a plan')];
  }
  const opines = purpose === 'secondary';
  if (opines && issues !== 'opinion')
    return [fault(`${path}.issues`, 'read/opinion', 'A second read issues an opinion')];
  if (opines && !independent) return [fault(`${path}.independent`, 'read/blind', 'A second read is independent')];
  if (purpose === 'primary' && issues === 'opinion') {
    return [fault(`${path}.issues`, 'read/opinion', 'A primary read issues a result, not an opinion')];
  }
  return [];
}

function checkRead(read: PlannedRead, ordinal: number, path: string): FieldError[] {
  const faults = read.ladder.flatMap((step, index) =>
    checkOpening(step.opens, ordinal, `${path}.ladder.${index}.opens`),
  );
  const last = read.ladder.at(-1);
  if (last === undefined) {
    faults.push(fault(`${path}.ladder`, 'ladder/empty', 'A ladder has at least one step'));
  } else if (!opensForCertain(last.opens)) {
    const message = 'The last step opens at once or by time, so that the read is never without an owner';
    faults.push(fault(`${path}.ladder.${read.ladder.length - 1}.opens`, 'ladder/may-never-open', message));
  }
  faults.push(...checkOpinion(read, path));
  if ('minutes' in read.target && !(read.target.minutes > 0)) {
    faults.push(fault(`${path}.target.minutes`, 'value/out-of-range', 'A target is more than 0 minutes'));
  }
  if ('nextLocalTime' in read.target && minutesOfDay(read.target.nextLocalTime) === null) {
    faults.push(fault(`${path}.target.nextLocalTime`, 'value/mismatch', 'A local time of day is HH:MM'));
  }
  return faults;
}

/** Whether time alone opens the step. */
export const opensForCertain = (opens: StepOpening): boolean =>
  opens.atOnce || opens.afterMinutes !== null || opens.atShareOfDeadline !== null;

function checkOpening(opens: StepOpening, ordinal: number, path: string): FieldError[] {
  const faults: FieldError[] = [];
  if (opens.afterMinutes !== null && !(opens.afterMinutes >= 0)) {
    faults.push(fault(`${path}.afterMinutes`, 'value/out-of-range', 'Minutes are 0 or more'));
  }
  if (opens.atShareOfDeadline !== null && !(opens.atShareOfDeadline >= 0 && opens.atShareOfDeadline <= 1)) {
    faults.push(fault(`${path}.atShareOfDeadline`, 'value/out-of-range', 'A share is 0 to 1'));
  }
  const bearable = opens.whenForecastBreach ?? null;
  if (bearable !== null && !(bearable >= 0 && bearable <= 1)) {
    faults.push(fault(`${path}.whenForecastBreach`, 'value/out-of-range', 'A share is 0 to 1'));
  }
  const before = opens.afterReadOrdinal;
  if (before !== null && !(Number.isInteger(before) && before >= 0 && before < ordinal)) {
    faults.push(
      fault(`${path}.afterReadOrdinal`, 'value/out-of-range', 'A step waits for an earlier read of its plan'),
    );
  }
  return faults;
}
