import { DomainError, type PolicyId } from '@overread/domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { versionsOf } from '@overread/platform';
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

/** The same as somebody saw it: with the versions of If-Match, null when any will do. */
export interface SeenVersionKey extends VersionKey {
  accepted: readonly number[] | null;
}

/** Parameter: the policy and the version in the path; what cannot be one names nothing: 404. */
export const VersionInPath = createParamDecorator((_: unknown, context: ExecutionContext) =>
  versionIn(context.switchToHttp().getRequest<Request>()),
);

/** Parameter: the same, and as what it was seen. */
export const SeenVersion = createParamDecorator((_: unknown, context: ExecutionContext): SeenVersionKey => {
  const request = context.switchToHttp().getRequest<Request>();
  return { ...versionIn(request), accepted: versionsOf(request.headers['if-match']) };
});

function versionIn({ params }: Request): VersionKey {
  const parsed = versionPath.safeParse(params);
  if (parsed.success) return parsed.data as VersionKey;
  throw new DomainError('not-found', 'policy/not-found', 'no such version of this policy');
}
