import type { DomainEvent, Instant } from '@overread/domain';
import type { Lease } from '../leases/lease.js';
import type { Scope } from './scope.js';
import type { Decision, EntityClass, Loaded, Targets } from './change/targets.js';

/** A rule: the locked rows and the instant, to what shall be. */
export type Decide<T extends Targets, R> = (rows: Loaded<T>, now: Instant) => Decision<T, R>;

/**
 * One transaction. The only code that writes rows or the log. What a change or a put writes is sent together with the
 * next statement, or the commit: its failure (a conflict) comes from there, and ends the transaction either way.
 */
export interface Tx {
  readonly scope: Scope;
  /**
   * Locks the rows (in rank order, each table by key), calls the pure function with the database's clock read after
   * the locks are held, saves the difference and appends the events.
   */
  change<T extends Targets, R = void>(targets: T, decide: Decide<T, R>): Promise<R>;
  /** The same for a list, in a constant number of statements and a stable lock order. Results in the list's order. */
  changeMany<T extends Targets, R = void>(list: readonly T[], decide: Decide<T, R>): Promise<R[]>;
  /**
   * Inserts or replaces rows that no rule guards, and appends their events. The write itself runs as the system: who
   * may do it is asked before.
   */
  put<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    events?: readonly DomainEvent[],
  ): Promise<void>;
  /** New rows that no rule guards and no event tells of, written as the system: who looked, why something was decided. */
  add<E extends object>(entity: EntityClass<E>, rows: Partial<E> | readonly Partial<E>[]): Promise<void>;
  /** Plain SQL for reading, within the scope. Instants are Dates; bigint and numeric are numbers; dates are text. */
  read<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** The database's clock. */
  now(): Promise<Instant>;
  /**
   * The transaction fails unless the lease is still this holder's. Checked together with the next statement; from
   * then until the commit nobody can take the lease over.
   */
  guard(lease: Lease): Promise<void>;
}
