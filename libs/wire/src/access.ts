import { OFFICES, ROLES } from '@overread/domain';
import { z } from 'zod';
import { id, instant, required, text } from './common.js';

export const organizationRef = z.object({
  kind: z.enum(['network', 'health-system', 'reading-group']),
  id: id.nullable(),
  name: z.string(),
});

export const user = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    organization: organizationRef,
    readerId: id.optional(),
    /** What they may confirm in an emergency. */
    office: z.enum(OFFICES).optional(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const signInRequest = z.object({
  email: required(320),
  password: z.string().min(1).max(1024),
  code: z.string().max(16).optional(),
});
export type SignInRequest = z.infer<typeof signInRequest>;
export const signInResponse = z.object({ token: z.string(), expiresAt: instant, user }).meta({ id: 'SignedIn' });
export type SignInResponse = z.infer<typeof signInResponse>;

export const newUser = z.object({
  email: z.email().max(320),
  name: required(200),
  password: z.string().min(12).max(1024),
  role: z.enum(ROLES),
  organizationId: id.nullish(),
  readerId: id.nullish(),
  /** `medical-director` for roles of the network, `physician` for those of a health system. */
  office: z.enum(OFFICES).nullish(),
});
export type NewUser = z.infer<typeof newUser>;

export const newApiKey = z.object({
  healthSystemId: id,
  name: required(200),
  facilities: z.array(text(100)).max(200).default([]),
  defaultFacility: text(100).nullish(),
});
export type NewApiKey = z.infer<typeof newApiKey>;

export const apiKey = z
  .object({
    id,
    healthSystemId: id,
    name: z.string(),
    facilities: z.array(z.string()),
    defaultFacility: z.string().nullable(),
    createdAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
/** The key itself is in the answer to its creation and nowhere else. */
export const createdApiKey = apiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' });
export type ApiKey = z.infer<typeof apiKey>;
