import { MODALITY_FAMILIES, PRIORITIES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from '../common.js';

export const overflowQuery = z.object({
  /** A group's manager may leave it out. */
  readingGroup: id.optional(),
});

const kind = { modalityFamily: z.enum(MODALITY_FAMILIES), priority: z.enum(PRIORITIES) };

const offeredRead = z.object({
  readId: id,
  studyId: id,
  /** The facility's code. */
  facility: z.string(),
  ...kind,
  queuedAt: instant,
  dueAt: instant.nullable(),
  slackMinutes: z.number().nullable(),
  /** As in `QueueRow`. */
  breachChance: z.number().nullable(),
  /** What the group has said to it; null while it has said nothing, and once an acceptance is over. */
  answer: z
    .object({ answer: z.enum(['accepted', 'declined']), until: instant.nullable(), reason: z.string() })
    .nullable(),
});

/** What other groups' overflow lists offer to a group: its readers see the next few once their own lists are short. */
export const overflowOffer = z
  .object({
    readingGroupId: id,
    /** Not answered yet; what follows is of these. */
    offered: z.number().int(),
    accepted: z.number().int(),
    declined: z.number().int(),
    byKind: z.array(z.object({ ...kind, reads: z.number().int() })),
    /** A reader sees the next `shows` once their own list is shorter than `below`; of several lists the most generous. */
    below: z.number().int().nullable(),
    shows: z.number().int().nullable(),
    oldestQueuedAt: instant.nullable(),
    firstDueAt: instant.nullable(),
    /** Past their deadline; and more likely than not to miss it. */
    late: z.number().int(),
    atRisk: z.number().int(),
    /** In the order of work, at most 100; without those declined. */
    reads: z.array(offeredRead),
    /** More is on offer than was looked at. */
    truncated: z.boolean(),
  })
  .meta({ id: 'OverflowOffer' });
export type OverflowOffer = z.infer<typeof overflowOffer>;

const which = {
  readingGroup: id.optional(),
  /** Absent is the next `limit` that match and have no answer yet, in the order of work. */
  readIds: z.array(id).min(1).max(200).optional(),
  /** Empty lists are everything. */
  modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).max(10).default([]),
  priorities: z.array(z.enum(PRIORITIES)).max(4).default([]),
  limit: z.number().int().min(1).max(200).default(200),
  reason: required(500),
};

/** For how long they are the group's own, at most. */
export const acceptOverflowBody = z.object({ ...which, minutes: z.number().int().min(1).max(1440).default(240) });
export const declineOverflowBody = z.object(which);

export const answeredOverflow = z
  .object({
    answered: z.array(z.object({ readId: id, studyId: id })),
    /** Answered so before. */
    already: z.array(id),
    /** What could not be, and why: read by somebody meanwhile, say. */
    gone: z.array(z.object({ readId: id, code: z.string(), message: z.string() })),
  })
  .meta({ id: 'AnsweredOverflow' });
export type AnsweredOverflow = z.infer<typeof answeredOverflow>;
