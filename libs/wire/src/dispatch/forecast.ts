import { MODALITY_FAMILIES, PRIORITIES } from '@overread/domain';
import { z } from 'zod';
import { id, instant } from '../common.js';

export const forecastQuery = z.object({
  /** The group whose reads are asked about; a group's manager may leave it out, an administrator then has all. */
  readingGroup: id.optional(),
  hours: z.coerce.number().int().min(1).max(12).default(8),
  /** Minutes that somebody who is called in takes to be there. */
  callInMinutes: z.coerce.number().int().min(0).max(240).default(30),
});

const hour = z.object({
  startsAt: instant,
  /** Reads expected to come, by what came in this hour of the week. */
  arrivals: z.number(),
  /** What they and what waits at the beginning take, expected minutes. */
  arrivalMinutes: z.number(),
  waitingMinutes: z.number(),
  /** Readers signed on or rostered, in whole readers' hours, and the minutes they have. */
  readers: z.number(),
  capacityMinutes: z.number(),
  /** Reads whose deadline in this hour is missed. */
  misses: z.number().int(),
});

const miss = z.object({
  modalityFamily: z.enum(MODALITY_FAMILIES),
  /** Reads that wait now and will miss their deadline. */
  reads: z.number().int(),
  firstMissAt: instant,
  inMinutes: z.number(),
});

const riskyRead = z.object({
  readId: id,
  studyId: id,
  modalityFamily: z.enum(MODALITY_FAMILIES),
  priority: z.enum(PRIORITIES),
  facility: z.string(),
  dueAt: instant,
  /** Null when nobody begins it within the forecast. */
  expectedEndAt: instant.nullable(),
  /** As in `QueueRow`. */
  breachChance: z.number().nullable(),
});

const remedy = z.object({
  /** The group that would be opened to, or the on-call shift: its name in `POST /forecast/remedies/{id}`. */
  id,
  kind: z.enum(['open-group', 'call-in']),
  /** The group's, or the reader's. */
  name: z.string(),
  /** Reads that would be opened to the group, or that the reader may take, of those that miss. */
  reads: z.number().int(),
  /** Misses fewer with it, over everything that was played. */
  saves: z.number().int(),
  /** Reads that miss only with it: `saves` has them taken off. */
  harms: z.number().int(),
  /** Who would be called in, and how long they would be there at most. */
  callIn: z.object({ readerId: id, readingGroupId: id, shift: z.string(), until: instant }).nullable(),
});

/** What will be missed in the coming hours as things stand, and what would help. A deterministic simulation, no promise. */
export const capacityForecast = z
  .object({
    madeAt: instant,
    readingGroupId: id.nullable(),
    hours: z.number().int(),
    byHour: z.array(hour),
    misses: z.array(miss),
    /** Of `misses` all together, and of reads expected to come. */
    waitingMisses: z.number().int(),
    arrivalMisses: z.number().int(),
    /** The first to miss, at most 200. */
    atRisk: z.array(riskyRead),
    /** Best first. */
    remedies: z.array(remedy),
    /** More waits than was played: what is further down the order was left out. */
    truncated: z.boolean(),
  })
  .meta({ id: 'CapacityForecast' });
export type CapacityForecast = z.infer<typeof capacityForecast>;

export const applyRemedyBody = z.object({
  readingGroup: id.optional(),
  hours: z.number().int().min(1).max(12).default(8),
  callInMinutes: z.number().int().min(0).max(240).default(30),
  reason: z.string().trim().min(1).max(500).default('the forecast'),
});

/** What was opened, or who was called in, and what the forecast says before and after. */
export const appliedRemedy = z
  .object({
    opened: z.array(z.object({ readId: id, studyId: id, step: z.number().int() })),
    calledIn: z.object({ moveId: id, readerId: id, name: z.string(), warnings: z.array(z.string()) }).nullable(),
    expectedToSave: z.number().int(),
    missesBefore: z.number().int(),
    missesAfter: z.number().int(),
  })
  .meta({ id: 'AppliedRemedy' });
export type AppliedRemedy = z.infer<typeof appliedRemedy>;
