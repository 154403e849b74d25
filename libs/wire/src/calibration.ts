import { z } from 'zod';
import { instant } from './common.js';

export const calibrationQuery = z.object({ from: instant, to: instant });

const interval = z.tuple([z.number(), z.number()]).nullable();
const share = z.number().nullable();

const reliabilityBin = z.object({
  /** Bounds of the chances in it; the last one holds 1. */
  from: z.number(),
  to: z.number(),
  n: z.number().int(),
  /** Mean chance that was shown. */
  meanChance: share,
  /** Share that breached, with its Wilson 95 % interval. */
  observed: share,
  interval,
});

/** How chances of breach came out, of the forecasts settled in a period; undefined figures are null. */
export const calibrationRow = z
  .object({
    work: z.enum(['all', 'pressing', 'routine']),
    n: z.number().int(),
    baseRate: share,
    meanChance: share,
    /** Mean squared error of the shown chances, 0 the best (Brier, 1950); `skill` = 1 - brier / (base rate (1 - base rate)). */
    brier: share,
    skill: share,
    /** The same of the model's own chances, before they were corrected. */
    modelBrier: share,
    modelSkill: share,
    bins: z.array(reliabilityBin),
    /** Models that gave them, by the position of the log up to which they had learned. */
    modelVersions: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
    /** When the correction in force was fitted, from how many forecasts; null before the first. */
    calibratedAt: instant.nullable(),
    calibratedFrom: z.number().int().nullable(),
  })
  .meta({ id: 'CalibrationRow' });
export type CalibrationRow = z.infer<typeof calibrationRow>;
