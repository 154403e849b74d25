import { DomainError, type FieldError } from '../../core/domain-error.js';
import { FieldChecks } from '../../core/field-checks.js';
import type { ReaderId } from '../../core/ids.js';
import { checkCondition } from '../../routing/conditions/check-condition.js';
import type { Condition } from '../../routing/conditions/condition.js';

export const SAMPLING_KINDS = ['all', 'random', 'new-reader', 'targeted', 'client-request'] as const;
export type SamplingKind = (typeof SAMPLING_KINDS)[number];

/** Which studies get a second read. All conditions must hold; none means every study. */
export type SamplingRule = { id: string; conditions: readonly Condition[] } & (
  | { kind: 'all' }
  /** Chance 0 < p <= 1 of each study. */
  | { kind: 'random'; probability: number }
  /** The first so many reads of a reader. */
  | { kind: 'new-reader'; first: number }
  /** Readers somebody has reason to look at; none means whoever read it. */
  | { kind: 'targeted'; readerIds: readonly ReaderId[] }
  | { kind: 'client-request' }
);

export interface SamplingPolicy {
  /** Goes into every draw; ASCII, kept with the version, so that its choices can be replayed. */
  salt: string;
  rules: readonly SamplingRule[];
  /** Whether the second reader must read for another group than the first. */
  otherGroup?: boolean;
  /** Days until the second read is due, from the first; a week where nobody says. */
  dueDays?: number;
}

/** A second read holds nobody up, but memory and sessions end. */
export const DEFAULT_DUE_DAYS = 7;

const SALT = /^[\u0021-\u007e]{8,100}$/;

/**
 * Refuses a policy that cannot be followed.
 *
 * @throws DomainError invalid `sampling/invalid`, with `sampling/probability`, `sampling/duplicate-rule` and others
 */
export function checkSampling(policy: SamplingPolicy): void {
  const errors = samplingErrors(policy);
  if (errors.length === 0) return;
  const message = errors.map((error) => error.message).join('; ');
  throw new DomainError('invalid', 'sampling/invalid', message, { errors });
}

/** What is wrong with a sampling policy; nothing when it can be followed. */
export function samplingErrors({ dueDays, rules, salt }: SamplingPolicy): FieldError[] {
  const checks = new FieldChecks();
  checks.pattern('salt', salt ?? '', SALT, 'text of 8 to 100 ASCII characters without spaces');
  if (dueDays !== undefined && !(dueDays > 0 && dueDays <= 90)) {
    checks.fail('dueDays', 'sampling/due-days', 'a second read is due within 90 days');
  }
  if (!Array.isArray(rules)) {
    checks.fail('rules', 'required', 'rules is a list');
    return checks.errors;
  }
  rules.forEach((rule: SamplingRule, index) => {
    const path = `rules.${index}`;
    checks.text(`${path}.id`, rule.id, 100, true);
    checks.oneOf(`${path}.kind`, rule.kind ?? '', SAMPLING_KINDS);
    if (rules.findIndex((other) => other.id === rule.id) < index) {
      checks.fail(`${path}.id`, 'sampling/duplicate-rule', `rule ${rule.id} stands twice`);
    }
    if (rule.kind === 'random' && !(rule.probability > 0 && rule.probability <= 1)) {
      checks.fail(`${path}.probability`, 'sampling/probability', 'a chance is above 0 and at most 1');
    }
    if (rule.kind === 'targeted' && !isListOfTexts(rule.readerIds)) {
      checks.fail(
        `${path}.readerIds`,
        'required',
        'readerIds is a list of readers; an empty one means whoever read it',
      );
    }
    if (rule.kind === 'new-reader') checks.count(`${path}.first`, rule.first ?? '', 100_000);
    checks.errors.push(...conditionErrors(rule.conditions, path));
  });
  return checks.errors;
}

const isListOfTexts = (list: unknown): boolean => Array.isArray(list) && list.every((each) => typeof each === 'string');

function conditionErrors(conditions: unknown, path: string): FieldError[] {
  if (!Array.isArray(conditions)) {
    return [{ path: `${path}.conditions`, code: 'required', message: 'conditions is a list' }];
  }
  return conditions.flatMap((each: Condition, index) => checkCondition(each, `${path}.conditions.${index}`));
}
