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
const share = z.number().min(0).max(1).nullable();
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
    critical: z.number().int(),
    /** Asked for as STAT, and handled as less by a policy. */
    lowered: z.number().int(),
    share,
    networkShare: share,
    /** Of what was asked for: in the period, in the one of the same length before it, and of all sites. */
    requestedShare: share,
    pastReads: z.number().int(),
    pastRequestedShare: share,
    networkRequestedShare: share,
    /** Minutes that others waited longer, added up: an estimate. */
    delayMinutes: z.number().nullable(),
    /** Of them, what urgent and routine reads of other sites waited. */
    othersUrgentMinutes: z.number().nullable(),
    othersRoutineMinutes: z.number().nullable(),
    excessDelayMinutes: z.number().nullable(),
    /** Median minutes from queue to opening, of its STAT and of its routine reads. */
    statWaitMinutes: z.number().nullable(),
    routineWaitMinutes: z.number().nullable(),
    /** Its STAT that waited longer than its routine reads do at the median. */
    statOpenedLater: z.number().int(),
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
