import path from 'node:path';
import { inParallel } from '../running/in-parallel.js';
import { dicomFilesIn } from './dicom-files.js';
import { ImportState } from './import-state.js';
import { reasonsOf } from './refusal-reasons.js';
import { storeAddress, storeFile, type Refusal, type StowTarget } from './store-file.js';

export interface ImportOptions {
  folder: string;
  target: StowTarget;
  /** File that says what was stored before. */
  state: string;
  parallel: number;
  onStart?: (files: number) => void;
  onFile?: (so: Readonly<Imported>) => void;
}

interface NotStored {
  path: string;
  reason: string;
}

export interface Imported {
  files: number;
  stored: number;
  /** By an earlier run, unchanged since. */
  alreadyThere: number;
  refused: NotStored[];
  /** The server took no decision; another run tries them again. */
  failed: NotStored[];
}

/** Sends every file of a folder that no earlier run has stored at the same place. */
export async function importFolder(options: ImportOptions): Promise<Imported> {
  const { folder, target } = options;
  const files = await dicomFilesIn(folder);
  await mayStore(target);
  const state = await ImportState.open(options.state, storeAddress(target));
  const so: Imported = { files: files.length, stored: 0, alreadyThere: 0, refused: [], failed: [] };
  const refusals: Refusal[] = [];
  options.onStart?.(files.length);
  await inParallel(files, options.parallel, async (found) => {
    if (state.has(found)) so.alreadyThere += 1;
    else {
      const end = await storeFile(target, path.join(folder, found.path)).catch((error: unknown) => ({
        kind: 'failed' as const,
        reason: reasonOf(error),
      }));
      if (end.kind === 'stored') {
        await state.add(found);
        so.stored += 1;
      } else if (end.kind === 'refused') {
        refusals.push(end.refusal);
        so.refused.push({ path: found.path, reason: '' });
      } else so.failed.push({ path: found.path, reason: end.reason });
    }
    options.onFile?.(so);
  });
  const reasons = await reasonsOf(target, refusals);
  return { ...so, refused: so.refused.map((each, index) => ({ ...each, reason: reasons[index] ?? '' })) };
}

/** Whether the key is one, asked before the first byte of an image is sent. */
async function mayStore({ url, key }: StowTarget): Promise<void> {
  const question = `${url}/dicom-web/studies?limit=1`;
  const headers = { authorization: `Bearer ${key}`, accept: 'application/dicom+json' };
  const answer = await fetch(question, { headers }).catch((error: unknown) => {
    throw new Error(`${url} does not answer: ${reasonOf(error)}`);
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: the key does not open it`);
}

/** `fetch` says what went wrong in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
