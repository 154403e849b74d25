// Who else takes images: dcmtk's storescp and Orthanc, each in a folder of its own; and the clients that send to all.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { freePort } from '../../scripts/embedded-pg.mjs';
import { exitOf, programAt, until } from './processes.mjs';

const PER_REQUEST = 10;
const REQUESTS_AT_ONCE = 4;
const BOUNDARY = 'bench-boundary';

const listens = (port) => () =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.on('error', () => resolve(null));
  });

async function ended(child) {
  child.kill('SIGTERM');
  await exitOf(child);
}

/** Null, and one line that says so, where it is not installed. */
function installed(name) {
  const program = programAt(name);
  if (program === null)
    console.error(`NOT COMPARED with ${name}: it is not installed here (apt-get install dcmtk orthanc)`);
  return program;
}

export async function startStorescp(folder) {
  const program = installed('storescp');
  if (program === null) return null;
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = spawn(program, ['--fork', '--output-directory', folder, '--aetitle', 'OVERREAD', String(port)], {
    stdio: 'ignore',
  });
  await until('storescp', listens(port));
  return { port, aeTitle: 'OVERREAD', stored: () => readdirSync(folder).length, close: () => ended(child) };
}

export async function startOrthanc(folder) {
  const program = installed('Orthanc');
  if (program === null) return null;
  mkdirSync(folder, { recursive: true });
  const [HttpPort, DicomPort] = [await freePort(), await freePort()];
  const file = path.join(folder, 'orthanc.json');
  const own = { Name: 'peer', StorageDirectory: folder, IndexDirectory: folder, DicomAet: 'OVERREAD' };
  writeFileSync(
    file,
    JSON.stringify({ ...own, HttpPort, DicomPort, AuthenticationEnabled: false, RemoteAccessAllowed: false }),
  );
  const child = spawn(program, [file], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${HttpPort}`;
  await until('Orthanc', () => fetch(`${url}/system`).then((response) => response.ok));
  const stored = async () => (await (await fetch(`${url}/statistics`)).json()).CountInstances;
  return { port: DicomPort, aeTitle: 'OVERREAD', url, stored, close: () => ended(child) };
}

/** One association that sends a folder, by dcmtk's own sender. */
export async function sendByDimse({ port, aeTitle }, folder) {
  const program = programAt('storescu');
  if (program === null) throw new Error('storescu is not installed here: apt-get install dcmtk');
  const args = ['--aetitle', 'HOSPA', '--call', aeTitle, '--scan-directories', '127.0.0.1', String(port), folder];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`storescu ended with ${code}`);
}

function post(url, headers, chunks) {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': length } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    request.on('error', reject);
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

async function inParallel(pieces, work) {
  const left = [...pieces];
  const worker = async () => {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) await work(piece);
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
}

/** STOW-RS, ten instances a request, four requests at a time. */
export async function sendByStow({ url, key }, files) {
  const groups = Array.from({ length: Math.ceil(files.length / PER_REQUEST) }, (_, n) =>
    files.slice(n * PER_REQUEST, (n + 1) * PER_REQUEST),
  );
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`,
    accept: 'application/dicom+json',
  };
  await inParallel(groups, async (group) => {
    const parts = group.flatMap((file) => [
      Buffer.from(`\r\n--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`),
      readFileSync(file),
    ]);
    const status = await post(url, headers, [...parts, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    if (status !== 200) throw new Error(`STOW-RS answered ${status}`);
  });
}

/** Orthanc's own address for one instance a request: its fastest door over HTTP without a plugin. */
export async function sendToOrthanc({ url }, files) {
  await inParallel(files, async (file) => {
    const status = await post(`${url}/instances`, { 'content-type': 'application/dicom' }, [readFileSync(file)]);
    if (status !== 200) throw new Error(`Orthanc answered ${status}`);
  });
}
