import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseMultipartType, readMultipart, stowAnswer } from '@overread/protocols';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { importFolder, type ImportOptions } from './import-folder.js';
import { storeFile } from './store-file.js';

const NOT_DICOM = { sopClassUid: null, sopInstanceUid: null, failureReason: 0xc000 };
const OTHER_PATIENT = { sopClassUid: '1.2', sopInstanceUid: '1.2.9', failureReason: 0x0110 };

/** A DICOMweb store that keeps what begins with "image", refuses the rest, and breaks on "broken". */
class Store {
  readonly received: string[] = [];
  readonly facilities: (string | null)[] = [];
  /** When set, the first request is answered once another has come: they are on their way at once. */
  waitsForAnother = false;
  private waiting: (() => void) | null = null;
  readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  private asked(url: string): string {
    const facts = { sopInstanceUid: '1.2.9' };
    const left = { code: 'dicom/identity-conflict', reason: 'the study is of another patient', facts };
    return url.startsWith('/api/v1/intake/exceptions') ? JSON.stringify({ items: [left], next: null }) : '[]';
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== 'Bearer right') return void response.writeHead(401).end();
    if (request.method === 'GET') return void response.writeHead(200).end(this.asked(request.url ?? ''));
    const { boundary } = parseMultipartType(request.headers['content-type']);
    let text = '';
    for await (const part of readMultipart(request, boundary)) {
      for await (const chunk of part.body) text += Buffer.from(chunk).toString('latin1');
    }
    this.received.push(text);
    this.waiting?.();
    if (this.waitsForAnother && this.waiting === null) await new Promise<void>((resolve) => (this.waiting = resolve));
    this.facilities.push(new URL(request.url ?? '', 'http://store').searchParams.get('facility'));
    if (text.startsWith('broken'))
      return void response.writeHead(503).end(JSON.stringify({ detail: 'the disk is full' }));
    const stored = { sopClassUid: '1.2', sopInstanceUid: '1.2.3', retrieveUrl: 'http://store/' };
    const outcome = text.startsWith('image')
      ? { studyUrl: null, stored: [stored], failed: [] }
      : { studyUrl: null, stored: [], failed: [text.startsWith('other') ? OTHER_PATIENT : NOT_DICOM] };
    const { status, body } = stowAnswer(outcome);
    response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
  }
}

describe('an import', () => {
  let store: Store;
  let place: string;
  let url: string;
  beforeAll(async () => {
    place = mkdtempSync(path.join(os.tmpdir(), 'overread-import-'));
  });
  beforeEach(async () => {
    store = new Store();
    await new Promise<void>((resolve) => store.server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(store.server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    const closed = new Promise((resolve) => store.server.close(resolve));
    store.server.closeAllConnections();
    await closed;
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const folderOf = (name: string, files: Record<string, string>) => {
    const folder = path.join(place, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    return folder;
  };
  const run = (folder: string, changes: Partial<ImportOptions> = {}) =>
    importFolder({
      folder,
      target: { url, key: 'right', facility: null },
      state: `${folder}.import.jsonl`,
      parallel: 2,
      ...changes,
    });

  it('sends every file below the folder but indexes and hidden ones, some at once', async () => {
    const folder = folderOf('all', {
      'a.dcm': 'image a',
      'series/b.dcm': 'image b',
      'series/deep/c': 'image c',
      'd.dcm': 'image d',
      DICOMDIR: 'index',
      '.hidden': 'own',
    });
    const target = { url, key: 'right', facility: 'mercy east' };
    store.waitsForAnother = true;
    expect(await run(folder, { target })).toEqual({ files: 4, stored: 4, alreadyThere: 0, refused: [], failed: [] });
    expect(store.received.sort()).toEqual(['image a', 'image b', 'image c', 'image d']);
    expect(store.facilities).toEqual(Array(4).fill('mercy east'));
  });

  it('says what was refused and what failed, and why, and tries only that again', async () => {
    const folder = folderOf('mixed', { 'a.dcm': 'image', 'b.txt': 'a letter', 'c.dcm': 'broken' });
    const rest = {
      refused: [{ path: 'b.txt', reason: expect.stringContaining('C000 (not-dicom') }],
      failed: [{ path: 'c.dcm', reason: 'the server answered 503: the disk is full' }],
    };
    expect(await run(folder)).toEqual({ files: 3, stored: 1, alreadyThere: 0, ...rest });
    expect(await run(folder)).toEqual({ files: 3, stored: 0, alreadyThere: 1, ...rest });
    expect(store.received.filter((text) => text === 'image')).toHaveLength(1);
  });

  it('says of a refused instance what the intake exception says', async () => {
    const folder = folderOf('patients', { 'a.dcm': 'other patient' });
    expect((await run(folder)).refused).toEqual([
      { path: 'a.dcm', reason: 'identity-conflict: the study is of another patient' },
    ]);
  });

  it('sends again what has changed since, and everything to another place', async () => {
    const folder = folderOf('changed', { 'a.dcm': 'image 1', 'b.dcm': 'image 2' });
    await run(folder);
    utimesSync(path.join(folder, 'a.dcm'), 1, 1);
    expect(await run(folder)).toMatchObject({ stored: 1, alreadyThere: 1 });
    expect(await run(folder)).toMatchObject({ stored: 0, alreadyThere: 2 });
    const target = { url, key: 'right', facility: 'elsewhere' };
    expect(await run(folder, { target })).toMatchObject({ stored: 2, alreadyThere: 0 });
  });

  it('goes on after a crash that cut its last line off', async () => {
    const folder = folderOf('cut', { 'a.dcm': 'image 1', 'b.dcm': 'image 2' });
    await run(folder);
    const state = `${folder}.import.jsonl`;
    const lines = readFileSync(state, 'utf8').trimEnd().split('\n');
    writeFileSync(state, lines.slice(0, -1).join('\n'));
    appendFileSync(state, `\n${lines.at(-1)?.slice(0, 20)}`);
    expect(await run(folder)).toMatchObject({ stored: 1, alreadyThere: 1 });
    expect(await run(folder)).toMatchObject({ stored: 0, alreadyThere: 2 });
  });

  it('fails with the reason of a file that cannot be read', async () => {
    const target = { url, key: 'right', facility: null };
    await expect(storeFile(target, path.join(place, 'gone.dcm'))).rejects.toThrow('ENOENT');
  });

  it('sends nothing with a key that opens nothing, or to a server that is not there', async () => {
    const folder = folderOf('shut', { 'a.dcm': 'image' });
    await expect(run(folder, { target: { url, key: 'wrong', facility: null } })).rejects.toThrow('answered 401');
    await expect(run(folder, { target: { url: 'http://127.0.0.1:1', key: 'right', facility: null } })).rejects.toThrow(
      'does not answer',
    );
    expect(store.received).toEqual([]);
    expect(existsSync(`${folder}.import.jsonl`)).toBe(false);
  });
});
