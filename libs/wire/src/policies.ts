import { POLICY_STATES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required } from './common.js';
import { policyDocument } from './policies/policy-document.js';

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
    /** What a jurisdiction rule has come to forbid of the version in force, which stays in force until it is mended. */
    forbidden: z.array(
      z.object({
        jurisdictionRuleId: id,
        jurisdictionRuleNumber: z.number().int(),
        code: z.string(),
        path: z.string(),
        message: z.string(),
        foundAt: instant,
      }),
    ),
  })
  .meta({ id: 'Policy' });
