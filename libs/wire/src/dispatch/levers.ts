import { MODALITY_FAMILIES, PRIORITIES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from '../common.js';

const step = z.number().int().min(0).max(50);

/** `step` is the index in the read's ladder; every step below opens with it. */
export const openStepBody = z.object({ step, reason: required(500) });

/** `step` and every step above close, for `minutes` or until the read is due, whichever is sooner. */
export const closeStepBody = z.object({
  step,
  reason: required(500),
  minutes: z.number().int().min(1).max(1440).default(240),
});

/** Opens to `readingGroup` what waits for others and names it further up the ladder; the earliest due first. */
export const openStepsBody = z.object({
  readingGroup: id,
  /** Empty lists are everything. */
  modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).max(10).default([]),
  priorities: z.array(z.enum(PRIORITIES)).max(4).default([]),
  limit: z.number().int().min(1).max(500).default(100),
  reason: required(500),
});

export const openedSteps = z
  .object({ opened: z.array(z.object({ readId: id, studyId: id, step: z.number().int() })) })
  .meta({ id: 'OpenedSteps' });
export type OpenedSteps = z.infer<typeof openedSteps>;

/** For whom a read is kept, until an instant. */
export const pin = z
  .object({
    readerId: id.nullable(),
    readingGroupId: id.nullable(),
    until: instant,
    by: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Pin' });

/** Either a reader or a group. It also ends half-way to the deadline, and where the maximum wait does. */
export const pinBody = z
  .object({
    readerId: id.nullish(),
    readingGroupId: id.nullish(),
    minutes: z.number().int().min(1).max(720).default(30),
    reason: required(500),
  })
  .refine(({ readerId, readingGroupId }) => Boolean(readerId) !== Boolean(readingGroupId), {
    path: ['readerId'],
    message: 'name one reader or one group',
  });

export const unpinBody = z.object({ reason: required(500) });
