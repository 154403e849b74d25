import { DomainError, type FieldError } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { Reference } from './network-resource.js';

/** Refuses a row that names what is not there, is retired, or is somebody else's. */
export async function checkReferences(tx: Tx, references: readonly Reference[]): Promise<void> {
  const errors: FieldError[] = [];
  for (const reference of references) errors.push(...(await brokenOnes(tx, reference)));
  refuseBroken(errors);
}

/** Refuses a body for the rules it breaks, if any. */
export function refuseBroken(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const message = `the body breaks ${errors.length} rule${errors.length === 1 ? '' : 's'}`;
  throw new DomainError('invalid', 'request/invalid', message, { errors });
}

async function brokenOnes(tx: Tx, { path, table, ids, within }: Reference): Promise<FieldError[]> {
  const isList = Array.isArray(ids);
  const wanted = isList ? (ids as readonly string[]) : ids === null ? [] : [ids as string];
  if (wanted.length === 0) return [];
  const condition = within ? ` and ${within.column} = $2` : '';
  const rows = await tx.read<{ id: string }>(
    `select id from ${table} where id = any ($1) and retired_at is null${condition}`,
    within ? [wanted, within.value] : [wanted],
  );
  const known = new Set(rows.map((row) => row.id));
  const what = table.replaceAll('_', ' ');
  return wanted.flatMap((id, index) =>
    known.has(id.toLowerCase())
      ? []
      : [{ path: isList ? `${path}.${index}` : path, code: 'unknown', message: `names no ${what} here` }],
  );
}
