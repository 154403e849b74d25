import { PAUSE_KINDS } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from '../common.js';

const minutes = z.number().int().min(1).max(1440);

/** New work is kept from somebody for `minutes`; who wants longer says so again. */
export const pauseBody = z.object({ minutes: minutes.default(60), reason: required(500) });
/** Without `minutes` it lasts until somebody ends it. */
export const drainBody = z.object({ minutes: minutes.nullish(), reason: required(500) });
export const endPauseBody = z.object({ reason: required(500) });

/** New work is kept from a reader or a group since an instant, until another or until somebody ends it. */
export const workPause = z
  .object({
    kind: z.enum(PAUSE_KINDS),
    since: instant,
    until: instant.nullable(),
    by: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'WorkPause' });

export const paused = z
  .object({ id, name: z.string(), version: z.number().int(), pause: workPause.nullable() })
  .meta({ id: 'Paused' });
export type Paused = z.infer<typeof paused>;
