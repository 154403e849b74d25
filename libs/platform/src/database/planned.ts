import type { QueryConfig } from 'pg';
import type { Statement } from './lock-statement.js';

const LIMIT = 2_000;
const names = new Map<string, string>();

/**
 * Names a generated statement, so that each connection parses and plans it once. The texts are few: they depend on
 * entities and the columns that change together. Past the limit a statement is simply planned each time.
 */
export function planned(statement: Statement): QueryConfig {
  const { text, values } = statement;
  const known = names.get(text);
  if (known) return { name: known, text, values };
  if (names.size >= LIMIT) return { text, values };
  const name = `overread_${names.size}`;
  names.set(text, name);
  return { name, text, values };
}
