import { DomainError, type PolicyId } from '@overread/domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';

/** The version that an address names. */
export interface VersionKey {
  id: PolicyId;
  number: number;
}

const versionPath = z.object({
  id: z.uuid().toLowerCase(),
  number: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Parameter: the policy and the version in the path; what cannot be one names nothing: 404. */
export const VersionInPath = createParamDecorator((_: unknown, context: ExecutionContext): VersionKey => {
  const parsed = versionPath.safeParse(context.switchToHttp().getRequest<Request>().params);
  if (parsed.success) return parsed.data as VersionKey;
  throw new DomainError('not-found', 'policy/not-found', 'no such version of this policy');
});
