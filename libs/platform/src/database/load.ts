import { DomainError, type Instant } from '@overread/domain';
import type { EntityShape, EntityShapes } from './entity-shape.js';
import { comparedProperties, lockStatement, tuplesOf, type Row } from './lock-statement.js';
import { planned } from './planned.js';
import type { Session } from './session.js';
import type { Target, Targets } from './targets.js';

type LoadedRow = Row & { '@now': Instant; '@found': boolean | null };
/** One name of the targets, for the whole list. */
interface Column {
  name: string;
  targets: readonly Target[];
  shape: EntityShape;
}

export interface LoadedTargets {
  /** For each member of the list, name to row, null or rows. */
  readonly rows: Record<string, Row | Row[] | null>[];
  readonly now: Instant;
}

const rowOf = (shape: EntityShape, loaded: LoadedRow): Row => {
  const row: Row = {};
  for (const column of shape.columns) row[column.property] = loaded[column.property];
  return row;
};

const comparable = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
const tupleKey = (tuple: readonly unknown[]): string => JSON.stringify(tuple.map(comparable));

function columnsOf(list: readonly Targets[], shapes: EntityShapes): Column[] {
  const names = Object.keys(list[0] ?? {});
  const columns = names.map((name) => {
    const targets = list.map((member) => {
      const target = member[name];
      if (!target) throw new Error(`every member of the list needs the target ${name}`);
      return target;
    });
    const first = targets[0] as Target;
    if (targets.some((t) => t.entity !== first.entity || t.kind !== first.kind || t.lock !== first.lock))
      throw new Error(`the target ${name} differs within the list`);
    return { name, targets, shape: shapes.of(first.entity) };
  });
  return columns.sort((a, b) => a.shape.rank - b.shape.rank || (a.shape.table < b.shape.table ? -1 : 1));
}

/** Which of the rows each target asked for. */
function distribute(column: Column, rows: Row[]): Row[][] {
  const wheres = column.targets.map((target) => target.where as Row);
  if (wheres.length === 1) return [rows];
  const compared = comparedProperties(column.shape, wheres);
  const byTuple = Map.groupBy(rows, (row) => tupleKey(compared.map((property) => row[property])));
  return wheres.map((where) => tuplesOf(compared, where).flatMap((tuple) => byTuple.get(tupleKey(tuple)) ?? []));
}

function shaped(target: Target, rows: Row[], shape: EntityShape): Row | Row[] | null {
  if (target.kind === 'all') return rows;
  if (rows.length > 1) throw new Error(`the key of a target names ${rows.length} rows of ${shape.name}`);
  const [row] = rows;
  if (target.kind === 'one' && !row)
    throw new DomainError(
      'not-found',
      `${shape.name.replaceAll('_', '-')}/not-found`,
      `no such ${shape.name.replaceAll('_', ' ')}`,
    );
  return row ?? null;
}

/** Locks and loads every target of every member; one statement per name of a target. */
export async function load(session: Session, shapes: EntityShapes, list: readonly Targets[]): Promise<LoadedTargets> {
  const columns = columnsOf(list, shapes);
  const rows: LoadedTargets['rows'] = list.map(() => ({}));
  let now: Instant | null = null;
  for (const [index, column] of columns.entries()) {
    const first = column.targets[0] as Target;
    const elevate = index === columns.length - 1 && session.ownRole !== 'system';
    const wheres = column.targets.map((target) => target.where as Row);
    const statement = planned(lockStatement(column.shape, wheres, first.lock, elevate));
    const result = await session.query<LoadedRow>('scope', statement, elevate ? 'system' : undefined);
    now = result.rows[0]?.['@now'] ?? null;
    const found = result.rows.filter((row) => row['@found']).map((row) => rowOf(column.shape, row));
    distribute(column, found).forEach((part, member) => {
      const target = column.targets[member] as Target;
      (rows[member] as Record<string, unknown>)[column.name] = shaped(target, part, column.shape);
    });
  }
  if (now === null) {
    const result = await session.query<{ now: Instant }>('scope', { text: 'select overread_now() as now' });
    now = result.rows[0]?.now ?? null;
  }
  if (now === null) throw new Error('the database told no time');
  return { rows, now };
}
