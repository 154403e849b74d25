import { topicsOf, type DomainEvent, type Instant } from '@overread/domain';
import type { ColumnShape, EntityShape } from './entity-shape.js';
import type { Row, Statement } from './lock-statement.js';
import type { TableWrites } from './write-set.js';

export interface Save {
  readonly tables: readonly TableWrites[];
  readonly events: readonly DomainEvent[];
  readonly actor: string | null;
  /** The instant of the events; absent takes the database's clock when they are written. */
  readonly at?: Instant;
}

/** PostgreSQL's own text form of binary; everything else is JSON's. */
const valueOf = (value: unknown): unknown =>
  value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : (value ?? null);

const rowsJson = (columns: readonly ColumnShape[], rows: Iterable<Row>): string =>
  JSON.stringify(
    Array.from(rows, (row) =>
      Object.fromEntries(columns.map((column) => [column.name, valueOf(row[column.property])] as const)),
    ),
  );

/** A value as one parameter: JSON is text, everything else as `pg` writes it. */
const parameterOf = (column: ColumnShape, value: unknown): unknown =>
  value !== null && value !== undefined && (column.type === 'jsonb' || column.type === 'json')
    ? JSON.stringify(value)
    : (value ?? null);

const namesOf = (columns: readonly ColumnShape[]): string => columns.map((column) => column.quoted).join(', ');

class Parts {
  readonly ctes: string[] = [];
  readonly values: unknown[] = [];
  /** What must be true of the parts that may touch fewer rows than they name. */
  readonly checks: string[] = [];

  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** The rows under the name `n`, with the columns' names. One row is plain parameters, which plan better. */
  source(table: string, columns: readonly ColumnShape[], rows: readonly Row[]): string {
    const [only] = rows;
    if (rows.length > 1 || !only)
      return `json_populate_recordset(null::${table}, ${this.bind(rowsJson(columns, rows))}::json) n`;
    const values = columns.map((column) => {
      const type = `${column.type}${column.isArray ? '[]' : ''}`;
      return `${this.bind(parameterOf(column, only[column.property]))}::${type} as ${column.quoted}`;
    });
    return `(select ${values.join(', ')}) n`;
  }

  add(name: string, sql: string): void {
    this.ctes.push(`${name} as (${sql})`);
  }
}

const countOf = (name: string): string => `(select count(*) from ${name})`;

function addUpdates(parts: Parts, { shape, updates }: TableWrites, index: number): void {
  if (updates.size === 0) return;
  const entries = [...updates.values()];
  const changed = new Set(entries.flatMap((entry) => [...entry.changed]));
  const set = shape.columns.filter((column) => changed.has(column.property));
  const rows = entries.map((entry) => entry.row);
  const source = parts.source(shape.table, [...shape.primary, ...set], rows);
  const same = shape.primary.map((column) => `t.${column.quoted} = n.${column.quoted}`).join(' and ');
  parts.add(
    `u${index}`,
    `update ${shape.table} t set ${set.map((column) => `${column.quoted} = n.${column.quoted}`).join(', ')} ` +
      `from ${source} where ${same} returning 1`,
  );
  parts.checks.push(`${countOf(`u${index}`)} = ${parts.bind(entries.length)}::bigint`);
}

const onConflict = (shape: EntityShape, columns: readonly ColumnShape[]): string => {
  const rest = columns.filter((column) => !shape.primary.includes(column));
  const key = namesOf(shape.primary);
  if (rest.length === 0) return ` on conflict (${key}) do nothing`;
  return ` on conflict (${key}) do update set ${rest.map((c) => `${c.quoted} = excluded.${c.quoted}`).join(', ')}`;
};

/**
 * Rows that name different columns are inserted apart, so that an absent one takes its default. PostgreSQL runs writing
 * parts of one statement in no promised order: rows of a table that changes are inserted after the change, so that a row
 * is released before another takes its place in a unique index.
 */
function addInserts(parts: Parts, { shape, inserts, updates, replaces }: TableWrites, index: number): void {
  const groups = Map.groupBy(inserts.values(), (row) =>
    shape.columns
      .filter((column) => row[column.property] !== undefined)
      .map((column) => column.name)
      .join(),
  );
  let part = 0;
  for (const rows of groups.values()) {
    const columns = shape.columns.filter((column) => rows[0]?.[column.property] !== undefined);
    const source = parts.source(shape.table, columns, rows);
    parts.add(
      `i${index}_${part++}`,
      `insert into ${shape.table} (${namesOf(columns)}) select ${columns.map((c) => `n.${c.quoted}`).join(', ')} ` +
        `from ${source} where ${updates.size > 0 ? `${countOf(`u${index}`)} >= 0` : 'true'}` +
        `${replaces ? onConflict(shape, columns) : ''}`,
    );
  }
}

const EVENT_COLUMNS = 'type, health_system_id, study_id, read_id, reading_group_ids, reader_ids, version, data';

function addEvents(parts: Parts, { events, actor, at }: Save): void {
  if (events.length === 0) return;
  const json = parts.bind(
    JSON.stringify(
      events.map((event) => ({
        type: event.type,
        health_system_id: event.healthSystemId,
        study_id: event.studyId,
        read_id: event.readId,
        reading_group_ids: event.readingGroupIds,
        reader_ids: event.readerIds,
        version: event.version,
        data: event.data,
        topics: topicsOf(event),
      })),
    ),
  );
  const instant = at ? `${parts.bind(at)}::timestamptz` : 'overread_now()';
  parts.ctes.push(
    `p as materialized (select overread_next_position() as position, x.* from json_to_recordset(${json}::json) as x(` +
      `type text, health_system_id uuid, study_id uuid, read_id uuid, reading_group_ids uuid[], reader_ids uuid[], ` +
      `version integer, data jsonb, topics text[]))`,
  );
  parts.add(
    'e',
    `insert into event (position, at, actor, ${EVENT_COLUMNS}) ` +
      `select position, ${instant}, ${parts.bind(actor)}::text, ${EVENT_COLUMNS} from p`,
  );
  parts.add('et', `insert into event_topic (topic, position) select unnest(topics), position from p`);
}

/**
 * One statement for everything a change writes: rows that change, then new rows, then events and their topics. It
 * divides by zero when an update did not touch every row it names; an insert writes every row or fails.
 */
export function saveStatement(save: Save): Statement {
  const parts = new Parts();
  save.tables.forEach((table, index) => addUpdates(parts, table, index));
  save.tables.forEach((table, index) => addInserts(parts, table, index));
  addEvents(parts, save);
  const checked = parts.checks.length > 0 ? `1 / (${parts.checks.join(' and ')})::int` : '1';
  return { text: `with ${parts.ctes.join(', ')} select ${checked}`, values: parts.values };
}

/** Both saves in one statement; null when they are about the same table, or each has an instant of its own. */
export function joined(first: Save, second: Save): Save | null {
  if (first.events.length > 0 && second.events.length > 0) return null;
  const known = new Set(first.tables.map((table) => table.shape));
  if (second.tables.some((table) => known.has(table.shape))) return null;
  const told = first.events.length > 0 ? first : second;
  return { ...told, tables: [...first.tables, ...second.tables] };
}
