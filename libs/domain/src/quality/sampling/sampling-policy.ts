import { DomainError } from '../../core/domain-error.js';
import { FieldChecks } from '../../core/field-checks.js';
import type { ReaderId } from '../../core/ids.js';
import type { Condition } from '../../routing/policy.js';

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
}

const SALT = /^[\u0021-\u007e]{8,100}$/;

/**
 * Refuses a policy that cannot be followed.
 *
 * @throws DomainError invalid `sampling/invalid`, with `sampling/probability`, `sampling/duplicate-rule` and others
 */
export function checkSampling({ rules, salt }: SamplingPolicy): void {
  const checks = new FieldChecks();
  checks.pattern('salt', salt, SALT, 'text of 8 to 100 ASCII characters without spaces');
  rules.forEach((rule, index) => {
    const path = `rules.${index}`;
    checks.text(`${path}.id`, rule.id, 100, true);
    if (rules.findIndex((other) => other.id === rule.id) < index) {
      checks.fail(`${path}.id`, 'sampling/duplicate-rule', `rule ${rule.id} stands twice`);
    }
    if (rule.kind === 'random' && !(rule.probability > 0 && rule.probability <= 1)) {
      checks.fail(`${path}.probability`, 'sampling/probability', 'a chance is above 0 and at most 1');
    }
    if (rule.kind === 'new-reader') checks.count(`${path}.first`, rule.first, 100_000);
  });
  if (checks.errors.length === 0) return;
  const message = checks.errors.map((error) => error.message).join('; ');
  throw new DomainError('invalid', 'sampling/invalid', message, { errors: checks.errors });
}
