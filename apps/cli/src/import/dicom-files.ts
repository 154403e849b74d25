import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file as it was found: it is the same file later if all of this is the same. */
export interface FoundFile {
  /** From the imported folder, with slashes. */
  path: string;
  size: number;
  mtimeMs: number;
}

/** An index of a medium is of no study, and hidden files are the system's own. */
const isLeftOut = (name: string): boolean => name.startsWith('.') || name.toUpperCase() === 'DICOMDIR';

/** Every file below a folder that may be an image, in a stable order. Links are not followed. */
export async function dicomFilesIn(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const visit = async (below: string) => {
    for await (const entry of await opendir(path.join(folder, below))) {
      if (isLeftOut(entry.name)) continue;
      const inside = path.posix.join(below, entry.name);
      if (entry.isDirectory()) await visit(inside);
      if (!entry.isFile()) continue;
      const { size, mtimeMs } = await stat(path.join(folder, inside));
      found.push({ path: inside, size, mtimeMs });
    }
  };
  await visit('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
