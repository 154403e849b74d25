import { appendFile, readFile } from 'node:fs/promises';
import type { FoundFile } from './dicom-files.js';

interface Line extends FoundFile {
  to: string;
}

const keyOf = ({ path, size, mtimeMs, to }: Line): string => JSON.stringify([path, size, mtimeMs, to]);

/**
 * What a folder's earlier imports have stored and where: one line a file, added as soon as the server has it, so that an
 * import that is killed goes on where it was. A line that a crash cut off is as if it were not there.
 */
export class ImportState {
  private constructor(
    private readonly file: string,
    private readonly to: string,
    private readonly stored: Set<string>,
  ) {}

  static async open(file: string, to: string): Promise<ImportState> {
    const lines = (await textOf(file)).split('\n').flatMap(lineOf);
    // Proves that it can be written before anything is sent; ends a line that a crash cut off.
    await appendFile(file, '\n');
    return new ImportState(file, to, new Set(lines.map(keyOf)));
  }

  has(found: FoundFile): boolean {
    return this.stored.has(keyOf({ ...found, to: this.to }));
  }

  async add({ path, size, mtimeMs }: FoundFile): Promise<void> {
    await appendFile(this.file, `${JSON.stringify({ path, size, mtimeMs, to: this.to })}\n`);
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function lineOf(text: string): Line[] {
  try {
    return text.trim() === '' ? [] : [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}
