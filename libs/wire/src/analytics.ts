import { GROUP_KEYS } from '@overread/domain';
import { z } from 'zod';
import { id, instant, pageQuery } from './common.js';

const interval = z.tuple([z.number(), z.number()]).nullable();

const period = { from: instant, to: instant };
export const turnaroundQuery = pageQuery.extend({
  ...period,
  by: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((key) => key.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(GROUP_KEYS)).max(4)),
});
export const turnaroundRow = z
  .object({
    key: z.record(z.string(), z.string().nullable()),
    n: z.number().int(),
    medianMinutes: z.number().nullable(),
    /** Nearest rank. */
    p90Minutes: z.number().nullable(),
    withinTarget: z.number().nullable(),
    /** Wilson 95 % interval of `withinTarget`. */
    interval,
    openAndLate: z.number().int(),
  })
  .meta({ id: 'TurnaroundRow' });
export type TurnaroundRow = z.infer<typeof turnaroundRow>;

export const statShareQuery = pageQuery.extend(period);
const statShareRow = z
  .object({
    facilityId: id,
    facility: z.string(),
    name: z.string(),
    /** Studies received in the period. */
    reads: z.number().int(),
    /** Of them STAT as they are read, and as the site asked. */
    stat: z.number().int(),
    requestedStat: z.number().int(),
    share: z.number().min(0).max(1).nullable(),
    networkShare: z.number().min(0).max(1).nullable(),
    /** Minutes that others waited longer, added up: an estimate. */
    delayMinutes: z.number().nullable(),
    excessDelayMinutes: z.number().nullable(),
  })
  .meta({ id: 'StatShareRow' });
export type StatShareRow = z.infer<typeof statShareRow>;

export const slaQuery = pageQuery.extend({ ...period, contract: id.optional() });
export const slaRow = z
  .object({
    contractId: id.nullable(),
    contract: z.string().nullable(),
    serviceLevelId: id.nullable(),
    serviceLevel: z.string(),
    targetMinutes: z.number(),
    /** Clocks due in the period. */
    n: z.number().int(),
    met: z.number().int(),
    late: z.number().int(),
    openAndLate: z.number().int(),
    /** Given back to the site without a result: part of `late`. */
    returned: z.number().int(),
    withinTarget: z.number().nullable(),
    interval,
  })
  .meta({ id: 'SlaRow' });
export type SlaRow = z.infer<typeof slaRow>;
