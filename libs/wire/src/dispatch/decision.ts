import { BANDS, OUTCOMES } from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant } from '../common.js';

const counts = z.record(z.string(), z.number());

/** One reader, or one read of a reader's order, that was weighed. Whom the asker may not know has no id. */
const weighedCandidate = z.object({
  readerId: id.optional(),
  readId: id.optional(),
  name: z.string().nullable(),
  /** Of readers: cost in expected minutes, the least first. Of reads: their index, the highest first. */
  score: z.number(),
  terms: z.record(z.string(), z.number()),
  band: z.enum(BANDS).optional(),
});

/** A stored decision. What decisions from before did not keep is null. */
export const decision = z
  .object({
    id,
    at: instant,
    trigger: z.string(),
    chosen: id.nullable(),
    chosenName: z.string().nullable(),
    /** Whether readers were weighed for the read, reads for a reader, or a person named somebody. */
    weighs: z.enum(['reader', 'read', 'named']).nullable(),
    candidates: z.array(weighedCandidate),
    /** By how much the first was ahead of the second, term by term; in the unit of `score`, positive speaks for the first. */
    margin: z.object({ total: z.number(), byTerm: z.record(z.string(), z.number()) }).nullable(),
    slackMinutes: z.number().nullable(),
    breachChance: z.number().min(0).max(1).nullable(),
    pools: z
      .object({
        network: z.number().nullable(),
        signedOn: z.number().nullable(),
        eligible: z.number().nullable(),
        weighed: z.number(),
      })
      .nullable(),
    failedByRule: counts,
    soleBlockers: counts,
    ladderStep: z.number().int().nullable(),
    policy: z.object({ id, version: z.number().int() }).nullable(),
    paramsVersion: z.string().nullable(),
    readingTimes: z.string().nullable(),
    tick: z.number().int().nullable(),
    position: z.number().int().nullable(),
    gap: z.number().nullable(),
    /** Of what the decision stood on; null where that was not kept. */
    hash: z.string().nullable(),
    /** Why this one, in a sentence. */
    why: z.object({ code: z.string(), text: z.string() }),
    /** Of a person who named the reader: who, and the reason they gave. */
    said: z.object({ by: actor, reason: z.string() }).nullable(),
    outcome: z.object({
      state: z.enum(OUTCOMES),
      at: instant.nullable(),
      reason: z.string().nullable(),
      lateMinutes: z.number().nullable(),
    }),
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof decision>;

export const decisionReplay = z
  .object({
    decisionId: id,
    /** The inputs have their hash, the record is the same bit for bit, and the log tells the same. */
    same: z.boolean(),
    hash: z.object({ stored: z.string().nullable(), computed: z.string(), same: z.boolean() }),
    /** Fields of the record that came out different. */
    differences: z.array(z.string()),
    /** Whether the log gave the read to the one who was chosen, and where it says so. */
    log: z.object({ agrees: z.boolean(), position: z.number().int().nullable() }),
    paramsVersion: z.string(),
  })
  .meta({ id: 'DecisionReplay' });
export type DecisionReplay = z.infer<typeof decisionReplay>;
