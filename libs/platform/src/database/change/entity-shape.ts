import type { DataSource } from 'typeorm';
import { lockRankOf } from './lock-order.js';
import type { EntityClass } from './targets.js';

export interface ColumnShape {
  readonly property: string;
  /** Name in the database, and the same quoted. */
  readonly name: string;
  readonly quoted: string;
  /** PostgreSQL type of one element, for casts. */
  readonly type: string;
  readonly isArray: boolean;
}

/** What the change loop needs to know of an entity; read from TypeORM's metadata once. */
export interface EntityShape {
  readonly name: string;
  readonly table: string;
  readonly rank: number;
  readonly columns: readonly ColumnShape[];
  readonly primary: readonly ColumnShape[];
  readonly byProperty: ReadonlyMap<string, ColumnShape>;
}

export const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

export class EntityShapes {
  private readonly known = new Map<unknown, EntityShape>();

  constructor(private readonly dataSource: DataSource) {}

  of(entity: EntityClass<object>): EntityShape {
    const known = this.known.get(entity);
    if (known) return known;
    const shape = this.read(entity);
    this.known.set(entity, shape);
    return shape;
  }

  private read(entity: EntityClass<object>): EntityShape {
    const metadata = this.dataSource.getMetadata(entity);
    const writable = metadata.columns.filter((column) => !column.asExpression);
    const columns = writable.map((column) => ({
      property: column.propertyName,
      name: column.databaseName,
      quoted: quote(column.databaseName),
      type: this.dataSource.driver.normalizeType(column),
      isArray: column.isArray,
    }));
    const byProperty = new Map(columns.map((column) => [column.property, column]));
    const primary = metadata.primaryColumns.flatMap((column) => byProperty.get(column.propertyName) ?? []);
    if (primary.length === 0) throw new Error(`${metadata.name} has no primary key`);
    const table = metadata.tablePath.split('.').map(quote).join('.');
    return { name: metadata.tableName, table, rank: lockRankOf(entity), columns, primary, byProperty };
  }
}

/** The row's primary key as one comparable string. */
export const keyOf = (shape: EntityShape, row: Readonly<Record<string, unknown>>): string =>
  shape.primary.length === 1 && shape.primary[0]
    ? String(row[shape.primary[0].property])
    : JSON.stringify(shape.primary.map((column) => row[column.property]));
