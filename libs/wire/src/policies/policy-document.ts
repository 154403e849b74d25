import { ATTRIBUTES, ISSUES, PURPOSES, RULED_FROM, RULED_TO, TIERS } from '@overread/domain';
import { z } from 'zod';
import { id } from '../common.js';

/**
 * The shape of a policy document; unknown fields are refused, so that a misspelt one is not ignored. What shapes cannot
 * say (which operator fits which attribute, which plans are known) the domain's `checkPolicy` does. Texts stay as they were
 * written: a form shows what is typed, a space at its end too.
 */
const written = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000'), 'must not contain NUL');
const named = (max: number) => written(max).min(1);
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const window = z.strictObject({
  days: z
    .array(z.number().int().min(1).max(7))
    .max(7)
    .describe('ISO weekdays, 1 Monday to 7 Sunday; none is every day'),
  from: localTime,
  to: localTime.describe('A time not after `from` runs over midnight'),
});
const condition = z
  .strictObject({
    attribute: z
      .string()
      .max(64)
      .meta({ examples: Object.keys(ATTRIBUTES) }),
    operator: z.enum([
      'equals',
      'not-equals',
      'in',
      'not-in',
      'at-least',
      'at-most',
      'contains',
      'exists',
      'within-hours',
    ]),
    value: z
      .union([z.string().max(1000), z.number(), z.boolean(), z.array(z.string().max(200)).max(1000)])
      .optional()
      .describe('Of the kind of the attribute; a list of texts for `in` and `not-in`'),
    hours: z
      .strictObject({ zone: z.string().max(64), windows: z.array(window).max(50) })
      .optional()
      .describe('For `within-hours` on `now`; an empty zone is the facility\u2019s own'),
  })
  .meta({
    id: 'PolicyCondition',
    description: 'A test of one attribute; what is not known matches only `exists: false`',
  });

const pool = z
  .strictObject({
    tiers: z.array(z.enum(TIERS)).max(3).default([]),
    readingGroupIds: z.array(id).max(200).default([]),
    readerId: id.nullable().default(null),
    offRoster: z.boolean().optional().describe('Only readers who are not on a rostered shift just now'),
    overflow: z
      .strictObject({ below: z.number().int().min(1).max(100), shows: z.number().int().min(1).max(100) })
      .optional()
      .describe('Open to a reader whose own list is shorter than `below`; it then shows its next `shows` reads'),
  })
  .meta({ id: 'PolicyPool', description: 'Who may be offered the read, before hard rules; an empty list is all' });
const share = z.number().min(0).max(1).nullable();
const opens = z
  .strictObject({
    atOnce: z.boolean().default(false),
    afterMinutes: z.number().min(0).nullable().default(null).describe('Minutes after the read was queued'),
    atShareOfDeadline: share.default(null).describe('Share of the time from queueing to the deadline'),
    whenForecastBreach: share.optional().describe('When the chance of missing the deadline is above this share'),
    whenNobodySignedOn: z.boolean().default(false).describe('Nobody eligible is signed on in the steps open so far'),
    whenUncoveredAfterMinutes: z.number().min(0).nullable().optional(),
    afterReadOrdinal: z
      .number()
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe('When that read of the plan is completed'),
  })
  .meta({ id: 'PolicyOpening', description: 'A step opens at the first of these that holds' });
const plannedRead = z
  .strictObject({
    purpose: z.enum(PURPOSES),
    issues: z.enum(ISSUES),
    independent: z.boolean().default(false),
    billable: z.boolean().default(true),
    ladder: z.array(z.strictObject({ pool, opens })).max(20),
    target: z
      .union([z.strictObject({ minutes: z.number() }), z.strictObject({ nextLocalTime: z.string().max(5) })])
      .describe('The deadline where no service level says one'),
  })
  .meta({ id: 'PolicyPlannedRead' });
const plan = z
  .strictObject({
    name: named(100),
    reads: z.array(plannedRead).max(10),
    justifiedOnSite: z
      .boolean()
      .optional()
      .describe('A physician at the site justifies each exam before it, where the country asks for that'),
  })
  .meta({ id: 'PolicyPlan' });
const sets = z.strictObject({
  subspecialty: named(64).optional(),
  priority: z.enum(['critical', 'stat', 'urgent']).optional().describe('Only ever raised'),
  protocol: named(64).optional(),
});
const rule = z
  .strictObject({
    id: named(64),
    name: named(200),
    conditions: z.array(condition).max(50).describe('All must hold; none means always'),
    plan: z.string().max(100).optional().describe('Name of a plan of this document or of one above it'),
    sets: sets.optional().describe('Adds without deciding: the search goes on'),
  })
  .meta({ id: 'PolicyRule' });
const priorityRule = z
  .strictObject({
    id: named(64),
    name: named(200),
    conditions: z.array(condition).max(50).describe('All must hold; none means always'),
    from: z
      .enum(RULED_FROM, 'must be stat, urgent or routine: critical stays critical')
      .describe('The priority that is asked for; critical is nobody\u2019s to turn down'),
    to: z
      .enum(RULED_TO, 'must be stat or urgent: STAT is lowered to urgent at most, and critical is by protocol only')
      .describe('What it counts as; the same exempts it from the rules behind'),
    reason: written(500).describe('Told to the site beside what it asked for; never empty'),
  })
  .meta({ id: 'PolicyPriorityRule' });
const sampling = z.looseObject({
  salt: z.string().max(100),
  rules: z.array(z.looseObject({ id: named(100), kind: named(32), conditions: z.array(condition).max(100) })).max(500),
});
const grades = z.array(z.string().max(8)).max(10);
const grading = z.looseObject({ commentOn: grades, discordant: grades, dueDays: z.number().optional() });

export const policyDocument = z
  .strictObject({
    plans: z.array(plan).max(200),
    rules: z.array(rule).max(5000).describe('Tried in order; the first that matches and names a plan decides'),
    priority: z
      .array(priorityRule)
      .max(1000)
      .optional()
      .describe('What requested priorities count as, before rules are tried; the first that matches decides'),
    fallback: z
      .string()
      .max(100)
      .optional()
      .describe('Network policies only: the plan of studies that no rule decides'),
    pediatricBelowYears: z.number().int().min(0).max(30).optional(),
    coverage: z
      .strictObject({
        broadenUncovered: z
          .strictObject({ urgentAfterMinutes: z.number().min(0), routineAfterMinutes: z.number().min(0) })
          .optional()
          .describe('With nobody eligible signed on, every contracted group may read it'),
        widenAtBreach: z.boolean().optional().describe('At its deadline a read is open to every contracted group'),
        overdueOffRoster: z
          .boolean()
          .optional()
          .describe('At its deadline a read is open to whoever is signed on outside rostered hours'),
      })
      .optional()
      .describe('How work that nobody takes reaches more people, without a rule edited'),
    sampling: sampling.optional().describe('Which studies get a second read though their plan has none'),
    grading: grading.optional().describe('Which grades need a comment, and which a third reader'),
  })
  .meta({ id: 'PolicyDocument', description: 'A routing policy of a network, a health system or a facility' });

/** The JSON Schema of what an author writes (draft 2020-12): defaults may be left out. */
export const policyJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(z.strictObject(policyDocument.shape), { io: 'input', target: 'draft-2020-12' }),
  $id: 'urn:overread:schema:policy',
  title: 'Overread routing policy',
});
