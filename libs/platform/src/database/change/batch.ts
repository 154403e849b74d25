import { DomainError } from '@overread/domain';
import { keyOf, type EntityShape } from './entity-shape.js';
import { tupleKey, whereOf, type Column } from './load.js';
import { tuplesOf, type Row } from './lock-statement.js';
import type { Target } from './targets.js';
import type { WriteSet } from './write-set.js';

type View = Record<string, Row | Row[] | null>;

/**
 * The loaded rows while a list is decided member by member: each sees what those before it have decided, as if each
 * had a change of its own.
 */
export class Batch {
  /** Rows that earlier members insert, by the values that a column's conditions compare. */
  private readonly added = new Map<Column, Map<string, Row[]>>();

  constructor(
    private readonly columns: readonly Column[],
    private readonly writes: WriteSet,
  ) {}

  /** What the rule of this member receives. */
  view(member: number): View {
    const view: View = {};
    for (const column of this.columns) {
      const target = column.targets[member] as Target;
      const loaded = (column.rows[member] ?? []).map((row) => this.writes.latest(column.shape, row));
      const rows = [...loaded, ...this.addedFor(column, target)];
      view[column.name] = shaped(column.shape, target, rows);
    }
    return view;
  }

  /** Takes what the rule answered for one name of the member's targets. */
  take(name: string, view: View, member: number, next: Row | readonly Row[] | null): void {
    const column = this.columns.find((candidate) => candidate.name === name);
    if (!column) throw new Error(`a change may save only what it loaded, not ${name}`);
    const before = view[name] ?? null;
    if (next === before) return;
    if (next === null) throw new Error(`rows of ${column.shape.name} are never deleted`);
    const known = new Map([before ?? []].flat().map((row) => [keyOf(column.shape, row), row]));
    const isAll = column.targets[member]?.kind === 'all';
    for (const row of [next].flat() as Row[]) {
      const old = isAll ? known.get(keyOf(column.shape, row)) : (before as Row | null);
      if (old) this.writes.update(column.shape, old, row);
      else this.insert(column.shape, row);
    }
  }

  private insert(shape: EntityShape, row: Row): void {
    this.writes.insert(shape, row);
    for (const column of this.columns) {
      if (column.shape !== shape || column.targets.length === 1) continue;
      const known = this.added.get(column) ?? new Map<string, Row[]>();
      const key = tupleKey(column.compared.map((property) => row[property]));
      known.set(key, [...(known.get(key) ?? []), row]);
      this.added.set(column, known);
    }
  }

  private addedFor(column: Column, target: Target): Row[] {
    const known = target.loads ? this.added.get(column) : undefined;
    if (!known) return [];
    const where = whereOf(target);
    const absent = Object.keys(where).filter((property) => where[property] === null);
    return tuplesOf(column.compared, where)
      .flatMap((tuple) => known.get(tupleKey(tuple)) ?? [])
      .map((row) => this.writes.latest(column.shape, row))
      .filter((row) => absent.every((property) => (row[property] ?? null) === null));
  }
}

function shaped(shape: EntityShape, target: Target, rows: Row[]): Row | Row[] | null {
  if (target.kind === 'all') return rows;
  if (rows.length > 1) throw new Error(`the key of a target names ${rows.length} rows of ${shape.name}`);
  const [row] = rows;
  if (row) return row;
  if (target.kind === 'maybe') return null;
  const code = `${shape.name.replaceAll('_', '-')}/not-found`;
  throw new DomainError('not-found', code, `no such ${shape.name.replaceAll('_', ' ')}`);
}
