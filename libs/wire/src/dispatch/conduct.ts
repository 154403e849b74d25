import { CONTEST_OUTCOMES, CONTEST_SUBJECTS } from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant, pageQuery, required } from '../common.js';

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

const inSum = z.object({
  n: z.number().int(),
  expectedMinutes: z.number(),
  meanMinutes: z.number().nullable(),
  /** Sum of breach weights by sum of expected minutes. */
  worthPerMinute: z.number().nullable(),
});
const burden = z.object({ own: z.number().nullable(), group: z.number().nullable() });
const figures = z.object({
  taken: inSum,
  skipped: inSum,
  /** Opened, left idle past the warning, and taken back to the pool. */
  returned: inSum,
  /** Worth of a taken minute by that of a skipped one: above 1 they keep what is worth more. */
  takenToSkipped: z.number().nullable(),
  /** Share of reads begun from 22 to 6 where the reader was. */
  night: burden,
  /** Share of critical and STAT reads. */
  pressing: burden,
  belowMinimum: z.boolean(),
});

const days = z.coerce.number().int().min(1).max(92).default(28);
export const conductQuery = z.object({ days });
export const contestBody = z.object({
  about: z.enum(CONTEST_SUBJECTS),
  note: required(2000),
  days,
});
/** `struck`: the work that the figure was made of, from `since` up to `at`, counts no more. */
export const answerContestBody = z.object({ outcome: z.enum(CONTEST_OUTCOMES), reason: required(2000) });
export const conductContest = z
  .object({
    id,
    readerId: id,
    /** The figures were of work from here up to `at`. */
    since: instant,
    at: instant,
    about: z.enum(CONTEST_SUBJECTS),
    note: z.string(),
    /** As they stood; null where the country of the reader has figures of readers turned off. */
    figures: figures.partial({ returned: true }).nullable(),
    /** What whoever leads the reader said to it, once. */
    answer: z.object({ outcome: z.enum(CONTEST_OUTCOMES), reason: z.string(), by: actor, at: instant }).nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'ConductContest' });
export type ConductContest = z.infer<typeof conductContest>;
export const listedContest = conductContest.extend({ readerName: z.string() }).meta({ id: 'ListedContest' });
export type ListedContest = z.infer<typeof listedContest>;
export const contestsQuery = pageQuery.extend({ state: z.enum(['open', 'all']).default('open'), after: id.optional() });

export const conduct = z
  .object({
    readerId: id,
    from: instant,
    until: instant,
    /** Null where the country of the reader has figures of readers turned off. */
    figures: figures.nullable(),
    contests: z.array(conductContest),
  })
  .meta({ id: 'Conduct' });
export type Conduct = z.infer<typeof conduct>;
