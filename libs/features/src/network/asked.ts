import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError, type Principal } from '@overread/domain';
import { principalOf, setEtag, versionsOf } from '@overread/platform';
import type { Request, Response } from 'express';
import { validate } from 'uuid';

/** What every request about one versioned thing brings, beside its body. */
export interface Asked {
  principal: Principal;
  path: Readonly<Record<string, string | undefined>>;
  /** The versions of If-Match; null when any will do. */
  accepted: readonly number[] | null;
  /** The body to answer, once its version is in the entity tag. */
  tagged: <Body extends object>(shown: { body: Body; version: number }) => Body;
}

/** Parameter: what is asked, by whom, of which version. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const http = context.switchToHttp();
  const request = http.getRequest<Request>();
  return {
    principal: principalOf(request),
    path: request.params as Asked['path'],
    accepted: versionsOf(request.headers['if-match']),
    tagged: ({ body, version }) => {
      setEtag(http.getResponse<Response>(), version);
      return body;
    },
  };
});

/** An id of the path. What cannot be an id names nothing: 404. */
export function idIn(path: Asked['path'], name: string): string {
  const id = path[name];
  if (id !== undefined && validate(id)) return id.toLowerCase();
  throw new DomainError('not-found', 'request/not-found', 'nothing has this id');
}
