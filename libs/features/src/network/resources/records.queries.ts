import type { Instant, JsonObject } from '@overread/domain';
import { all, valuesOfCursor, type EntityClass, type Tx, type Where } from '@overread/platform';
import { idAfter } from '../../access/index.js';
import type { NetworkResource, NetworkRow, Parent, VersionedRow } from './network-resource.js';

/** A row with the row whose version counts for it, if there is one. */
export interface Recorded<Row> {
  row: Row;
  parent: VersionedRow | null;
}

/** The version that its entity tag names. */
export const versionOf = <Row extends NetworkRow>({ row, parent }: Recorded<Row>): number =>
  (parent ?? (row as unknown as VersionedRow)).version;

export interface ListQuery {
  after?: string | undefined;
  limit: number;
  retired: boolean;
  parentId: string | null;
  /** Values of the resource's filters that were given. */
  filters: Readonly<Record<string, string>>;
}

/** Ids of one more than a page, in their order, of those whom the scope lets see them. */
export async function listIds<Row extends NetworkRow, Body extends object>(
  tx: Tx,
  resource: NetworkResource<Row, Body>,
  query: ListQuery,
): Promise<string[]> {
  const values: unknown[] = [idAfter(query.after), query.limit + 1];
  const bind = (value: string) => `$${values.push(value)}`;
  const conditions = ['($1::uuid is null or t.id > $1)', resource.visible ?? 'true'];
  if (!query.retired) conditions.push('t.retired_at is null');
  if (resource.parent && query.parentId !== null)
    conditions.push(`t.${resource.parent.column} = ${bind(query.parentId)}::uuid`);
  for (const [name, value] of Object.entries(query.filters)) {
    const filter = resource.filters[name];
    if (filter) conditions.push(filter.sql.replace('?', bind(value)));
  }
  const sql = `select t.id from ${resource.table} t where ${conditions.join(' and ')} order by t.id limit $2`;
  return (await tx.read<{ id: string }>(sql, values)).map((row) => row.id);
}

type Loadable<Row extends NetworkRow> = { entity: EntityClass<Row>; parent?: Parent };

/** The rows with these ids that the scope sees, by id, each with its parent; without a visible parent there is none. */
export async function loadRecords<Row extends NetworkRow>(
  tx: Tx,
  { entity, parent }: Loadable<Row>,
  ids: readonly string[],
): Promise<Recorded<Row>[]> {
  if (ids.length === 0) return [];
  const rows = await unlocked(tx, entity, ids);
  if (!parent) return rows.map((row) => ({ row, parent: null }));
  const parentIdOf = (row: Row) => String(row[parent.field as keyof Row]);
  const parents = await unlocked(tx, parent.entity, [...new Set(rows.map(parentIdOf))]);
  const byId = new Map(parents.map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const known = byId.get(parentIdOf(row));
    return known ? [{ row, parent: known }] : [];
  });
}

const unlocked = <Row extends NetworkRow>(tx: Tx, entity: EntityClass<Row>, ids: readonly string[]): Promise<Row[]> =>
  tx.change({ rows: all(entity, { id: ids } as unknown as Where<Row>, { lock: 'none' }) }, ({ rows }) => ({
    result: rows as Row[],
  }));

/** How something stood from `at` on. */
export interface VersionRow {
  version: number;
  at: Instant;
  actor: string | null;
  row: JsonObject;
}

/** The version after which a page of a history begins; a cursor of another list begins at its start. */
export function versionAfter(cursor: string | undefined): number {
  const [version] = cursor === undefined ? [0] : valuesOfCursor(cursor, 1);
  return typeof version === 'number' && Number.isInteger(version) && version > 0 && version < 2 ** 31 ? version : 0;
}

export const listVersions = (
  tx: Tx,
  kind: string,
  id: string,
  { after, limit }: { after: number; limit: number },
): Promise<VersionRow[]> =>
  tx.read<VersionRow>(
    `select version, at, actor, row from network_history
     where kind = $1 and entity_id = $2 and version > $3 order by version limit $4`,
    [kind, id, after, limit],
  );
