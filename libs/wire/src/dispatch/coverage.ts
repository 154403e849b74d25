import { COVERAGE_LEVELS, MODALITY_FAMILIES, RULE_CODES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from '../common.js';

/** Only what is of the facility with this code, or of this modality family. */
export const narrowing = {
  facility: required(63).optional(),
  modalityFamily: z.enum(MODALITY_FAMILIES).optional(),
};

export const coverageQuery = z.object({
  /** Hours ahead, the one that runs included. */
  hours: z.coerce.number().int().min(1).max(72).default(72),
  /** Credentials that end within so many days are told. */
  days: z.coerce.number().int().min(1).max(90).default(30),
  /** The group whose readers are counted; a group's manager may leave it out, an administrator then has all. */
  readingGroup: id.optional(),
  ...narrowing,
});

/** What a clock shows; the hour that comes twice in autumn differs by its offset alone. */
export const clock = z.object({ date: z.iso.date(), time: z.string(), offset: z.string() });

/** Studies alike: what the rules are asked about is the latest of them. */
const kind = {
  /** The facility's code. */
  facility: z.string(),
  modalityFamily: z.enum(MODALITY_FAMILIES),
  subspecialty: z.string().nullable(),
};

const row = z.object({
  ...kind,
  /** The facility's zone; its hours are in `zones`. */
  zone: z.string(),
  /** Mean of the past four weeks. */
  studiesPerWeek: z.number(),
  /** Reads that wait now. */
  queued: z.number().int(),
  /** Eligible readers who are signed on or rostered, one number an hour, by the tier they would read from. */
  onshore: z.array(z.number().int()),
  nearshore: z.array(z.number().int()),
  offshore: z.array(z.number().int()),
});

const warning = z.object({
  ...kind,
  /** `none`: nobody; `one`: a single reader. */
  level: z.enum(COVERAGE_LEVELS).exclude(['enough']),
  from: instant,
  until: instant,
  /** When it begins and ends by the facility's clock. */
  localFrom: clock,
  localUntil: clock,
  /** Studies expected in these hours, by what came in such hours of past weeks. */
  expectedStudies: z.number(),
  /** Reads that wait now; 0 when the hours begin later. */
  queued: z.number().int(),
});

const expiring = z.object({
  kind: z.enum(['licence', 'privilege', 'agreement']),
  id,
  /** Whose it is: the reader, or the reading group of an agreement. */
  readerId: id.nullable(),
  readingGroupId: id.nullable(),
  holder: z.string(),
  /** The jurisdiction, the facility's code, or the health system. */
  about: z.string(),
  expiresAt: instant,
  /** Studies a week that nobody, or one reader, of those counted may read once it has ended, rostered or not. */
  unreadablePerWeek: z.number(),
  lastReaderPerWeek: z.number(),
});

const blocker = z.object({
  code: z.enum(RULE_CODES),
  fact: z.string(),
  /** Of an agreement or a contract, whose facts do not name it. */
  healthSystem: z.string().nullable(),
  /** Readers who fail nothing else, on shift or not. */
  readers: z.number().int(),
  studiesPerWeek: z.number(),
});

/** Who could read what in the coming hours, what is thin, what will end, and what alone keeps readers out. */
export const coverage = z
  .object({
    madeAt: instant,
    readingGroupId: id.nullable(),
    /** Beginnings of the hours. */
    hours: z.array(instant),
    /** What the facilities' clocks show at each beginning. */
    zones: z.array(z.object({ zone: z.string(), clocks: z.array(clock) })),
    /** The thinnest first, at most 300; of how many. */
    rows: z.array(row),
    kinds: z.number().int(),
    /** Nobody before one alone, most studies first, at most 200; of how many. */
    warnings: z.array(warning),
    warningCount: z.number().int(),
    days: z.number().int(),
    /** Most studies first, at most 200. */
    expiring: z.array(expiring),
    /** Of the hundred thinnest kinds, most readers first, at most 50. */
    soleBlockers: z.array(blocker),
  })
  .meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof coverage>;
