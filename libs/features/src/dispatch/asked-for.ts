import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { repeatableRequest, versionsOf, type RepeatableRequest } from '@overread/platform';
import type { Request } from 'express';

/** Parameter: the conditions of a request, If-Match and Idempotency-Key, in one. */
export const AskedFor = createParamDecorator(
  (_: unknown, context: ExecutionContext): { versions: number[] | null; repeatable: RepeatableRequest | null } => {
    const request = context.switchToHttp().getRequest<Request>();
    return { versions: versionsOf(request.headers['if-match']), repeatable: repeatableRequest(request) };
  },
);
