import { HELP_CODES, ISSUES, PURPOSES, READ_STATES, RULE_CODES, STAGES, TIERS, WHY_NOT_CODES } from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant } from '../common.js';
import { decision } from './decision.js';

const failed = z.object({ code: z.string(), fact: z.string() });
/** Why the reader who is asked about was not the one, as of the decision; `failedThen` is null where nothing was decided. */
const whyNotAnswer = z
  .object({
    readerId: id,
    name: z.string(),
    decisionId: id.nullable(),
    at: instant.nullable(),
    code: z.enum(WHY_NOT_CODES),
    text: z.string(),
    /** Of one who was weighed: what they cost more than the one who was chosen, in expected minutes. */
    margin: z.object({ total: z.number(), byTerm: z.record(z.string(), z.number()) }).nullable(),
    failedThen: z.array(failed).nullable(),
    failedNow: z.array(failed),
  })
  .meta({ id: 'WhyNot' });
export type WhyNotAnswer = z.infer<typeof whyNotAnswer>;

/** Whether a read was or will be on time, where its minutes went, and what alone would have been enough. */
const onTime = z
  .object({
    state: z.enum(['on-time', 'late', 'will-miss', 'due', 'no-deadline']),
    /** Past the deadline when it was done, or would be at its expected time; negative before. */
    lateMinutes: z.number().nullable(),
    /** Minutes of each stage; together they are all of it. */
    stages: z.record(z.enum(STAGES), z.number()),
    helps: z.array(
      z.object({
        code: z.enum(HELP_CODES),
        rule: z.enum(RULE_CODES).nullable(),
        text: z.string(),
        savesMinutes: z.number(),
        enough: z.boolean(),
      }),
    ),
    togetherEnough: z.boolean(),
  })
  .meta({ id: 'OnTime' });

/** Of one reader, why not them. */
export const explanationQuery = z.object({ reader: id.optional() });

export const explanation = z
  .object({
    studyId: id,
    policy: z.object({ id, version: z.number().int(), rule: z.string().nullable(), plan: z.string() }).nullable(),
    lines: z.array(z.string()),
    reads: z.array(
      z.object({
        readId: id,
        ordinal: z.number().int(),
        purpose: z.enum(PURPOSES),
        issues: z.enum(ISSUES),
        state: z.enum(READ_STATES),
        /** Who holds or held it, as far as the asker may know; null of nobody, and of somebody who is not named. */
        holder: actor.nullable(),
        /** Why it is where it is, or how it came to its end, in one line. */
        why: z.object({ code: z.string(), text: z.string() }),
        ladder: z.array(
          z.object({ step: z.number(), pool: z.unknown(), opensWhen: z.string(), openedAt: instant.nullable() }),
        ),
        /** As of now, by the hard rules. Of many the first are told; `eligibleCount` counts whom the asker may know of. */
        eligible: z.array(z.object({ readerId: id, name: z.string(), tier: z.enum(TIERS).nullable() })),
        eligibleCount: z.number().int(),
        /** Those who fail the fewest rules first. */
        ineligible: z.array(z.object({ readerId: id, name: z.string(), failed: z.array(failed) })),
        ineligibleCount: z.number().int(),
        failedByRule: z.record(z.string(), z.number()),
        soleBlockers: z.record(z.string(), z.number()),
        decisions: z.array(decision),
        /** With `?reader=` only, of a reader whom the asker may know of. */
        whyNot: whyNotAnswer.nullable(),
        onTime: onTime.nullable(),
      }),
    ),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanation>;
