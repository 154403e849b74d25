import { z } from 'zod';
import { actor, id, instant, pageQuery, required, text } from '../common.js';
import { review } from './break-glass.js';

/** Many casualties at once, declared for facilities of one health system and a time: ends by itself. */
export const massCasualty = z
  .object({
    id,
    healthSystemId: id,
    /** Codes. */
    facilities: z.array(z.string()),
    title: z.string(),
    note: z.string().nullable(),
    declaredBy: actor,
    startsAt: instant,
    endsAt: instant,
    /** The first declaration, which this one prolongs. */
    extendsId: id.nullable(),
    live: z.boolean(),
    endedAt: instant.nullable(),
    endedBy: actor.nullable(),
    reviewDueAt: instant.nullable(),
    review: review.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'MassCasualty' });
export type MassCasualty = z.infer<typeof massCasualty>;

export const newMassCasualty = z.object({
  facilities: z.array(required(63)).min(1).max(200),
  title: required(200),
  note: text(2000).nullish(),
  /** From now on; at most 24. */
  hours: z.number().positive().max(24),
  extendsId: id.nullish(),
});

export const massCasualtiesQuery = pageQuery.extend({
  /** `live`: under way now. `unreviewed`: over and not reviewed. Without one: both. */
  state: z.enum(['live', 'unreviewed', 'all']).optional(),
});
