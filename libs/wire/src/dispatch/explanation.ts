import { TIERS } from '@overread/domain';
import { z } from 'zod';
import { id, instant } from '../common.js';
import { decision } from './decision.js';

const failed = z.object({ code: z.string(), fact: z.string() });
export const explanation = z
  .object({
    studyId: id,
    policy: z.object({ id, version: z.number().int(), rule: z.string().nullable(), plan: z.string() }).nullable(),
    lines: z.array(z.string()),
    reads: z.array(
      z.object({
        readId: id,
        ladder: z.array(
          z.object({ step: z.number(), pool: z.unknown(), opensWhen: z.string(), openedAt: instant.nullable() }),
        ),
        eligible: z.array(z.object({ readerId: id, name: z.string(), tier: z.enum(TIERS).nullable() })),
        ineligible: z.array(z.object({ readerId: id, name: z.string(), failed: z.array(failed) })),
        failedByRule: z.record(z.string(), z.number()),
        soleBlockers: z.record(z.string(), z.number()),
        decisions: z.array(decision),
      }),
    ),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanation>;
