import { POLICY_STATES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from './common.js';

/** The document's own rules are the domain's (`checkPolicy`); here only its size and outline. */
const condition = z.looseObject({ attribute: z.string().max(64), operator: z.string().max(32) });
const sampling = z.looseObject({
  salt: z.string().max(100),
  rules: z
    .array(z.looseObject({ id: required(100), kind: required(32), conditions: z.array(condition).max(100) }))
    .max(500),
});
const grades = z.array(z.string().max(8)).max(10);
const grading = z.looseObject({ commentOn: grades, discordant: grades, dueDays: z.number().optional() });

export const policyDocument = z.looseObject({
  plans: z.array(z.looseObject({ name: required(100) })).max(200),
  rules: z.array(z.looseObject({ id: required(64), name: required(200) })).max(5000),
  fallback: z.string().max(100).optional(),
  pediatricBelowYears: z.number().min(0).max(25).optional(),
  sampling: sampling.optional(),
  grading: grading.optional(),
});
export const newPolicy = z.object({
  scope: z.enum(['network', 'health-system', 'facility']),
  healthSystemId: id.nullish(),
  facilityId: id.nullish(),
  name: required(200),
  document: policyDocument,
});
export const newPolicyVersion = z.object({ document: policyDocument });
export const policyVersion = z
  .object({
    id,
    policyId: id,
    number: z.number().int(),
    state: z.enum(POLICY_STATES),
    document: policyDocument,
    createdAt: instant,
    activatedAt: instant.nullable(),
    retiredAt: instant.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'PolicyVersion' });
export const policy = z
  .object({
    id,
    scope: z.enum(['network', 'health-system', 'facility']),
    healthSystemId: id.nullable(),
    facilityId: id.nullable(),
    name: z.string(),
    versions: z.array(policyVersion),
  })
  .meta({ id: 'Policy' });
export const policyTest = z.object({ studyId: id, at: instant.optional() });
