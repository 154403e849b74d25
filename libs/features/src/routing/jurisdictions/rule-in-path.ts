import { DomainError, type JurisdictionRuleId } from '@overread/domain';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { versionsOf } from '@overread/platform';
import type { Request } from 'express';
import { z } from 'zod';

/** The record that an address names, and the versions of it that the caller saw: null when any will do. */
export interface SeenRuleKey {
  id: JurisdictionRuleId;
  accepted: readonly number[] | null;
}

const rulePath = z.object({ id: z.uuid().toLowerCase() });

/** Parameter: the record in the path as it was seen; what cannot be one names nothing: 404. */
export const SeenRule = createParamDecorator((_: unknown, context: ExecutionContext): SeenRuleKey => {
  const { params, headers } = context.switchToHttp().getRequest<Request>();
  const parsed = rulePath.safeParse(params);
  if (!parsed.success) throw new DomainError('not-found', 'jurisdiction/not-found', 'no such jurisdiction rule');
  return { id: parsed.data.id as JurisdictionRuleId, accepted: versionsOf(headers['if-match']) };
});
