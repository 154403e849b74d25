import { DomainError } from '@overread/domain';
import { errorOfConstraint } from './constraints.js';

interface PostgresError extends Error {
  code?: string;
  constraint?: string;
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
/**
 * Connection lost, server going down, out of connections, memory or disk, its disk fails, a server that only reads, a
 * lock or a transaction ended by its timeout.
 */
const UNAVAILABLE =
  /^(08...|57P0[1-5]|53...|58030|25006|25P0[34]|55P03|ECONN(REFUSED|RESET)|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/;
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout/;

/** No uuid, no number, no date, or one out of range: what no schema has caught before it reached a statement. */
const MALFORMED = new Set(['22P02', '22003', '22007', '22008']);

const codeOf = (error: unknown): string => (error instanceof Error ? ((error as PostgresError).code ?? '') : '');

/** Two transactions met; running this one again is enough. */
export const isRetryable = (error: unknown): boolean =>
  codeOf(error) === SERIALIZATION_FAILURE || codeOf(error) === DEADLOCK;

/** What a failed statement means to the caller; what it cannot mean to a caller stays as it is. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const { code = '', constraint } = error as PostgresError;
  if (constraint) {
    const known = errorOfConstraint(constraint);
    if (known) return Object.assign(known, { cause: error });
  }
  const as = (domainError: DomainError) => Object.assign(domainError, { cause: error });
  if (code === '22P05' || code === '22021')
    return as(new DomainError('invalid', 'request/invalid-text', 'a text contains a character that cannot be stored'));
  if (MALFORMED.has(code))
    return as(new DomainError('invalid', 'request/invalid-value', 'a value is not of the kind it should be'));
  if (isRetryable(error))
    return as(new DomainError('unavailable', 'database/busy', 'the rows are contended; try again'));
  if (UNAVAILABLE.test(code) || LOST.test(error.message))
    return as(new DomainError('unavailable', 'database/unavailable', 'the database cannot be reached'));
  return error;
}
