import { ISSUES, PRIORITIES, PURPOSES, ROUTING_DIFFERENCES, TEST_KINDS } from '@overread/domain';
import { z } from 'zod';
import { id, instant } from '../common.js';
import { submission } from '../studies.js';

/** How many past studies one test may look at. */
export const TESTED_STUDIES = 10_000;
const TESTED_SAMPLES = 200;

/** One of: a known study, sample studies as they would be submitted, or a period of past ones (received in it). */
export const policyTest = z
  .object({
    studyId: id.optional(),
    samples: z.array(submission).min(1).max(TESTED_SAMPLES).optional(),
    from: instant.optional(),
    until: instant.optional(),
    limit: z.number().int().min(1).max(TESTED_STUDIES).default(TESTED_STUDIES),
    /** For a study and for samples: when it is routed; now when absent. Past studies are routed at their own time. */
    at: instant.optional(),
    /** For a study and for samples: the queue as conditions on it are to find it. Unknown when absent, as for past studies. */
    load: z
      .object({
        queueLength: z.number().int().min(0),
        waitingMinutes: z.number().min(0),
        shareAtRisk: z.number().min(0).max(1),
      })
      .optional(),
    /** For a study and for samples: the share of STAT among what the site lately sent; as it was at `at` when absent. */
    siteStatShare: z.number().min(0).max(1).optional(),
  })
  .superRefine((body, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const ways = [body.studyId, body.samples, body.from ?? body.until].filter((way) => way !== undefined).length;
    if (ways !== 1) fault('studyId', 'takes one of studyId, samples, or from and until');
    if ((body.from === undefined) !== (body.until === undefined)) fault('until', 'a period has both from and until');
    if (body.from && body.until && !(new Date(body.from) < new Date(body.until))) {
      fault('until', 'a period ends after it begins');
    }
  });
export type PolicyTest = z.infer<typeof policyTest>;

const routedTo = z.object({
  plan: z.string(),
  policyId: id.nullable(),
  ruleId: z.string().nullable(),
  priority: z.enum(PRIORITIES),
  subspecialty: z.string().nullable(),
  protocol: z.string().nullable(),
  /** What policy makes of the priority that was asked for, and what the site is told. */
  ruling: z
    .object({
      policyId: id,
      policyName: z.string(),
      policyVersion: z.number().int(),
      ruleId: z.string(),
      ruleName: z.string(),
      from: z.enum(PRIORITIES),
      to: z.enum(PRIORITIES),
      reason: z.string(),
    })
    .nullable(),
  reads: z.array(z.object({ purpose: z.enum(PURPOSES), issues: z.enum(ISSUES) })),
});
const testRun = z.object({
  id,
  policyVersionId: id,
  /** The version in force it was compared with. */
  againstVersionId: id.nullable(),
  at: instant,
  actor: z.string(),
  kind: z.enum(TEST_KINDS),
  fromAt: instant.nullable(),
  untilAt: instant.nullable(),
  studies: z.number().int(),
  changed: z.number().int(),
  /** The version's rules in order of evaluation, and how many of the studies each took effect on. */
  rules: z.array(z.object({ ruleId: z.string(), name: z.string(), matched: z.number().int() })),
});
export const policyTestRun = testRun.meta({ id: 'PolicyTestRun' });
export const policyTestResult = testRun
  .extend({
    /** How many studies there were to choose from: of a period all that were received in it. */
    found: z.number().int(),
    /** Fewer were looked at than stand in the period: a sample, spread over it as they are, the same each time. */
    truncated: z.boolean(),
    items: z.array(
      z.object({
        /** Null for a sample, which has `sample`, its place in the list. */
        studyId: id.nullable(),
        sample: z.number().int().nullable(),
        at: instant,
        changed: z.boolean(),
        /** What of it; none when nothing changed. */
        differences: z.array(z.enum(ROUTING_DIFFERENCES)),
        before: routedTo,
        after: routedTo,
        /** Why the tested version routes it so, for people. */
        lines: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'PolicyTestResult' });
export type PolicyTestResult = z.infer<typeof policyTestResult>;
