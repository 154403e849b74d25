import {
  AGREEMENT_KINDS,
  ENGAGEMENT_MODELS,
  FACILITY_KINDS,
  ISSUES,
  MODALITY_FAMILIES,
  PATIENT_CLASSES,
  PRIORITIES,
  PRIVILEGE_LEVELS,
  READER_HEALTHS,
  READER_KINDS,
  SESSION_MODES,
  SHIFT_KINDS,
  TIERS,
} from '@overread/domain';
import { z } from 'zod';
import { workPause } from './dispatch/pauses.js';
import { country, id, instant, required, subdivision, text, zone } from './common.js';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and hyphens');
const aeTitle = z
  .string()
  .regex(/^[\x21-\x5b\x5d-\x7e][\x20-\x5b\x5d-\x7e]{0,15}$/, 'must be an AE title of 1 to 16 characters');
const modality = z.string().regex(/^[A-Z0-9_]{1,16}$/);
const period = { validFrom: instant.nullish(), validUntil: instant.nullish() };
const place = { country, subdivision: subdivision.nullish(), zone };
const stored = { id, version: z.number().int(), retiredAt: instant.nullable() };

export const newHealthSystem = z.object({
  name: required(200),
  deniedCountries: z.array(country).max(250).default([]),
});
export const healthSystem = newHealthSystem.extend(stored).meta({ id: 'HealthSystem' });

export const newFacility = z.object({
  healthSystemId: id,
  code,
  name: required(200),
  kind: z.enum(FACILITY_KINDS),
  ...place,
  aeTitles: z.array(aeTitle).max(50).default([]),
  hl7Ids: z.array(text(180)).max(50).default([]),
  issuer: required(64),
  defaults: z
    .object({
      priority: z.enum(PRIORITIES).default('routine'),
      patientClass: z.enum(PATIENT_CLASSES).default('outpatient'),
      payer: text(64).nullable().default(null),
      reportLanguage: text(35).default('en'),
    })
    .prefault({}),
  phone: text(40).nullish(),
  /** Whom to call, in this order; without `hours` they always answer. */
  callTree: z
    .array(
      z.object({
        role: required(100),
        name: text(200).nullish(),
        phone: required(40),
        hours: z.lazy(() => weeklyHours).nullish(),
      }),
    )
    .max(20)
    .default([]),
  /** Where studies go while the network cannot be reached. */
  standbyRoute: text(1000).nullish(),
});
export const facility = newFacility.extend(stored).meta({ id: 'Facility' });

export const newReadingGroup = z.object({
  name: required(200),
  country,
  zone,
  picksFreely: z.boolean().default(false),
});
export const readingGroup = newReadingGroup
  .extend({ ...stored, pause: workPause.nullish() })
  .meta({ id: 'ReadingGroup' });

const limit = z.number().positive().nullable().default(null);
export const newReader = z.object({
  name: required(200),
  kind: z.enum(READER_KINDS),
  supervisorId: id.nullish(),
  homePlace: z.object(place),
  readingGroupIds: z.array(id).min(1).max(50),
  competences: z.array(modality).max(50),
  subspecialties: z.array(text(40)).max(50).default([]),
  languages: z.array(text(35)).min(1).max(50),
  excludedFacilityIds: z.array(id).max(500).default([]),
  limits: z
    .object({ routineMinutes: limit, urgentMinutes: limit, sessionHours: limit, consecutiveStudies: limit })
    .prefault({}),
});

export const newLicence = z.object({ jurisdiction: z.union([country, subdivision]), number: required(64), ...period });
export const licence = newLicence.extend({ id, readerId: id, retiredAt: instant.nullable() }).meta({ id: 'Licence' });

export const newPrivilege = z.object({
  facilityId: id,
  level: z.enum(PRIVILEGE_LEVELS),
  modalities: z.array(modality).max(50).default([]),
  byProxy: z.boolean().default(false),
  agreementId: id.nullish(),
  ...period,
});
export const privilege = newPrivilege
  .extend({ id, readerId: id, retiredAt: instant.nullable() })
  .meta({ id: 'Privilege' });

/** A reader with credentials and presence: `presence` is null while not signed on. */
export const reader = newReader
  .extend({
    ...stored,
    /** New work is kept from them just now. */
    pause: workPause.nullish(),
    licences: z.array(licence),
    privileges: z.array(privilege),
    presence: z
      .object({
        sessionId: id,
        readingGroupId: id,
        country: z.string(),
        subdivision: z.string().nullable(),
        zone: z.string(),
        mode: z.enum(SESSION_MODES),
        since: instant,
        until: instant.nullable(),
      })
      .nullable(),
    load: z.object({ reads: z.number(), expectedMinutes: z.number() }),
    /** `silent`: holds work and was not heard of for 20 minutes, or twice what the read should take. */
    health: z.enum(READER_HEALTHS),
    activity: z.object({
      /** The read in progress, the one taken first. */
      reading: z.object({ since: instant, expectedMinutes: z.number() }).nullable(),
      /** Sign-on, taking, opening, a saved draft, a signature, a decline. */
      lastActivityAt: instant.nullable(),
      /** Offers declined and reads skipped since midnight where the reader is. */
      declinedToday: z.number().int(),
    }),
    shift: z.object({ name: z.string(), startsAt: instant, endsAt: instant }).nullable(),
  })
  .meta({ id: 'Reader' });
export type Reader = z.infer<typeof reader>;

export const newAgreement = z.object({
  healthSystemId: id,
  readingGroupId: id,
  kind: z.enum(AGREEMENT_KINDS),
  transfers: z
    .array(z.object({ country, mode: z.enum(['full', 'pseudonymous']), basis: required(200) }))
    .max(250)
    .default([]),
  ...period,
});
export const agreement = newAgreement.extend(stored).meta({ id: 'Agreement' });

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
export const weeklyHours = z.object({
  zone,
  windows: z
    .array(z.object({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: localTime, to: localTime }))
    .max(50),
});
export const newContract = z.object({
  healthSystemId: id,
  readingGroupId: id,
  name: required(200),
  engagementModel: z.enum(ENGAGEMENT_MODELS),
  facilityIds: z.array(id).max(500).default([]),
  modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).default([]),
  priorities: z.array(z.enum(PRIORITIES)).default([]),
  issues: z.array(z.enum(ISSUES)).default([]),
  hours: weeklyHours.nullish(),
  ...period,
});
export const contract = newContract.extend(stored).meta({ id: 'Contract' });

export const newServiceLevel = z.object({
  contractId: id,
  name: required(200),
  modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).default([]),
  priorities: z.array(z.enum(PRIORITIES)).default([]),
  patientClasses: z.array(z.enum(PATIENT_CLASSES)).default([]),
  issues: z.array(z.enum(ISSUES)).default([]),
  targetMinutes: z.number().positive().max(525_600),
  warnShare: z.number().min(0.1).max(1).default(0.75),
});
export const serviceLevel = newServiceLevel.extend({ id, retiredAt: instant.nullable() }).meta({ id: 'ServiceLevel' });

export const shift = z.object({
  id: id.optional(),
  readerId: id,
  name: required(200),
  startsAt: instant,
  endsAt: instant,
  modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).default([]),
  /** What the shift is for, where it is for less than everything (`neuro`, `msk` ...). */
  subspecialties: z.array(required(64)).max(50).default([]),
  facilityIds: z.array(id).default([]),
  /** Who is on call may be called in. */
  kind: z.enum(SHIFT_KINDS).default('work'),
});
export const rosterDay = z
  .object({ readingGroupId: id, date: z.iso.date(), version: z.number().int(), shifts: z.array(shift).max(500) })
  .meta({ id: 'Roster' });
export const putRoster = z.object({ shifts: z.array(shift).max(500) });

export const newReadingSession = z.object({
  country,
  subdivision: subdivision.nullish(),
  zone,
  readingGroup: id.nullish(),
  until: instant.nullish(),
  mode: z.enum(SESSION_MODES),
});
export const readingSession = z
  .object({
    id,
    readerId: id,
    readingGroupId: id,
    country: z.string(),
    subdivision: z.string().nullable(),
    zone: z.string(),
    mode: z.enum(SESSION_MODES),
    startedAt: instant,
    until: instant.nullable(),
  })
  .meta({ id: 'ReadingSession' });
export type ReadingSessionBody = z.infer<typeof readingSession>;
export const tier = z.enum(TIERS);
