import { z } from 'zod';

const minutes = (least: number) => z.number().min(least).max(1440);

export const conductSettings = z.object({
  /** When an open read that nobody works on goes back by itself. */
  holding: z.object({
    timesExpected: z.number().min(1).max(100),
    leastMinutes: minutes(5),
    warningMinutes: minutes(1),
    signedOffMinutes: minutes(1),
  }),
  /** Skips that count, per reading session; null is as many as one likes. */
  skipsPerSession: z.number().int().min(0).max(1000).nullable(),
  /** Whether figures of single readers are recorded and shown. */
  surveillance: z.boolean(),
});

/** `country` is an ISO 3166-1 alpha-2 code, or `default`. */
export const conductSetting = z
  .object({ country: z.string(), settings: conductSettings, version: z.number().int() })
  .meta({ id: 'ConductSetting' });
export type ConductSetting = z.infer<typeof conductSetting>;

/** What is left of the skips that count. */
export const skipBudgetShown = z
  .object({ limit: z.number().int().nullable(), used: z.number().int(), left: z.number().int().nullable() })
  .meta({ id: 'SkipBudget' });
