import { DomainError, type ErrorKind } from '@overread/domain';

/** RFC 9457 problem details, with the stable `code` that clients act on. */
export interface Problem {
  status: number;
  title: string;
  code: string;
  detail: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const KINDS: Record<ErrorKind, { status: number; title: string }> = {
  invalid: { status: 422, title: 'The request breaks a rule' },
  unauthenticated: { status: 401, title: 'Who is asking is not known' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'In conflict with the present state' },
  stale: { status: 412, title: 'Changed since it was read' },
  'too-large': { status: 413, title: 'Too large' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available now' },
};

/** What cannot even be read as a request is 400, whatever rule it would break. */
const UNREADABLE = new Set(['request/invalid-json', 'request/too-deep', 'request/malformed']);
const OTHER_TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'The request took too long',
  415: 'Unsupported media type',
};

/** A problem of plain HTTP, that no rule of the domain names. */
export function problemOf(status: number, code: string, detail: string): Problem {
  const known = Object.values(KINDS).find((kind) => kind.status === status);
  const title = OTHER_TITLES[status] ?? known?.title ?? (status >= 500 ? 'Internal error' : 'The request failed');
  return {
    status,
    title,
    code,
    detail,
    headers: {},
    body: { type: `urn:overread:problem:${code}`, title, status, detail, code },
  };
}

export function problemOfDomain(error: DomainError): Problem {
  const { status, title } = UNREADABLE.has(error.code)
    ? { status: 400, title: OTHER_TITLES[400] ?? '' }
    : KINDS[error.kind];
  const { errors, facts, retryAfterSeconds } = error.details;
  const headers: Record<string, string> = {};
  if (error.kind === 'unauthenticated') headers['WWW-Authenticate'] = 'Bearer';
  const retryAfter = retryAfterSeconds ?? (error.kind === 'unavailable' ? 1 : undefined);
  if (retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(retryAfter));
  const type = `urn:overread:problem:${error.code}`;
  const body = {
    ...facts,
    type,
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(errors ? { errors } : {}),
  };
  return { status, title, code: error.code, detail: error.message, headers, body };
}
