import { z } from 'zod';
import { queueRow } from './reading.js';
import { study } from './studies.js';

/** Client to server: `subscribe`, acknowledged with `subscribed`. */
export const subscribe = z.object({ topic: z.string().min(1).max(200), after: z.number().int().min(0).optional() });
export type Subscribe = z.infer<typeof subscribe>;

export const liveEvent = z
  .object({
    position: z.number().int(),
    type: z.string(),
    at: z.string(),
    studyId: z.string().nullable(),
    readId: z.string().optional(),
    version: z.number().int(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'LiveEvent' });
export type LiveEvent = z.infer<typeof liveEvent>;

export const subscribed = z.union([
  z.object({
    position: z.number().int(),
    snapshot: z.union([z.object({ items: z.array(queueRow) }), study]).optional(),
  }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type Subscribed = z.infer<typeof subscribed>;
