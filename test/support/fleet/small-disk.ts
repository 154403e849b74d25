import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CHUNK = Buffer.alloc(4 * 1024 * 1024, 1);

/** A disk of its own that can be filled: memory, where this user may mount it. */
export class SmallDisk {
  private constructor(
    readonly folder: string,
    /** False where nothing may be mounted: what is filled is then only said to be full. */
    readonly isReal: boolean,
  ) {}

  static make(megabytes: number): SmallDisk {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-disk-'));
    const size = `size=${megabytes}m`;
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { encoding: 'utf8' });
    if (mounted.status !== 0) process.stderr.write(`NO SMALL DISK CAN BE MOUNTED HERE: ${mounted.stderr}`);
    return new SmallDisk(folder, mounted.status === 0);
  }

  /** Writes so many megabytes, or until nothing more goes in. */
  fill(megabytes = Infinity): void {
    const file = path.join(this.folder, 'ballast');
    if (!this.isReal) return writeFileSync(file, '');
    try {
      for (let written = 0; written < megabytes; written += 4) writeFileSync(file, CHUNK, { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  clear(): void {
    rmSync(path.join(this.folder, 'ballast'), { force: true });
  }

  /** What a server needs to know that has its files there. */
  get environment(): Record<string, string> {
    if (this.isReal) return { VAR_DIR: this.folder };
    const preload = path.join(import.meta.dirname, 'full-disk.mjs');
    return {
      VAR_DIR: this.folder,
      FULL_WHILE: path.join(this.folder, 'ballast'),
      NODE_OPTIONS: `--import=${preload}`,
    };
  }

  remove(): void {
    if (this.isReal) spawnSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
