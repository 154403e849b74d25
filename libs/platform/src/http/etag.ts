import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import type { Request, Response } from 'express';

/** The entity tag of a row's version. */
export const etagOf = (version: number): string => `"v${version}"`;

const TAG = /(?:W\/)?"v(\d+)"/g;
const WELL_FORMED = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;

/** The versions that the caller accepts; null when any will do (no header, or `*`). */
export function versionsOf(ifMatch: string | undefined): number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  if (!WELL_FORMED.test(ifMatch))
    throw new DomainError('invalid', 'request/malformed', 'If-Match is not an entity tag');
  return [...ifMatch.matchAll(TAG)].map((match) => Number(match[1]));
}

/** Throws `stale` when the row has moved on since the caller read it. Call it on the locked row. */
export function requireVersion(accepted: readonly number[] | null, version: number): void {
  if (accepted === null || accepted.includes(version)) return;
  throw new DomainError('stale', 'request/stale', `it is at version ${version} now`, { facts: { version } });
}

/** Parameter: the versions of If-Match, for `requireVersion`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  versionsOf(context.switchToHttp().getRequest<Request>().headers['if-match']),
);

/** Sends the tag of what is answered. */
export const setEtag = (response: Response, version: number): void => {
  response.setHeader('ETag', etagOf(version));
};
