import type { ColumnShape, EntityShape } from './entity-shape.js';
import type { RowLock } from './targets.js';

export type Row = Record<string, unknown>;
export interface Statement {
  text: string;
  values: unknown[];
}

const LOCKS: Record<RowLock, string> = {
  // Not `for update`: a foreign key's check may pass beside the change, no other change may.
  update: 'for no key update of t',
  share: 'for share of t',
  none: '',
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Every combination of the values that the properties may have. */
export function tuplesOf(properties: readonly string[], where: Row): unknown[][] {
  return properties.reduce<unknown[][]>(
    (tuples, property) => tuples.flatMap((tuple) => listOf(where[property]).map((value) => [...tuple, value])),
    [[]],
  );
}

/** The properties that every `where` names with a value; `null` and `undefined` are not values. */
export function comparedProperties(shape: EntityShape, wheres: readonly Row[]): string[] {
  const valued = (where: Row): string[] =>
    Object.keys(where)
      .filter((property) => where[property] !== null && where[property] !== undefined)
      .sort();
  const named = valued(wheres[0] ?? {});
  for (const where of wheres) {
    if (valued(where).join() !== named.join()) throw new Error(`targets of ${shape.name} name different properties`);
  }
  return named;
}

/** One tuple is compared by `=`: PostgreSQL then keeps one plan, where it would plan a list anew each time. */
function compare(columns: readonly ColumnShape[], tuples: readonly unknown[][], values: unknown[]): string {
  const bind = (value: unknown) => `$${values.push(value)}`;
  const [only] = tuples;
  if (tuples.length === 1 && only)
    return columns.map((column, at) => `t.${column.quoted} = ${bind(only[at])}::${column.type}`).join(' and ');
  const names = columns.map((column) => `t.${column.quoted}`).join(', ');
  const lists = columns.map((column, at) => `${bind(tuples.map((tuple) => tuple[at]))}::${column.type}[]`).join(', ');
  return columns.length === 1 ? `${names} = any(${lists})` : `(${names}) in (select * from unnest(${lists}))`;
}

function conditions(shape: EntityShape, wheres: readonly Row[], values: unknown[]): string {
  const column = (property: string) => {
    const found = shape.byProperty.get(property);
    if (!found) throw new Error(`${shape.name} has no property ${property}`);
    return found;
  };
  const first = wheres[0] ?? {};
  if (Object.keys(first).length === 0) throw new Error(`a target of ${shape.name} needs a condition`);
  const absent = Object.keys(first).filter((property) => first[property] === null);
  const compared = comparedProperties(shape, wheres);
  const parts = absent.map((property) => `t.${column(property).quoted} is null`);
  if (compared.length > 0) {
    const tuples = wheres.flatMap((where) => tuplesOf(compared, where));
    parts.push(compare(compared.map(column), tuples, values));
  }
  return parts.join(' and ');
}

/** Locks the rows in the order of their key. */
export function lockStatement(shape: EntityShape, wheres: readonly Row[], lock: RowLock): Statement {
  const values: unknown[] = [];
  const condition = conditions(shape, wheres, values);
  const columns = shape.columns.map((column) => `t.${column.quoted} as "${column.property}"`).join(', ');
  const order = shape.primary.map((column) => `t.${column.quoted}`).join(', ');
  const from = `from ${shape.table} t where ${condition} order by ${order} ${LOCKS[lock]}`;
  return { text: `select true as "@found", ${columns} ${from}`, values };
}

/**
 * The last of a change's locks, and the clock read **after** all of them are held: beside a plain `for update` it is read
 * before the wait. When `elevate` is set the same statement then hands the rest of the transaction to the system, so that
 * the save may move a row out of the actor's view.
 */
export function lastLockStatement({ text, values }: Statement, elevate: boolean): Statement {
  const role = elevate ? `, set_config('overread.role', 'system', true)` : '';
  return {
    text:
      `with l as materialized (${text}), n as materialized (select count(*) from l), ` +
      `c as materialized (select overread_now() as "@now"${role} from n) ` +
      `select c."@now", l.* from c left join l on true`,
    values,
  };
}
