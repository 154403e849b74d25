export const ERROR_KINDS = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'stale',
  'too-large',
  'rate-limited',
  'unavailable',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One broken rule of a body: `path` is dotted (`patient.id`), `code` stable, `message` for people. */
export interface FieldError {
  path: string;
  code: string;
  message: string;
}

export interface ErrorDetails {
  errors?: readonly FieldError[];
  /** Facts a client may act on; never a patient's identity. */
  facts?: Readonly<Record<string, unknown>>;
  retryAfterSeconds?: number;
}

/** The caller broke a rule. `code` is stable (`offer/expired`); `message` says the facts and no patient's name. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}
