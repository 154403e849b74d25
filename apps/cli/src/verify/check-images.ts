import { HeaderReader } from '@overread/protocols';
import { systemScope, type Database } from '@overread/platform';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from '../running/in-parallel.js';
import { violation, type Violation } from './violation.js';

interface StoredImage {
  file: string;
  bytes: number;
  digest: string;
  studyId: string;
  sopInstanceUid: string;
}

const AT_ONCE = 4;
const IMAGES = `select file, bytes, digest, study_id as "studyId", sop_instance_uid as "sopInstanceUid" from image`;

/** Every image's file is there, of its size, and its dataset the one that was sent; no file is nobody's. */
export async function checkImages(
  database: Database,
  varDir: string,
): Promise<{ images: number; violations: Violation[] }> {
  const root = path.resolve(varDir, 'images');
  const rows = await database.readOnce<StoredImage>(systemScope, `${IMAGES} order by file`);
  const violations: Violation[] = [];
  await inParallel(rows, AT_ONCE, async (row) => {
    const fault = await faultOf(path.join(root, row.file), row);
    if (fault) violations.push(violation('image/file', row.studyId, `${row.sopInstanceUid}: ${fault}`));
  });
  const known = new Set(rows.map(({ file }) => file));
  const strange: string[] = [];
  for (const file of await filesIn(root)) if (!known.has(file) && !(await isUnderWay(root, file))) strange.push(file);
  // What came while we looked has its row by now.
  const late = await database.readOnce<StoredImage>(systemScope, `${IMAGES} where file = any ($1)`, [strange]);
  for (const file of strange.filter((each) => !late.some((row) => row.file === each)))
    violations.push(violation('image/rowless', file, 'no row names this file'));
  return { images: rows.length, violations };
}

async function faultOf(file: string, { bytes, digest }: StoredImage): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null) return 'its file is not there';
  if (found.size !== bytes) return `its file has ${found.size} bytes of ${bytes}`;
  return (await datasetDigest(file)) === digest ? null : 'its file has other bytes than were sent';
}

/** The digest of what follows the file's own head: the same by whatever door it came. */
async function datasetDigest(file: string): Promise<string | null> {
  const reader = new HeaderReader();
  const hash = createHash('sha256');
  let held: Buffer[] = [];
  let isKnown = false;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (isKnown) {
      hash.update(chunk);
      continue;
    }
    held.push(chunk);
    const progress = reader.push(chunk);
    if (progress.kind === 'problem') return null;
    if (progress.kind === 'more') continue;
    isKnown = true;
    hash.update(Buffer.concat(held).subarray(progress.datasetStart));
    held = [];
  }
  if (isKnown) return hash.digest('hex');
  const progress = reader.end();
  return progress.kind === 'header'
    ? hash.update(Buffer.concat(held).subarray(progress.datasetStart)).digest('hex')
    : null;
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(`incoming${path.sep}`));
}

/** A file with a second name is being registered; one that went meanwhile was discarded. */
async function isUnderWay(root: string, file: string): Promise<boolean> {
  const found = await stat(path.join(root, file)).catch(() => null);
  return found === null || found.nlink > 1;
}
