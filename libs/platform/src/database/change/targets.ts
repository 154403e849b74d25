import type { DomainEvent } from '@overread/domain';

/** A decorated entity's class. */
export type EntityClass<E extends object> = abstract new () => E;

/**
 * Which rows, by property: equal to the value, or to one of an array's. `null` asks for rows without a value.
 */
export type Where<E> = { readonly [K in keyof E]?: E[K] | readonly NonNullable<E[K]>[] | null };

/**
 * `update` waits for and excludes other changes of the row; `share` only keeps it from changing (many may share);
 * `none` reads it as it is.
 */
export type RowLock = 'update' | 'share' | 'none';
export interface TargetOptions {
  lock?: RowLock;
}

interface TargetOf<E extends object> {
  readonly entity: EntityClass<E>;
  readonly where: Where<E>;
  readonly lock: RowLock;
  /** False when there can be no such rows yet: nothing is asked of the database. */
  readonly loads: boolean;
}
export interface One<E extends object> extends TargetOf<E> {
  readonly kind: 'one';
}
export interface Maybe<E extends object> extends TargetOf<E> {
  readonly kind: 'maybe';
}
export interface All<E extends object> extends TargetOf<E> {
  readonly kind: 'all';
}
export type Target<E extends object = object> = One<E> | Maybe<E> | All<E>;
export type Targets = Readonly<Record<string, Target>>;

/** A row is plain data with its entity's properties, never an instance of the class: spread it at will. */
export type RowOf<E> = { [K in keyof E]: E[K] };

/** What the rule receives for each target. */
export type Loaded<T extends Targets> = {
  [K in keyof T]: T[K] extends One<infer E>
    ? RowOf<E>
    : T[K] extends Maybe<infer E>
      ? RowOf<E> | null
      : T[K] extends All<infer E>
        ? RowOf<E>[]
        : never;
};

/** What the rule may answer for each target: properties that are absent stay as they are. */
export type Saved<T extends Targets> = {
  [K in keyof T]?: T[K] extends One<infer E>
    ? Partial<E>
    : T[K] extends Maybe<infer E>
      ? Partial<E> | null
      : T[K] extends All<infer E>
        ? readonly Partial<E>[]
        : never;
};

/** The domain's `Change`, with rows that may be less than the entity has columns. */
export interface Decision<T extends Targets, R> {
  readonly next?: Saved<T>;
  readonly events?: readonly DomainEvent[];
  readonly result: R;
}

/** The one row with this key; `not-found` when it is absent or the scope may not see it. */
export const one = <E extends object>(
  entity: EntityClass<E>,
  where: Where<E>,
  options: TargetOptions = {},
): One<E> => ({
  kind: 'one',
  entity,
  where,
  lock: options.lock ?? 'update',
  loads: true,
});

/** The row with this key or null; a row returned where null was loaded is inserted. */
export const maybe = <E extends object>(
  entity: EntityClass<E>,
  where: Where<E>,
  options: TargetOptions = {},
): Maybe<E> => ({ kind: 'maybe', entity, where, lock: options.lock ?? 'update', loads: true });

/** Every row that matches; rows returned that were not loaded are inserted. */
export const all = <E extends object>(
  entity: EntityClass<E>,
  where: Where<E>,
  options: TargetOptions = {},
): All<E> => ({
  kind: 'all',
  entity,
  where,
  lock: options.lock ?? 'update',
  loads: true,
});

/** Rows that the change makes, of a key that is new itself: none are loaded, those returned are inserted. */
export const added = <E extends object>(entity: EntityClass<E>): All<E> => ({
  kind: 'all',
  entity,
  where: {},
  lock: 'none',
  loads: false,
});
