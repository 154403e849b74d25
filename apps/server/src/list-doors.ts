import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What `demo.json` says of the doors: each is listed once it listens, on the port this start gave it. */
export interface Doors {
  url: string;
  dicom?: { aeTitle: string; port: number };
}

/** Writes the doors into the demo network's file; whole or not at all. Without the file there is nobody to tell. */
export function listDoors(varDir: string, doors: Doors): void {
  const file = path.join(varDir, 'demo.json');
  let known: object;
  try {
    known = JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...known, ...doors }, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
