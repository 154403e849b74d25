import type { DomainEvent } from './event.js';

/**
 * What a rule decided: the rows to save (those absent, or the same object as loaded, stay as they are), the events
 * to append, and what the caller wants to know.
 */
export interface Change<Rows, Result = void> {
  readonly next?: Partial<Rows>;
  readonly events?: readonly DomainEvent[];
  readonly result: Result;
}
