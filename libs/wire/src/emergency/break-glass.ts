import {
  BREAK_GLASS_STATES,
  CONFIRMERS,
  INSTRUMENT_KINDS,
  MODALITY_FAMILIES,
  PRIORITIES,
  REVIEW_OUTCOMES,
  RULE_CODES,
} from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant, pageQuery, required, text } from '../common.js';
import { read } from '../studies.js';

const instrument = z.object({
  kind: z.enum(INSTRUMENT_KINDS),
  /** Number or title by which it is found. */
  reference: required(200),
  issuedBy: required(200),
  validUntil: instant.nullable().default(null),
});

export const review = z
  .object({ outcome: z.enum(REVIEW_OUTCOMES), comment: z.string(), by: actor, at: instant })
  .meta({ id: 'EmergencyReview' });

/** A reader who fails named hard rules gives a preliminary or verbal result, because nobody eligible can in time. */
export const breakGlass = z
  .object({
    id,
    studyId: id,
    study: z.object({
      accessionNumber: z.string().nullable(),
      description: z.string().nullable(),
      priority: z.enum(PRIORITIES),
      modalityFamily: z.enum(MODALITY_FAMILIES),
    }),
    facility: z.string(),
    /** The read that stays owed to a fully eligible reader: the re-read. */
    readId: id,
    reader: z.object({ id, name: z.string() }),
    readingGroupId: id,
    eventId: id.nullable(),
    handBackId: id,
    reason: z.string(),
    /** Each rule that is set aside: the fact against the reader, on what ground, and its legal instrument. */
    rules: z.array(
      z.object({
        code: z.enum(RULE_CODES),
        fact: z.string(),
        ground: z.enum(['two-people', 'recorded-instrument', 'supervisor-and-reader', 'unbillable']),
        instrument: instrument.nullable(),
      }),
    ),
    confirmations: z.array(
      z.object({
        as: z.enum(CONFIRMERS),
        by: actor,
        at: instant,
        /** Given for the whole event, on this earlier act. */
        givenOn: id.nullable(),
      }),
    ),
    /** Who must still confirm. */
    missing: z.array(z.enum(CONFIRMERS)),
    state: z.enum(BREAK_GLASS_STATES),
    requestedBy: actor,
    requestedAt: instant,
    expiresAt: instant,
    grantedAt: instant.nullable(),
    refusal: z.object({ by: actor, at: instant, reason: z.string() }).nullable(),
    takenAt: instant.nullable(),
    takenReadId: id.nullable(),
    reviewDueAt: instant.nullable(),
    review: review.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'BreakGlass' });
export type BreakGlass = z.infer<typeof breakGlass>;

export const newBreakGlass = z.object({
  readerId: id,
  reason: required(1000),
  /** What a legal rule (licence, residency) yields to. */
  instruments: z.object({ licence: instrument.optional(), residency: instrument.optional() }).prefault({}),
  eventId: id.nullish(),
});

export const confirmBody = z.object({ as: z.enum(CONFIRMERS) });
export const refuseBody = z.object({ reason: required(1000) });
export const reviewBody = z.object({ outcome: z.enum(REVIEW_OUTCOMES), comment: required(2000) });

export const breakGlassQuery = pageQuery.extend({
  /** `open`: requested or granted. `unreviewed`: taken and not reviewed. Without one: both. */
  state: z.enum(['open', 'unreviewed', 'all']).optional(),
  facility: text(64).optional(),
});

/** The act, and the read that came of it: opened, and good for a preliminary or verbal result alone. */
export const breakGlassTaken = z.object({ act: breakGlass, read }).meta({ id: 'BreakGlassTaken' });
export type BreakGlassTaken = z.infer<typeof breakGlassTaken>;

export const breakGlassFiguresQuery = pageQuery.extend({ from: instant, to: instant });

/** Acts of a facility in a period, counted apart from all other reading. */
export const breakGlassRow = z
  .object({
    facility: z.string(),
    requested: z.number().int(),
    granted: z.number().int(),
    refused: z.number().int(),
    expired: z.number().int(),
    /** Opened and read. */
    taken: z.number().int(),
    /** Of those asked for: under a declared event. */
    underEvents: z.number().int(),
    /** The owed read has been given by an eligible reader. */
    readAgain: z.number().int(),
    reviewed: z.number().int(),
    reviewOverdue: z.number().int(),
    notJustified: z.number().int(),
    /** Of those taken: how often each rule was set aside. */
    takenByRule: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'BreakGlassRow' });
export type BreakGlassRow = z.infer<typeof breakGlassRow>;
