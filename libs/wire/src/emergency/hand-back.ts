import {
  ATTEMPT_OUTCOMES,
  CHANNELS,
  HAND_BACK_REASONS,
  HAND_BACK_STATES,
  MODALITY_FAMILIES,
  PRIORITIES,
} from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant, pageQuery, required, text } from '../common.js';

const siteAnswer = z.object({
  name: z.string(),
  role: z.string(),
  at: instant,
  note: z.string().nullable(),
  by: actor,
});

/** A study offered back to its site by phone; the network keeps it until somebody there takes it by name. */
export const handBack = z
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
    /** The facility's, in which its people tell times. */
    zone: z.string(),
    reason: z.enum(HAND_BACK_REASONS),
    note: z.string().nullable(),
    state: z.enum(HAND_BACK_STATES),
    openedAt: instant,
    openedBy: actor,
    /** Whom to call, in this order. */
    callees: z.array(
      z.object({
        role: z.string(),
        name: z.string().nullable(),
        phone: z.string(),
        /** Whether these were their hours when the calling began. */
        onDuty: z.boolean(),
        /** Their turn has come. */
        due: z.boolean(),
      }),
    ),
    attempts: z.array(
      z.object({
        at: instant,
        channel: z.enum(CHANNELS),
        person: z.string(),
        outcome: z.enum(ATTEMPT_OUTCOMES),
        note: z.string().nullable(),
        by: actor,
      }),
    ),
    /** Minutes each of them has before the next is called too. */
    stepMinutes: z.number(),
    nextEscalationAt: instant.nullable(),
    /** Everybody on the list has been due and the network has been told. */
    exhausted: z.boolean(),
    acknowledgement: siteAnswer.nullable(),
    refusal: siteAnswer.nullable(),
    withdrawal: z.string().nullable(),
    /** Who of the site read it, when; the note says where its report is. */
    reading: siteAnswer.nullable(),
    /** Who of the site gave it back to the network after all, and why. */
    reclaim: siteAnswer.nullable(),
    endedAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'HandBack' });
export type HandBack = z.infer<typeof handBack>;

export const newHandBack = z.object({ reason: z.enum(HAND_BACK_REASONS), note: text(1000).nullish() });

export const callAttempt = z.object({
  channel: z.enum(CHANNELS),
  /** Who was asked for, or reached. */
  person: required(200),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  note: text(1000).nullish(),
  /** The true time, which may lie before now. */
  at: instant.nullish(),
});

/** What somebody of the site says, by name and role. */
export const takeBackBody = z.object({
  name: required(200),
  role: required(100),
  note: text(1000).nullish(),
  at: instant.nullish(),
});
/** The note is why they cannot, or give it back; of a reading, where its report is. */
export const refuseBackBody = takeBackBody.extend({ note: required(1000) });
export const withdrawBody = z.object({ reason: required(1000) });

export const handBacksQuery = pageQuery.extend({
  /** Without one: everything that is still open. */
  state: z.enum(HAND_BACK_STATES).optional(),
  facility: text(64).optional(),
});
