import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoFacts } from './load-demo.js';

/** What `demo.json` says; the server adds each door once it listens. */
export interface DemoFile extends DemoFacts {
  url: string;
  example: { study: Record<string, unknown>; reader: string };
}

const fileOf = (varDir: string): string => path.join(varDir, 'demo.json');

export function readDemoFile(varDir: string): DemoFile | null {
  try {
    return JSON.parse(readFileSync(fileOf(varDir), 'utf8')) as DemoFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, and only for its owner: it holds passwords. */
export function writeDemoFile(varDir: string, file: DemoFile): void {
  const next = `${fileOf(varDir)}.new`;
  writeFileSync(next, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, fileOf(varDir));
}
