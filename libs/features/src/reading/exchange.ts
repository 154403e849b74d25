import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { repeatableRequest, versionsOf, type RepeatableRequest } from '@overread/platform';
import type { Request, Response } from 'express';

/** What of a request stands beside its path and body, and where its answer goes. */
export interface HttpExchange {
  /** Of If-Match; null when any will do. */
  versions: number[] | null;
  /** Of Idempotency-Key; null without one. */
  repeatable: RepeatableRequest | null;
  request: Request;
  response: Response;
}

/** Parameter: conditions of the request and its answer in one. */
export const Exchange = createParamDecorator((_: unknown, context: ExecutionContext): HttpExchange => {
  const http = context.switchToHttp();
  const request = http.getRequest<Request>();
  return {
    versions: versionsOf(request.headers['if-match']),
    repeatable: repeatableRequest(request),
    request,
    response: http.getResponse<Response>(),
  };
});
