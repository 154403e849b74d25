import { Injectable } from '@nestjs/common';
import { Config } from '@overread/platform';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { ImageStore, type IncomingImage, type KeptPlaces, type StoreRoom } from './image-store.js';

/** Room that is left for the database and the logs. */
const RESERVED_BYTES = 512 * 1024 * 1024;
/** What another machine's process has not touched for so long is taken for left behind. */
const ABANDONED_MS = 3_600_000;
const READ_BYTES = 256 * 1024;

const HOST = hostname().replace(/[^A-Za-z0-9]/g, '_');

/**
 * A folder. An object is written under `incoming/`, in a folder of this process; when it is whole it gets a second name
 * at its place, and loses the first once its row is committed. So after a crash the names under `incoming/` tell what to
 * look at: no object without a row stays, and no row is without its object.
 */
@Injectable()
export class FolderImageStore extends ImageStore {
  private readonly root: string;
  private readonly incoming: string;
  private readonly made = new Map<string, Promise<void>>();

  constructor(config: Config) {
    super();
    this.root = path.resolve(config.varDir, 'images');
    this.incoming = path.join(this.root, 'incoming', `${HOST}-${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  async begin(name: string): Promise<IncomingImage> {
    await this.make(this.incoming);
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 40);
    const file = `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}-${randomBytes(6).toString('hex')}`;
    const temporary = this.temporaryOf(file);
    const handle = await open(temporary, 'wx', 0o600);
    return {
      write: (chunk) => writeAll(handle, chunk),
      finish: async () => {
        await handle.datasync();
        await handle.close();
        await this.place(temporary, file);
        return file;
      },
      abandon: async () => {
        await handle.close().catch(() => undefined);
        await remove(temporary);
      },
    };
  }

  settle(file: string): Promise<void> {
    return remove(this.temporaryOf(file));
  }

  async discard(file: string): Promise<void> {
    await remove(path.join(this.root, file));
    await this.settle(file);
  }

  read(file: string, { start = 0, end = Infinity }: { start?: number; end?: number } = {}): AsyncIterable<Buffer> {
    return createReadStream(path.join(this.root, file), { start, end: end - 1, highWaterMark: READ_BYTES });
  }

  async room(): Promise<StoreRoom> {
    await this.make(this.root);
    const { bavail, bsize } = await statfs(this.root);
    return { freeBytes: bavail * bsize, reservedBytes: RESERVED_BYTES };
  }

  async sweep(kept: KeptPlaces): Promise<void> {
    const folder = path.dirname(this.incoming);
    for (const name of await readdir(folder).catch(() => [])) {
      const left = path.join(folder, name);
      if (left === this.incoming || (await isInUse(left))) continue;
      const names = await readdir(left);
      const times = await Promise.all(names.map(async (each) => (await stat(path.join(left, each))).mtimeMs));
      const files = names.map((file) => `${file.slice(0, 2)}/${file.slice(2, 4)}/${file}`);
      const known = await kept(files, new Date(Math.min(Date.now(), ...times)));
      for (const file of files.filter((each) => !known.has(each))) await remove(path.join(this.root, file));
      await rm(left, { recursive: true, force: true });
    }
  }

  private temporaryOf(file: string): string {
    return path.join(this.incoming, path.basename(file));
  }

  private async place(temporary: string, file: string): Promise<void> {
    const folder = path.join(this.root, path.dirname(file));
    await this.make(folder);
    await link(temporary, path.join(this.root, file));
    await syncFolder(folder);
  }

  /** Makes a folder that survives a power cut, once per process. */
  private make(folder: string): Promise<void> {
    let making = this.made.get(folder);
    if (!making) {
      making = makeFolder(folder);
      this.made.set(folder, making);
      making.catch(() => this.made.delete(folder));
    }
    return making;
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
}

async function remove(file: string): Promise<void> {
  await unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
}

/** A new name in a folder is on the disk once the folder itself is written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether the process that made the folder may still be at work in it. */
async function isInUse(folder: string): Promise<boolean> {
  const [, host, pid] = /^(.*)-(\d+)-[0-9a-f]+$/.exec(path.basename(folder)) ?? [];
  if (host !== HOST) return Date.now() - (await stat(folder)).mtimeMs < ABANDONED_MS;
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
