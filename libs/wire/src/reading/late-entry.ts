import { ISSUES, LATE_ENTRY_SOURCES, MODALITY_FAMILIES, PURPOSES } from '@overread/domain';
import { z } from 'zod';
import { country, id, instant, required, subdivision, zone } from '../common.js';
import { reportBody } from '../reading.js';

/** A reading made outside, entered by the reader who made it; the report as in a preliminary or final. */
export const lateEntryBody = reportBody.omit({ attestation: true }).extend({
  /** When the reading ended: the true time, at most 7 days ago and not before there were images. */
  readAt: instant,
  startedAt: instant.nullish(),
  source: z.enum(LATE_ENTRY_SOURCES),
  /** Where the paper is, or under which reference it is found. */
  evidence: required(500),
  /** Where the reader sat, as they attest: there was no session. */
  country,
  subdivision: subdivision.nullish(),
  zone,
  /** For which of the reader's groups; the one that the read is routed to, or their only one, when absent. */
  readingGroup: id.nullish(),
});
export type LateEntryBody = z.infer<typeof lateEntryBody>;

/** What is kept beside the report of a reading made outside. */
export const lateEntry = z
  .object({
    id,
    studyId: id,
    readId: id,
    reportId: id,
    readerId: id,
    readingGroupId: id,
    startedAt: instant.nullable(),
    readAt: instant,
    enteredAt: instant,
    source: z.enum(LATE_ENTRY_SOURCES),
    evidence: z.string(),
    place: z.object({ country: z.string(), subdivision: z.string().nullable(), zone: z.string() }),
  })
  .meta({ id: 'LateEntry' });
export type LateEntry = z.infer<typeof lateEntry>;

export const outsideReadsQuery = z.object({ facility: required(63), accessionNumber: required(64) });
/** A read that its reader may have made outside; nothing of the patient. */
export const outsideRead = z
  .object({
    readId: id,
    studyId: id,
    purpose: z.enum(PURPOSES),
    issues: z.enum(ISSUES),
    modalityFamily: z.enum(MODALITY_FAMILIES),
    description: z.string().nullable(),
    /** The facility's: what a clock there showed. */
    zone: z.string(),
  })
  .meta({ id: 'OutsideRead' });
export type OutsideRead = z.infer<typeof outsideRead>;
