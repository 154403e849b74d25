import { isDeepStrictEqual } from 'node:util';
import { keyOf, type EntityShape } from './entity-shape.js';
import type { Row } from './lock-statement.js';

export interface TableWrites {
  readonly shape: EntityShape;
  readonly updates: Map<string, { row: Row; changed: Set<string> }>;
  readonly inserts: Map<string, Row>;
  /** Inserted rows take the place of those that exist. */
  readonly replaces: boolean;
}

/** Collects what a change must save: only the differences, each row once, as it is after the last decision on it. */
export class WriteSet {
  private readonly tables = new Map<EntityShape, TableWrites>();

  constructor(private readonly replaces = false) {}

  /** In lock order, so that two writers of the same tables meet in the same order. */
  inOrder(): TableWrites[] {
    return [...this.tables.values()].sort((a, b) => a.shape.rank - b.shape.rank);
  }

  /** The row as decided so far. */
  latest(shape: EntityShape, row: Row): Row {
    const table = this.tables.get(shape);
    if (!table) return row;
    const key = keyOf(shape, row);
    return table.updates.get(key)?.row ?? table.inserts.get(key) ?? row;
  }

  /** `before` is the row that the decision was shown. */
  update(shape: EntityShape, before: Row, after: Row): void {
    if (before === after) return;
    const changed = shape.columns
      .map((column) => column.property)
      .filter((property) => property in after && !isDeepStrictEqual(before[property] ?? null, after[property] ?? null));
    if (changed.length === 0) return;
    const key = keyOf(shape, before);
    if (shape.primary.some((column) => changed.includes(column.property)))
      throw new Error(`a change may not alter the key of ${shape.name} ${key}`);
    if (this.latest(shape, before) !== before) throw new Error(`${shape.name} ${key} was changed in two ways at once`);
    const { updates, inserts } = this.of(shape);
    const row = { ...before, ...after };
    if (inserts.has(key)) inserts.set(key, row);
    else updates.set(key, { row, changed: new Set([...(updates.get(key)?.changed ?? []), ...changed]) });
  }

  insert(shape: EntityShape, row: Row): void {
    const key = keyOf(shape, row);
    if (shape.primary.some((column) => row[column.property] === undefined))
      throw new Error(`a new row of ${shape.name} lacks its key`);
    const { inserts } = this.of(shape);
    if (inserts.has(key)) throw new Error(`${shape.name} ${key} was inserted twice`);
    inserts.set(key, row);
  }

  private of(shape: EntityShape): TableWrites {
    const known = this.tables.get(shape);
    if (known) return known;
    const writes: TableWrites = { shape, updates: new Map(), inserts: new Map(), replaces: this.replaces };
    this.tables.set(shape, writes);
    return writes;
  }
}
