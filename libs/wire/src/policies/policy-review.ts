import { z } from 'zod';
import { id, required } from '../common.js';
import { jurisdictionRule } from './jurisdiction.js';
import { policyDocument } from './policy-document.js';

const scope = z.enum(['network', 'health-system', 'facility']);
const { coverage, plans, priority, rules } = policyDocument.shape;

/** Where a line of the effective policy stands. */
const origin = z
  .object({ scope, policyId: id, policyName: z.string(), versionId: id, number: z.number().int() })
  .meta({ id: 'PolicyOrigin' });
const setting = <Value extends z.ZodType>(value: Value) => z.object({ value, origin: origin.nullable() });

export const effectiveQuery = z.object({ facility: required(63) });
export const effectivePolicy = z
  .object({
    facility: z.object({ id, code: z.string(), name: z.string(), healthSystemId: id }),
    /** What is in force, nearest first: the order in which rules are tried. */
    origins: z.array(origin),
    /** What requested priorities count as, in the order it is asked. */
    priority: z.array(z.object({ rule: priority.unwrap().element, origin })),
    rules: z.array(z.object({ rule: rules.element, origin, planOrigin: origin.nullable() })),
    plans: z.array(z.object({ plan: plans.element, origin: origin.nullable() })),
    /** What the place of the facility asks of its plans today. */
    jurisdictionRules: z.array(jurisdictionRule),
    settings: z.object({
      fallback: setting(z.string()),
      pediatricBelowYears: setting(z.number()),
      /** How work that nobody takes reaches more people; null where no policy says it. */
      coverage: setting(coverage.unwrap().nullable()),
      sampling: setting(z.unknown()),
      grading: setting(z.unknown()),
    }),
  })
  .meta({ id: 'EffectivePolicy' });
export type EffectivePolicyBody = z.infer<typeof effectivePolicy>;

/** Numbers of versions; absent: from the one in force (else the first) to the latest. */
export const diffQuery = z.object({
  from: z.coerce.number().int().min(1).optional(),
  to: z.coerce.number().int().min(1).optional(),
});
export const policyDiff = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    items: z.array(
      z.object({
        what: z.enum(['rule', 'priority', 'plan', 'setting']),
        key: z.string(),
        kind: z.enum(['added', 'removed', 'changed', 'moved']),
        fields: z.array(z.string()),
        /** The rule, plan or value as it was and as it is; of a rule that moved, its places. */
        before: z.unknown(),
        after: z.unknown(),
      }),
    ),
  })
  .meta({ id: 'PolicyDiff' });
export type PolicyDiff = z.infer<typeof policyDiff>;

/** What is wrong or doubtful about a policy, at its place in the document. */
export const policyFinding = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    /** The version of the record that forbids it, where one does. */
    jurisdictionRule: z.object({ id, number: z.number().int() }).optional(),
  })
  .meta({ id: 'PolicyFinding' });
export type PolicyFinding = z.infer<typeof policyFinding>;
