import {
  ISSUES,
  MODALITY_FAMILIES,
  PARAMETER_FIELDS,
  parameterAt,
  POLICY_NAMES,
  PRIORITIES,
  TIERS,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, required, text } from '../common.js';
import { dispatchNumbers } from './dispatch-parameters.js';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 7;

const minutes = z.number().positive().max(100_000);
const rate = z.number().min(0).max(1_000_000);
const perPriority = z.strictObject({
  critical: minutes,
  stat: minutes,
  urgent: minutes,
  routine: minutes,
});

/** A run may try more of these than may be put in force; the others keep to their bounds. */
const WIDER: readonly string[] = ['weights', 'maximumWaitMinutes', 'slackScaleMinutes', 'scarcityFactor'];

const outOfBounds = (params: object) =>
  PARAMETER_FIELDS.flatMap(({ path, least, most }) => {
    const [part, ...keys] = path.split('.');
    const value = part === 'dispatch' ? parameterAt(params, keys.join('.')) : undefined;
    if (typeof value !== 'number' || WIDER.includes(keys[0] ?? '') || (value >= least && value <= most)) return [];
    return [{ path: keys, message: `It must be from ${least} to ${most}` }];
  });

/** What would be different; what is not named is as it was. */
export const whatIfChange = z
  .strictObject({
    /** A version of a routing policy, a draft or not, in the place of the one in force. */
    policy: z.strictObject({ id, version: z.number().int().positive() }).optional(),
    /** How the next read is chosen; `default` is the product's own. */
    dispatch: z.enum(POLICY_NAMES as [string, ...string[]]).optional(),
    params: dispatchNumbers
      .extend({
        weights: perPriority,
        maximumWaitMinutes: perPriority,
        slackScaleMinutes: minutes,
        scarcityFactor: z.number().min(0).max(10),
      })
      .partial()
      .superRefine((params, context) => {
        for (const { path, message } of outOfBounds(params)) context.addIssue({ code: 'custom', path, message });
      })
      .optional(),
    /** Readers who are not there at all. */
    withoutReaders: z.array(id).max(1000).default([]),
    /** Contracts that do not count. */
    withoutContracts: z.array(id).max(1000).default([]),
    /**
     * Contracts in addition, as if they always had been; empty lists are everything. Both sides are then planned anew. They
     * have no service levels of their own: deadlines are those of the plans.
     */
    contracts: z
      .array(
        z.strictObject({
          healthSystemId: id,
          readingGroupId: id,
          facilityIds: z.array(id).max(1000).default([]),
          modalityFamilies: z.array(z.enum(MODALITY_FAMILIES)).max(MODALITY_FAMILIES.length).default([]),
          priorities: z.array(z.enum(PRIORITIES)).max(PRIORITIES.length).default([]),
          issues: z.array(z.enum(ISSUES)).max(ISSUES.length).default([]),
        }),
      )
      .max(100)
      .default([]),
    /** Readers who read in addition, from home, for a group of theirs. */
    shifts: z
      .array(z.strictObject({ readerId: id, readingGroupId: id, startsAt: instant, endsAt: instant }))
      .max(1000)
      .default([]),
    /** So many times the studies: some left out, or some once more. */
    traffic: z.number().min(0.1).max(3).default(1),
  })
  .meta({ id: 'WhatIfChange' });

/** The most studies that are made of a synthetic period. */
export const MOST_SYNTHETIC = 120_000;

/** A period to play, at most seven days long: what came in it, or studies that are made up for it. */
export const newWhatIf = z
  .strictObject({
    name: text(200).default(''),
    from: instant,
    to: instant,
    change: whatIfChange.prefault({}),
    /**
     * Studies made by published distributions (hours, weekdays, mix, bursts) for the network's own facilities, routed by its
     * policies and contracts and read by whoever is rostered, instead of the recorded ones. The period may lie ahead.
     */
    synthetic: z
      .strictObject({
        /** Of an average weekday, over all facilities; the published volume of its facilities unless given. */
        studiesADay: z.number().int().min(1).max(MOST_SYNTHETIC).optional(),
      })
      .optional(),
    /**
     * What a work unit costs, in any currency, by the tier its reader is in towards the facility; 1 unless given, so that
     * cost is work. Work units are published ones: nine in an hour of published minutes, whatever is learned of readers.
     */
    costPerWorkUnit: z.strictObject({ onshore: rate, nearshore: rate, offshore: rate }).partial().prefault({}),
    seed: required(64).default('1'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: '`to` is after `from`' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_DAYS * DAY_MS, {
    path: ['to'],
    message: `At most ${LONGEST_DAYS} days at once`,
  })
  .meta({ id: 'NewWhatIf' });

const tierCost = z.object({
  reads: z.number().int(),
  workUnits: z.number(),
  /** Of a work unit. */
  rate: z.number(),
  cost: z.number(),
});

const turnaround = z.object({
  studies: z.number().int(),
  breachPercent: z.number(),
  p50Minutes: z.number(),
  p95Minutes: z.number(),
  maximumWaitMinutes: z.number(),
});

const whatIfSide = z
  .object({
    studies: z.number().int(),
    breaches: z.number().int(),
    breachPercent: z.number(),
    weightedBreachesPerThousand: z.number(),
    /** By priority, and `second-read`. */
    turnaround: z.record(z.string(), turnaround),
    tierMix: z.partialRecord(z.enum(TIERS), z.number()),
    /** The sum of `costByTier`, of which each is `workUnits` times `rate`. */
    cost: z.number(),
    /** Left out of runs of an older product. */
    costByTier: z.partialRecord(z.enum(TIERS), tierCost).optional(),
    minutesByReader: z.array(z.object({ readerId: id, name: z.string(), minutes: z.number() })),
    /** Starts against a hard rule; of what is simulated there must be none. */
    violations: z.number().int(),
    violationsByRule: z.record(z.string(), z.number().int()),
    unread: z.number().int(),
  })
  .meta({ id: 'WhatIfSide' });

const reader = z.object({ id, name: z.string() }).nullable();

export const whatIfResult = z
  .object({
    /** As the log has it; null of studies that are made up. */
    happened: whatIfSide.nullable(),
    /** The same day simulated without the change: what the change is measured against. */
    asItWas: whatIfSide,
    tried: whatIfSide,
    changedHands: z.number().int(),
    /** On time only with the change, and only without it. */
    saved: z.number().int(),
    lost: z.number().int(),
    /** The first of those that changed hands. */
    studies: z.array(z.object({ studyId: z.string(), readId: z.string(), from: reader, to: reader })),
    /** What the simulation does not know, or took as it is now. */
    notes: z.array(z.string()),
  })
  .meta({ id: 'WhatIfResult' });

export const WHAT_IF_STATES = ['queued', 'running', 'done', 'failed'] as const;

export const whatIfRun = z
  .object({
    id,
    name: z.string(),
    askedAt: instant,
    askedBy: id,
    question: newWhatIf,
    state: z.enum(WHAT_IF_STATES),
    /** 0..1. */
    progress: z.number(),
    finishedAt: instant.nullable(),
    failure: z.string().nullable(),
    result: whatIfResult.nullable(),
  })
  .meta({ id: 'WhatIfRun' });

export type NewWhatIf = z.infer<typeof newWhatIf>;
export type WhatIfSide = z.infer<typeof whatIfSide>;
export type WhatIfResult = z.infer<typeof whatIfResult>;
export type WhatIfRun = z.infer<typeof whatIfRun>;
