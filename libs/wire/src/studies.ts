import {
  ISSUES,
  MODALITY_FAMILIES,
  PAUSE_REASONS,
  PATIENT_CLASSES,
  PRIORITIES,
  PURPOSES,
  READ_STATES,
  STUDY_STATES,
  TIERS,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, pageQuery, required, text } from './common.js';

const uid = z
  .string()
  .max(64)
  .regex(/^[0-9.]+$/, 'must be digits and dots');
const procedureCode = z.object({ code: required(64), system: text(256).nullish() });

/**
 * A submitted study. Required: `facility`, an identity (`studyInstanceUid` or `accessionNumber`), `modalities` or a
 * procedure code, and `patient.id`; cross-field rules are the domain's (`checkSubmission`).
 */
export const submission = z
  .object({
    studyInstanceUid: uid.nullish(),
    accessionNumber: text(64).nullish(),
    facility: required(63),
    orders: z
      .array(
        z.object({
          accessionNumber: text(64).nullish(),
          placerOrderNumber: text(64).nullish(),
          procedureCode: procedureCode.nullish(),
        }),
      )
      .max(50)
      .nullish(),
    patient: z.object({
      id: required(64),
      issuer: text(64).nullish(),
      name: z.object({ family: text(200).nullish(), given: text(200).nullish() }).nullish(),
      birthDate: z.iso.date().nullish(),
      sex: z.enum(['F', 'M', 'O']).nullish(),
    }),
    modalities: z
      .array(z.string().regex(/^[A-Z0-9_]{1,16}$/, 'must be DICOM modality terms'))
      .max(20)
      .nullish(),
    procedureCode: procedureCode.nullish(),
    bodyPart: text(64).nullish(),
    description: text(1000).nullish(),
    laterality: z.enum(['L', 'R', 'B', 'U']).nullish(),
    priority: z.enum(PRIORITIES).nullish(),
    protocol: text(64).nullish(),
    patientClass: z.enum(PATIENT_CLASSES).nullish(),
    payer: text(64).nullish(),
    clinicalIndication: text(4000).nullish(),
    acquiredAt: instant.nullish(),
    images: z
      .union([
        z.literal('at-source'),
        z.object({
          series: z.number().int().min(0).max(100_000).nullish(),
          instances: z.number().int().min(0).max(10_000_000).nullish(),
          dicomWebRoot: z
            .url({ protocol: /^https?$/ })
            .max(1000)
            .nullish(),
        }),
      ])
      .nullish(),
    priors: z
      .array(z.object({ studyInstanceUid: uid.nullish(), accessionNumber: text(64).nullish() }))
      .max(200)
      .nullish(),
    requester: z.object({ name: text(200).nullish(), phone: text(40).nullish() }).nullish(),
    reportLanguage: text(35).nullish(),
  })
  .meta({ id: 'Submission' });
export type Submission = z.infer<typeof submission>;

export const read = z
  .object({
    id,
    studyId: id,
    purpose: z.enum(PURPOSES),
    issues: z.enum(ISSUES),
    independent: z.boolean(),
    state: z.enum(READ_STATES),
    tier: z.enum(TIERS).nullable(),
    readingGroupId: id.nullable(),
    /** Null while nobody holds it, or when blinded. */
    reader: z.object({ id, name: z.string() }).nullable(),
    offerExpiresAt: instant.nullable(),
    dueAt: instant.nullable(),
    ladderStep: z.number().int(),
    startedAt: instant.nullable(),
    completedAt: instant.nullable(),
    /** The holder was told that the read goes back for their silence. */
    idleWarnedAt: instant.nullish(),
    /** The emergency act under which it is read; null for every other read. */
    breakGlassId: id.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Read' });
export type Read = z.infer<typeof read>;

export const clock = z
  .object({
    id,
    name: z.string(),
    readId: id.nullable(),
    startedAt: instant,
    dueAt: instant,
    targetMinutes: z.number(),
    stoppedAt: instant.nullable(),
    /** Given back to the site without a result: counts as late. */
    returnedAt: instant.nullable(),
    netMinutes: z.number(),
    state: z.enum(['running', 'paused', 'met', 'late']),
  })
  .meta({ id: 'Clock' });

/** What the asker may see of the patient: full, a pseudonym (no name, birth year only), or nothing (null). */
export const patient = z.object({
  id: z.string(),
  issuer: z.string().nullable(),
  name: z.object({ family: z.string().nullable(), given: z.string().nullable() }).nullable(),
  birthDate: z.string().nullable(),
  sex: z.enum(['F', 'M', 'O']).nullable(),
});

/** Why a study waits, who answers for it, and when it resumes by itself at the latest. */
export const hold = z
  .object({
    reason: z.enum(PAUSE_REASONS),
    note: z.string().nullable(),
    owner: z.string(),
    ownerId: z.string(),
    since: instant,
    until: instant,
  })
  .meta({ id: 'Hold' });

/** Why the priority is what it is: a person's word, or a policy's rule with its reason for the site. */
export const priorityBasis = z
  .object({
    source: z.enum(['submitter', 'network', 'policy', 'ai']),
    from: z.enum(PRIORITIES),
    reason: z.string(),
    at: instant,
    rule: z
      .object({ policyId: id, policy: z.string(), version: z.number().int(), ruleId: z.string(), rule: z.string() })
      .nullable(),
  })
  .meta({ id: 'PriorityBasis' });

export const study = z
  .object({
    id,
    healthSystemId: id,
    facility: z.string(),
    studyInstanceUid: z.string().nullable(),
    accessionNumber: z.string().nullable(),
    patient: patient.nullable(),
    modalities: z.array(z.string()),
    modalityFamily: z.enum(MODALITY_FAMILIES),
    bodyPart: z.string().nullable(),
    description: z.string().nullable(),
    laterality: z.string().nullable(),
    procedureCode: z.object({ code: z.string(), system: z.string().nullable() }).nullable(),
    clinicalIndication: z.string().nullable(),
    patientClass: z.enum(PATIENT_CLASSES),
    payer: z.string().nullable(),
    protocol: z.string().nullable(),
    subspecialty: z.string().nullable(),
    requestedPriority: z.enum(PRIORITIES),
    /** As it is handled: deadlines, ladders and the order of work follow this one. */
    priority: z.enum(PRIORITIES),
    /** Who made it other than requested, and why; null while it is as asked for. */
    priorityBasis: priorityBasis.nullable(),
    state: z.enum(STUDY_STATES),
    hold: hold.nullable(),
    /** Stretches in which its clocks stood still, the present one to its latest end. */
    pauses: z.array(
      z.object({
        reason: z.enum(PAUSE_REASONS),
        note: z.string().nullable(),
        owner: z.string(),
        from: instant,
        until: instant,
      }),
    ),
    /** The study that is read for this one too: state, reads and clocks shown are its. */
    linkedTo: id.nullable(),
    /** The study that this one turned out to be. */
    mergedInto: id.nullable(),
    /** Who of the site has it back and answers for it; null while the network does. */
    handedBack: z
      .object({
        handBackId: id,
        name: z.string(),
        role: z.string(),
        at: instant,
        /** When somebody there read it; null until that is known here. */
        readAt: instant.nullable(),
      })
      .nullable(),
    identityUnconfirmed: z.boolean(),
    images: z.object({
      series: z.number().nullable(),
      instances: z.number().nullable(),
      seriesArrived: z.number(),
      instancesArrived: z.number(),
      atSource: z.boolean(),
      dicomWebRoot: z.string().nullable(),
      completeAt: instant.nullable(),
      /** The last one that arrived; after `completeAt` when it came late. */
      lastAt: instant.nullable(),
    }),
    priors: z.array(z.object({ studyInstanceUid: z.string().nullable(), accessionNumber: z.string().nullable() })),
    requester: z.object({ name: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    reportLanguage: z.string(),
    acquiredAt: instant.nullable(),
    receivedAt: instant,
    readyAt: instant.nullable(),
    eta: instant.nullable(),
    version: z.number().int(),
    reads: z.array(read),
    clocks: z.array(clock),
  })
  .meta({ id: 'Study' });
export type Study = z.infer<typeof study>;

export const submitted = study
  .extend({ outcome: z.enum(['created', 'unchanged', 'updated']), differences: z.array(z.string()).optional() })
  .meta({ id: 'SubmittedStudy' });
export type Submitted = z.infer<typeof submitted>;

export const studiesQuery = pageQuery.extend({
  state: z.enum(STUDY_STATES).optional(),
  modalityFamily: z.enum(MODALITY_FAMILIES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  facility: text(63).optional(),
  accessionNumber: text(64).optional(),
  studyInstanceUid: text(64).optional(),
  receivedSince: instant.optional(),
  sort: z.enum(['receivedAt', '-receivedAt']).default('-receivedAt'),
});

export const changePriority = z.object({
  priority: z.enum(PRIORITIES),
  protocol: text(64).nullish(),
  reason: required(500),
});
export const completeImages = z.object({ reason: text(500).nullish() });

export const timelineEntry = z
  .object({
    position: z.number().int().nullable(),
    at: instant,
    kind: z.literal('event'),
    type: z.string(),
    /** The milestone this event marks, if any. */
    milestone: z.string().nullable(),
    readId: id.nullable(),
    actor: z.string().nullable(),
    /** Who that is: a person's or a key's name; null for what the product did by itself. */
    actorName: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
