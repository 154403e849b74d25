import { DomainError } from '@overread/domain';
import { valuesOfCursor } from '@overread/platform';
import { validate } from 'uuid';

/** The id after which a page of a list sorted by id begins; null at its start. */
export function idAfter(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [id] = valuesOfCursor(cursor, 1);
  if (typeof id === 'string' && validate(id)) return id;
  const error = { path: 'after', code: 'invalid-cursor', message: 'is not a cursor of this list' };
  throw new DomainError('invalid', 'request/invalid-cursor', 'after is not a cursor of this list', { errors: [error] });
}
