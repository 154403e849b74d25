import {
  ATTEMPT_OUTCOMES,
  CHANNELS,
  CRITICAL_CATEGORIES,
  DUTY_KINDS,
  DUTY_STATES,
  MODALITY_FAMILIES,
  PRIORITIES,
  RETRACTION_KINDS,
} from '@overread/domain';
import { z } from 'zod';
import { actor, id, instant, pageQuery, required, text } from './common.js';
import { report } from './reading.js';
import { read } from './studies.js';

const person = z.object({ name: required(200), role: text(100).nullish(), phone: text(40).nullish() });

/** That somebody must be told something about a study, by name, within a time. */
export const duty = z
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
    kind: z.enum(DUTY_KINDS),
    /** How a discrepancy was found, why a report was retracted, or the category of a critical result. */
    source: z.string(),
    /** Which side must come to know. */
    owedTo: z.enum(['clinician', 'readers']),
    readId: id.nullable(),
    /** The report to go by now; null while there is none. */
    reportId: id.nullable(),
    /** The report that they were told of before. */
    formerReportId: id.nullable(),
    /** Who is to be told; null is whoever answers at the facility. */
    to: z.object({ name: z.string(), contact: z.string().nullable() }).nullable(),
    note: z.string().nullable(),
    /** The patient had left when the clinician came to know; null while nobody says. */
    patientLeft: z.boolean().nullable(),
    state: z.enum(DUTY_STATES),
    openedAt: instant,
    targetMinutes: z.number(),
    dueAt: instant,
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
    acknowledgement: z
      .object({
        name: z.string(),
        role: z.string().nullable(),
        at: instant,
        readBack: z.boolean().nullable(),
        by: actor,
      })
      .nullable(),
    /** Who was called so far because nobody acknowledged. */
    escalatedTo: z.array(z.string()),
    nextEscalationAt: instant.nullable(),
    closure: z.object({ outcome: z.string(), by: actor.nullable() }).nullable(),
    closedAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Duty' });
export type Duty = z.infer<typeof duty>;

export const dutiesQuery = pageQuery.extend({
  kind: z.enum(DUTY_KINDS).optional(),
  /** Without one: everything that is not closed. */
  state: z.enum(DUTY_STATES).optional(),
  facility: text(64).optional(),
});

export const newDiscrepancy = z.object({ note: required(2000), reportId: id.nullish() });

export const newCriticalResult = z.object({
  category: z.enum(CRITICAL_CATEGORIES),
  finding: required(2000),
  /** Absent: whoever asked for the study. */
  to: person.nullish(),
  /** When it was found, which may lie before now. */
  foundAt: instant.nullish(),
});

export const attemptBody = z.object({
  channel: z.enum(CHANNELS),
  person: required(200),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  note: text(1000).nullish(),
  at: instant.nullish(),
  patientLeft: z.boolean().optional(),
});

export const acknowledgeBody = z.object({
  name: required(200),
  role: text(100).nullish(),
  readBack: z.boolean().nullish(),
  at: instant.nullish(),
  patientLeft: z.boolean().optional(),
});

export const closeBody = z.object({ outcome: required(1000), patientLeft: z.boolean().optional() });

export const retractBody = z.object({
  kind: z.enum(RETRACTION_KINDS),
  reason: required(1000),
  /** One of the read's reports; absent is everything it has given. */
  reportId: id.nullish(),
});

/** Who withdrew which reports of a read, when and why. */
export const retraction = z
  .object({
    id,
    studyId: id,
    readId: id,
    reportIds: z.array(id),
    kind: z.enum(RETRACTION_KINDS),
    reason: z.string(),
    by: actor,
    /** The read that gives the right result; null when another read or report stands for it. */
    replacementReadId: id.nullable(),
    at: instant,
  })
  .meta({ id: 'Retraction' });
export type Retraction = z.infer<typeof retraction>;

export const retracted = z
  .object({ retraction, read, reports: z.array(report), replacement: read.nullable(), notices: z.array(id) })
  .meta({ id: 'Retracted' });
export type Retracted = z.infer<typeof retracted>;
