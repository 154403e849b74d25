import { HttpException } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import { translate } from '../database/database-errors.js';
import { problemOf, problemOfDomain, type Problem } from './problem.js';

/** What express' body parser and router throw. */
interface HttpError extends Error {
  status?: number;
  type?: string;
}

const PARSER: Record<string, { status: number; code: string; detail: string }> = {
  'entity.parse.failed': { status: 400, code: 'request/invalid-json', detail: 'the body is not valid JSON' },
  'entity.too.large': { status: 413, code: 'request/too-large', detail: 'the body is too large' },
  'encoding.unsupported': {
    status: 415,
    code: 'request/unsupported-encoding',
    detail: 'this content encoding is not understood',
  },
  'charset.unsupported': {
    status: 415,
    code: 'request/unsupported-charset',
    detail: 'this character set is not understood',
  },
  'request.aborted': { status: 400, code: 'request/aborted', detail: 'the body ended early' },
  'request.size.invalid': { status: 400, code: 'request/malformed', detail: 'the body has not the length it claims' },
};

const CODES: Record<number, string> = {
  400: 'request/malformed',
  401: 'auth/token-missing',
  403: 'request/forbidden',
  404: 'request/not-found',
  405: 'request/method-not-allowed',
  406: 'request/not-acceptable',
  408: 'request/timeout',
  413: 'request/too-large',
  415: 'request/unsupported-media-type',
  429: 'request/too-many',
};

function ofHttp(error: HttpError, status: number): Problem | null {
  const known = PARSER[error.type ?? ''];
  if (known) return problemOf(known.status, known.code, known.detail);
  if (status < 400 || status > 499) return null;
  const detail = status === 404 ? 'there is nothing at this address' : error.message;
  return problemOf(status, CODES[status] ?? 'request/failed', detail);
}

/** What the caller is told of an error; null when it is a bug that says nothing to a caller. */
export function problemOfError(thrown: unknown): Problem | null {
  const error = translate(thrown);
  if (error instanceof DomainError) return problemOfDomain(error);
  if (error instanceof HttpException) return ofHttp({ name: error.name, message: error.message }, error.getStatus());
  if (error instanceof Error && typeof (error as HttpError).status === 'number')
    return ofHttp(error, (error as HttpError).status ?? 500);
  return null;
}

export const UNEXPECTED: Problem = problemOf(500, 'server/unexpected', 'an unexpected error; it has been recorded');
