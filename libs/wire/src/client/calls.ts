import type { CallOptions, Query } from './client-transport.js';

export interface Page<T> {
  items: T[];
  next: string | null;
}
/** `version`: what was read; the change answers 412 when it has moved on. */
export interface Changing {
  version?: number | undefined;
}
export interface Creating {
  idempotencyKey?: string | undefined;
}
export const matching = (changing?: Changing): CallOptions => ({ ifMatch: changing?.version });

/** Every page of a list, one after the other. */
export async function everyItem<T>(list: (query: Query) => Promise<Page<T>>, query: Query = {}): Promise<T[]> {
  const items: T[] = [];
  let after: string | null | undefined;
  do {
    const page: Page<T> = await list({ ...query, after });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}
