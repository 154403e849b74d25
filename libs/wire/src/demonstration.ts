import { z } from 'zod';
import { instant } from './common.js';

/** A simulated hospital day against this server. What is not said is the day's own. */
export const newDemoDay = z.object({
  /** How long it runs. */
  minutes: z.number().min(0.05).max(240).default(10),
  /** Simulated minutes in a minute: 144 makes a day of ten minutes. */
  speed: z.number().min(0.1).max(1000).default(144),
  readers: z.number().int().min(0).max(200).default(24),
  /** The same seed makes the same studies; random unless given. */
  seed: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'letters, digits, points and dashes, at most 40')
    .optional(),
});

export const demoDay = z
  .object({
    startedAt: instant,
    endsAt: instant,
    minutes: z.number(),
    speed: z.number(),
    readers: z.number().int(),
    seed: z.string(),
  })
  .meta({ id: 'DemoDay' });

/** `available`: whether this server runs any; `running` is null when none is. */
export const demoDayState = z.object({ available: z.boolean(), running: demoDay.nullable() });

export type DemoDay = z.infer<typeof demoDay>;
export type DemoDayState = z.infer<typeof demoDayState>;
