import {
  CONCLUSIONS,
  ISSUES,
  LATE_ENTRY_SOURCES,
  MODALITY_FAMILIES,
  PRIORITIES,
  PURPOSES,
  READ_STATES,
  REPORT_KINDS,
  TIERS,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, listOf, pageQuery, required, text } from './common.js';
import { skipBudgetShown } from './dispatch/conduct.js';
import { pin } from './dispatch/levers.js';
import { read, study } from './studies.js';

export const reason = z.object({ reason: text(500).nullish() });
export const declineReason = z.object({
  reason: required(500).nullish(),
  code: z.enum(['competence', 'conflict', 'fatigue', 'technical', 'other']).default('other'),
});

const sections = z
  .record(z.string().min(1).max(64), z.string().max(100_000))
  .refine((value) => Object.keys(value).length <= 40, 'at most 40 sections');
export const draftBody = z.object({
  sections: sections.default({}),
  impression: z.string().max(100_000).default(''),
  conclusion: z.enum(CONCLUSIONS).nullish(),
});
export const draft = draftBody.extend({ savedAt: instant, version: z.number().int() }).meta({ id: 'Draft' });

export const reportBody = z
  .object({
    sections: sections.default({}),
    impression: z.string().trim().min(1).max(100_000),
    conclusion: z.enum(CONCLUSIONS).nullish(),
    critical: z.boolean().nullish(),
    attestation: z.object({ reason: required(500) }).nullish(),
  })
  .meta({ id: 'ReportBody' });
export type ReportBody = z.infer<typeof reportBody>;

export const verbalBody = z.object({
  to: z.object({ name: required(200), role: text(100).nullish(), phone: text(40).nullish() }),
  at: instant.nullish(),
  impression: z.string().trim().min(1).max(10_000),
  conclusion: z.enum(CONCLUSIONS).nullish(),
});

export const imagesOpenedBody = z.object({
  viewer: text(100).nullish(),
  instances: z.number().int().min(0).nullish(),
  at: instant.nullish(),
});

export const assignBody = z.object({ readerId: id, reason: required(500) });

export const report = z
  .object({
    id,
    readId: id,
    kind: z.enum(REPORT_KINDS),
    sections: z.record(z.string(), z.string()),
    impression: z.string(),
    conclusion: z.enum(CONCLUSIONS).nullable(),
    author: z.object({ id, name: z.string() }),
    signedAt: instant,
    flags: z.array(z.string()),
    told: z.object({ name: z.string(), at: instant }).nullable(),
    /** Read outside, entered late: when the reading truly ended; `signedAt` is when it was entered. */
    lateEntry: z.object({ readAt: instant, source: z.enum(LATE_ENTRY_SOURCES) }).nullable(),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof report>;

export const signed = z.object({ read, report }).meta({ id: 'Signed' });
export type Signed = z.infer<typeof signed>;

/** One read as its reader sees it, with its study. */
export const readWithStudy = z.object({ read, study }).meta({ id: 'ReadWithStudy' });
export type ReadWithStudy = z.infer<typeof readWithStudy>;
export const readDetail = read
  .extend({ study, draft: draft.nullable(), reports: z.array(report), viewerUrl: z.string().nullable() })
  .meta({ id: 'ReadDetail' });
export type ReadDetail = z.infer<typeof readDetail>;

export const worklistRow = z
  .object({
    readId: id,
    studyId: id,
    /** `mine`: held or offered to me; `next-up`: planned for me, re-planned until opened. */
    place: z.enum(['mine', 'next-up']),
    purpose: z.enum(PURPOSES),
    issues: z.enum(ISSUES),
    state: z.enum(READ_STATES),
    priority: z.enum(PRIORITIES),
    protocol: z.string().nullable(),
    modalityFamily: z.enum(MODALITY_FAMILIES),
    bodyPart: z.string().nullable(),
    description: z.string().nullable(),
    facility: z.string(),
    offerExpiresAt: instant.nullable(),
    receivedAt: instant,
    dueAt: instant.nullable(),
    slackMinutes: z.number().nullable(),
    /** See `QueueRow`. */
    breachChance: z.number().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'WorklistRow' });
export type WorklistRow = z.infer<typeof worklistRow>;
/** With what is left of the skips that count; null for who is not signed on. */
export const worklistAnswer = listOf(worklistRow).extend({ skips: skipBudgetShown.nullable() });
export type WorklistAnswer = z.infer<typeof worklistAnswer>;
export const worklistQuery = pageQuery.extend({
  sort: z.enum(['planned', 'dueAt', 'receivedAt']).default('planned'),
  filter: z.enum(['mine', 'next-up']).optional(),
});

export const queueRow = z
  .object({
    readId: id,
    studyId: id,
    purpose: z.enum(PURPOSES),
    issues: z.enum(ISSUES),
    state: z.enum(READ_STATES),
    priority: z.enum(PRIORITIES),
    protocol: z.string().nullable(),
    modalityFamily: z.enum(MODALITY_FAMILIES),
    bodyPart: z.string().nullable(),
    facility: z.string(),
    tier: z.enum(TIERS).nullable(),
    readingGroupId: id.nullable(),
    reader: z.object({ id, name: z.string() }).nullable(),
    receivedAt: instant,
    dueAt: instant.nullable(),
    slackMinutes: z.number().nullable(),
    /** Chance (0..1) that it ends after its deadline, by what waits and who reads now; null while it is not known. */
    breachChance: z.number().nullable(),
    /** Kept for somebody just now. */
    pin: pin.nullish(),
    /** Read under rules set aside in an emergency. */
    breakGlass: z.boolean(),
    why: z.object({ code: z.string(), text: z.string() }),
    version: z.number().int(),
  })
  .meta({ id: 'QueueRow' });
export type QueueRow = z.infer<typeof queueRow>;
export const queuesQuery = pageQuery.extend({
  readingGroup: id.optional(),
  tier: z.enum(TIERS).optional(),
  state: z.enum(READ_STATES).optional(),
  limit: z.coerce.number().int().min(1).max(20_000).default(1000),
});
