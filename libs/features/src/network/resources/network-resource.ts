import type { Action, FieldError, Instant, Resource } from '@overread/domain';
import type { EntityClass, Tx } from '@overread/platform';
import type { z } from 'zod';

export interface NetworkRow {
  id: string;
  retiredAt: Instant | null;
}
export interface VersionedRow extends NetworkRow {
  version: number;
}

/** Rows of another table that a row names. */
export interface Reference {
  /** Where the body names them: of a list each has its index added. */
  path: string;
  table: 'health_system' | 'facility' | 'reading_group' | 'reader' | 'agreement' | 'contract';
  ids: string | null | readonly string[];
  /** What they must be of, beside being there: a health system's own facilities. */
  within?: { column: 'health_system_id'; value: string };
}

export interface Filter {
  schema: z.ZodType<string>;
  /** A condition on the row `t`; `?` stands for the value. */
  sql: string;
}

/** A row whose version counts for this one's, too: a reader's for their licences. */
export interface Parent {
  kind: string;
  table: string;
  entity: EntityClass<VersionedRow>;
  /** Property of the row, and its column. */
  field: string;
  column: string;
}

type Given = 'id' | 'retiredAt' | 'version';

/**
 * What administrators edit, as a fact sheet: `NetworkRecords` does the same things to all of them, a controller made
 * from the sheet gives them addresses.
 */
export interface NetworkResource<Row extends NetworkRow, Body extends object> {
  /** Word in events, history and error codes. */
  kind: string;
  /** Address under `/api/v1`; the parent's id, where it is part of the address, is `:parentId`. */
  path: string;
  table: string;
  entity: EntityClass<Row>;
  body: z.ZodType<Body>;
  /** What is answered, as clients read it. */
  shape: z.ZodType;
  view: Action;
  edit: Action;
  /** The row that the body asks for. */
  readonly fields: (body: Body, parentId: string) => Omit<Row, Given>;
  /** What of the row breaks a rule that the body's schema cannot say. */
  readonly check?: (row: Row) => readonly FieldError[];
  /** Whose it is: who may see and edit it, and whom its events reach. */
  readonly owner: (row: Row, parent: VersionedRow | null) => Resource;
  readonly references: (row: Row) => readonly Reference[];
  /** Whose an edit makes it anew: each must be the editor's to give. */
  readonly claims?: (before: Row | null, after: Row) => readonly Resource[];
  /** What an edit may not change: it would be another thing. */
  fixed: readonly (keyof Row & string)[];
  filters: Readonly<Record<string, Filter>>;
  /** Condition on the row `t` where row-level security does not say who sees it. */
  visible?: string;
  parent?: Parent;
  /** Keeps what depends on the row in step, in the same transaction. */
  readonly keep?: (tx: Tx, row: Row) => Promise<void>;
  /** The public shape, where it is more than the row. Runs as the system. */
  readonly present?: (tx: Tx, rows: readonly Row[]) => Promise<object[]>;
}
