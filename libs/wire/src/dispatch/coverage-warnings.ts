import { COVERAGE_LEVELS, MODALITY_FAMILIES, RULE_CODES, WARNING_ENDS } from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant, pageQuery, text } from '../common.js';
import { clock, narrowing } from './coverage.js';

const hours = z.object({
  /** The facility's code. */
  facility: z.string(),
  healthSystem: z.string(),
  modalityFamily: z.enum(MODALITY_FAMILIES),
  subspecialty: z.string().nullable(),
  /** The facility's zone; `localFrom` and `localUntil` are by its clock. */
  zone: z.string(),
  from: instant,
  until: instant,
  localFrom: clock,
  localUntil: clock,
  hours: z.number().int(),
  hoursWithNobody: z.number().int(),
  /** They reach the end of what was looked at: how long they last is not known yet. */
  endUnknown: z.boolean(),
  expectedStudies: z.number(),
  /** Reads that wait; 0 while the hours are still to come. */
  queued: z.number().int(),
});

const credential = z.object({
  kind: z.enum(['licence', 'privilege', 'agreement']),
  id,
  readerId: id.nullable(),
  readingGroupId: id.nullable(),
  holder: z.string(),
  about: z.string(),
  expiresAt: instant,
  /** Studies a week that nobody, or one reader, may read once it has ended. */
  unreadablePerWeek: z.number(),
  lastReaderPerWeek: z.number(),
  /** 30, 7 or 1: told anew as its end comes within fewer days. */
  withinDays: z.number().int(),
});

const mending = z.object({
  /** Groups with so many readers who lack nothing but a shift; a manager is told of their own. */
  groups: z.array(z.object({ readingGroupId: id, name: z.string(), readers: z.number().int() })),
  /** Other groups have such readers too. */
  otherGroups: z.boolean(),
  /** Where nobody lacks a shift alone: the one fact that keeps most readers out. */
  blocker: z.object({ code: z.enum(RULE_CODES), fact: z.string() }).nullable(),
});

/** What will be missed, told before it is: thin hours of a kind of studies, or a credential that ends. */
export const coverageWarning = z
  .object({
    id,
    subject: z.enum(['hours', 'credential']),
    /** `none`: nobody will be there for some of it; `one`: a single reader. */
    level: z.enum(COVERAGE_LEVELS).exclude(['enough']),
    hours: hours.nullable(),
    credential: credential.nullable(),
    mending: mending.nullable(),
    raisedAt: instant,
    /** When it was last told, and how often. */
    warnedAt: instant,
    warnings: z.number().int(),
    acknowledgement: z.object({ by: actor, at: instant, note: z.string().nullable() }).nullable(),
    ended: z.enum(WARNING_ENDS).nullable(),
    endedAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'CoverageWarning' });
export type CoverageWarning = z.infer<typeof coverageWarning>;

export const coverageWarningsQuery = pageQuery.extend({
  state: z.enum(['open', 'unacknowledged', 'ended', 'all']).default('open'),
  ...narrowing,
});

export const acknowledgeWarningBody = z.object({ note: text(500).nullish() });
