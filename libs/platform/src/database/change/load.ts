import type { Instant } from '@overread/domain';
import type { EntityShape, EntityShapes } from './entity-shape.js';
import { comparedProperties, lastLockStatement, lockStatement, tuplesOf, type Row } from './lock-statement.js';
import { planned } from './planned.js';
import type { Session } from '../session.js';
import type { Target, Targets } from './targets.js';

type LoadedRow = Row & { '@now': Instant; '@found': boolean | null };

/** One name of the targets, with its rows for each member of the list. */
export interface Column {
  readonly name: string;
  readonly shape: EntityShape;
  readonly targets: readonly Target[];
  /** The properties that every member's condition compares with a value. */
  readonly compared: readonly string[];
  readonly rows: readonly Row[][];
}

export interface LoadedTargets {
  readonly columns: readonly Column[];
  readonly now: Instant;
}

const rowOf = (shape: EntityShape, loaded: LoadedRow): Row => {
  const row: Row = {};
  for (const column of shape.columns) row[column.property] = loaded[column.property];
  return row;
};

const comparable = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** The values as one comparable string. */
export const tupleKey = (tuple: readonly unknown[]): string => JSON.stringify(tuple.map(comparable));

export const whereOf = (target: Target): Row => target.where as Row;

type Wanted = Omit<Column, 'rows'>;

function wantedOf(list: readonly Targets[], shapes: EntityShapes): Wanted[] {
  const names = Object.keys(list[0] ?? {});
  const wanted = names.map((name) => {
    const targets = list.map((member) => {
      const target = member[name];
      if (!target) throw new Error(`every member of the list needs the target ${name}`);
      return target;
    });
    const first = targets[0] as Target;
    if (targets.some((t) => t.entity !== first.entity || t.kind !== first.kind || t.lock !== first.lock))
      throw new Error(`the target ${name} differs within the list`);
    const shape = shapes.of(first.entity);
    return { name, targets, shape, compared: comparedProperties(shape, targets.map(whereOf)) };
  });
  return wanted.sort((a, b) => a.shape.rank - b.shape.rank || (a.shape.table < b.shape.table ? -1 : 1));
}

/** Which of the rows each target asked for. */
function distribute({ targets, compared }: Wanted, rows: Row[]): Row[][] {
  if (targets.length === 1) return [rows];
  const byTuple = Map.groupBy(rows, (row) => tupleKey(compared.map((property) => row[property])));
  return targets.map((target) =>
    tuplesOf(compared, whereOf(target)).flatMap((tuple) => byTuple.get(tupleKey(tuple)) ?? []),
  );
}

/** Locks and loads every target of every member; one statement per name of a target, all sent at once. */
export async function load(session: Session, shapes: EntityShapes, list: readonly Targets[]): Promise<LoadedTargets> {
  const wanted = wantedOf(list, shapes);
  const asked = wanted.filter(({ targets }) => first(targets).loads);
  // What only looks has nothing to save, so it may stay in the role it is in.
  const saves = session.ownRole !== 'system' && wanted.some(({ targets }) => savable(first(targets)));
  const results = await Promise.all(
    asked.map(({ shape, targets }, index) => {
      const isLast = index === asked.length - 1;
      const elevate = saves && isLast;
      const lock = lockStatement(shape, targets.map(whereOf), first(targets).lock);
      const config = planned(isLast ? lastLockStatement(lock, elevate) : lock);
      return session.query<LoadedRow>({ mode: 'scope', config, ...(elevate ? { leaves: 'system' } : {}) });
    }),
  );
  const rowsOf = new Map(
    asked.map((column, index) => {
      const found = results[index]?.rows.filter((row) => row['@found']) ?? [];
      return [column, found.map((row) => rowOf(column.shape, row))] as const;
    }),
  );
  const columns = wanted.map((column) => ({ ...column, rows: distribute(column, rowsOf.get(column) ?? []) }));
  return { columns, now: results.at(-1)?.rows[0]?.['@now'] ?? (await databaseClock(session)) };
}

const first = (targets: readonly Target[]): Target => targets[0] as Target;

const savable = ({ lock, loads }: Target): boolean => lock === 'update' || !loads;

/** The database's clock, or what a test has set it to. */
export async function databaseClock(session: Session): Promise<Instant> {
  const config = { name: 'overread_now', text: 'select overread_now() as now' };
  const { rows } = await session.query<{ now: Instant }>({ mode: 'own', config });
  if (!rows[0]) throw new Error('the database told no time');
  return rows[0].now;
}
