import {
  ROUTING_DIFFERENCES,
  ISSUES,
  LONGEST_SHADOW_DAYS,
  PRIORITIES,
  PURPOSES,
  SHADOW_ENDS,
  TIERS,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, pageQuery, required } from '../common.js';

export const newShadow = z.object({
  until: instant.describe(`When it ends by itself: ${LONGEST_SHADOW_DAYS} days from now at most`),
  reason: required(1000),
});

/** A version that routes live studies beside what is in force, for comparison only. */
export const policyShadow = z
  .object({
    id,
    policyId: id,
    /** The version that runs in shadow. */
    number: z.number().int(),
    /** The version of the policy that was in force throughout; null where none was. */
    againstNumber: z.number().int().nullable(),
    startedAt: instant,
    until: instant,
    startedBy: z.string(),
    reason: z.string(),
    /** Null while it runs. */
    endedAt: instant.nullable(),
    endedBy: z.string().nullable(),
    /** Stopped by somebody, time over, its version put in force or retired, or what it ran beside replaced. */
    ended: z.enum(SHADOW_ENDS).nullable(),
    /** Until when it is kept what it found of each study; null while it runs. */
    keptUntil: instant.nullable(),
    /** When that was dropped; null while it is there. */
    forgottenAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'PolicyShadow' });
export type PolicyShadowBody = z.infer<typeof policyShadow>;

const counts = { studies: z.number().int(), different: z.number().int(), errors: z.number().int() };
const figures = z.object({
  /** How often a study was routed while the shadow ran; the rest counts studies, as they were last routed. */
  routings: z.number().int(),
  ...counts,
  same: z.number().int(),
  /** A study may differ in several ways. */
  byDifference: z.array(z.object({ difference: z.enum(ROUTING_DIFFERENCES), studies: z.number().int() })),
  byFacility: z.array(z.object({ facility: z.object({ id, code: z.string(), name: z.string() }), ...counts })),
  byModalityFamily: z.array(z.object({ modalityFamily: z.string(), ...counts })),
  byPriority: z.array(z.object({ priority: z.enum(PRIORITIES), ...counts })),
  /** Of the studies that differ, how many the shadow would have due earlier or later, and the (lower) median of by how much. */
  due: z.object({
    earlier: z.number().int(),
    later: z.number().int(),
    medianEarlierMinutes: z.number().nullable(),
    medianLaterMinutes: z.number().nullable(),
  }),
  /** Of the studies that differ, how many have a read whose first step nobody or only one could ever take. */
  thinFirstStep: z.object({ before: z.number().int(), after: z.number().int() }),
});

export const policyShadowReport = policyShadow
  .extend({
    /** Null to a health system, of the network's policy, once only the figures of all health systems together are left. */
    figures: figures.nullable(),
  })
  .meta({ id: 'PolicyShadowReport' });
export type PolicyShadowReport = z.infer<typeof policyShadowReport>;

const side = z
  .object({
    plan: z.string(),
    policyId: id.nullable(),
    policyVersion: z.number().int().nullable(),
    ruleId: z.string().nullable(),
    priority: z.enum(PRIORITIES),
    subspecialty: z.string().nullable(),
    protocol: z.string().nullable(),
    reads: z.array(
      z.object({
        purpose: z.enum(PURPOSES),
        issues: z.enum(ISSUES),
        independent: z.boolean(),
        billable: z.boolean(),
        /** Null until the study can be read. */
        dueAt: instant.nullable(),
        /** How many could ever be offered it in its first step, by the hard rules; null without a ladder. */
        firstStepReaders: z.number().int().nullable(),
        ladder: z.array(
          z.object({
            tiers: z.array(z.enum(TIERS)),
            groups: z.array(z.object({ id, name: z.string() })),
            readerId: id.nullable(),
            opens: z.looseObject({
              atOnce: z.boolean(),
              afterMinutes: z.number().nullable(),
              atShareOfDeadline: z.number().nullable(),
              whenNobodySignedOn: z.boolean(),
              afterReadOrdinal: z.number().int().nullable(),
            }),
          }),
        ),
      }),
    ),
    /** What matched and what followed, for people. */
    lines: z.array(z.string()),
  })
  .meta({ id: 'PolicyShadowSide' });

export const shadowStudiesQuery = pageQuery.extend({ difference: z.enum(ROUTING_DIFFERENCES).optional() });

/** A study that the shadow would have routed another way, or could not route. */
export const shadowStudy = z
  .object({
    studyId: id,
    accessionNumber: z.string().nullable(),
    facility: z.object({ id, code: z.string(), name: z.string() }),
    modalityFamily: z.string(),
    state: z.string(),
    at: instant,
    differences: z.array(z.enum(ROUTING_DIFFERENCES)),
    /** Below 0: the shadow would have the last report due earlier. */
    dueShiftMinutes: z.number().int().nullable(),
    failure: z.string().nullable(),
    /** By what was in force; null where the shadow failed. */
    before: side.nullable(),
    after: side.nullable(),
  })
  .meta({ id: 'PolicyShadowStudy' });
export type ShadowStudy = z.infer<typeof shadowStudy>;
