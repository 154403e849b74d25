import type { QueryConfig } from 'pg';
import type { Statement } from './lock-statement.js';

class Plans {
  private readonly names = new Map<string, string>();

  constructor(
    private readonly prefix: string,
    private readonly limit: number,
  ) {}

  of({ text, values }: Statement): QueryConfig {
    const known = this.names.get(text);
    if (known) return { name: known, text, values };
    if (this.names.size >= this.limit) return { text, values };
    const name = `${this.prefix}${this.names.size}`;
    this.names.set(text, name);
    return { name, text, values };
  }
}

const written = new Plans('overread_w', 2_000);
const read = new Plans('overread_r', 500);

/**
 * Names a generated statement, so that each connection parses and plans it once. The texts are few: they depend on
 * entities and the columns that change together. Past the limit a statement is simply planned each time.
 */
export const planned = (statement: Statement): QueryConfig => written.of(statement);

/** The same for what features read; those that build ever new texts only fill a limit of their own. */
export const plannedRead = (statement: Statement): QueryConfig => read.of(statement);
