import { DomainError } from '@overread/domain';

export interface Page<T> {
  items: T[];
  /** Pass it as `after` for what follows; null at the end. */
  next: string | null;
}

/** Where a page ended: the values it was sorted by, opaque to the caller. */
export type CursorValues = readonly (string | number | boolean | null)[];

export const cursorOf = (values: CursorValues): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The values of a cursor of this length; `invalid` for anything else. */
export function valuesOfCursor(cursor: string, length: number): CursorValues {
  const wrong = () =>
    new DomainError('invalid', 'request/invalid-cursor', 'after is not a cursor of this list', {
      errors: [{ path: 'after', code: 'invalid-cursor', message: 'is not a cursor of this list' }],
    });
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw wrong();
  }
  const plain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
  if (!Array.isArray(values) || values.length !== length || !values.every(plain)) throw wrong();
  return values as CursorValues;
}

/** A page of at most `limit` out of up to `limit + 1` rows read; `by` gives the values the list is sorted by. */
export function pageOf<T>(rows: readonly T[], limit: number, by: (row: T) => CursorValues): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(by(last)) : null };
}
