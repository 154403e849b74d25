import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../scripts/embedded-pg.mjs';
import { programAt } from './peers.js';
import { eventually } from './started-server.js';

const PLUGINS = ['/usr/share/orthanc/plugins', '/usr/lib/orthanc/plugins'];

export interface OrthancOptions {
  folder: string;
  /** Where it sends by DICOMweb, and with which key. */
  dicomWeb: { url: string; token: string };
  /** Where it sends by DIMSE. */
  dicomPort: number;
  aeTitle: string;
}

/** An Orthanc on free ports that knows this server as `sut`. */
export interface Orthanc {
  /** Puts a file in; its own id of the instance, null when Orthanc does not take it. */
  put(file: Buffer): Promise<string | null>;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

const pluginFolder = (): string =>
  PLUGINS.find((folder) => existsSync(folder) && readdirSync(folder).some((name) => /DicomWeb/i.test(name))) ?? '';

/** Whether Orthanc and its DICOMweb plugin are installed. */
export const hasOrthanc = (): boolean => programAt('Orthanc') !== null && pluginFolder() !== '';

export async function startOrthanc({ folder, dicomWeb, dicomPort, aeTitle }: OrthancOptions): Promise<Orthanc> {
  mkdirSync(folder, { recursive: true });
  const [httpPort, ownDicomPort] = [await freePort(), await freePort()];
  const configuration = {
    Name: 'peer',
    StorageDirectory: folder,
    IndexDirectory: folder,
    Plugins: [pluginFolder()],
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    HttpPort: httpPort,
    DicomPort: ownDicomPort,
    DicomAet: aeTitle,
    DicomModalities: { sut: ['OVERREAD', '127.0.0.1', dicomPort] },
    DicomWeb: {
      Enable: true,
      Servers: {
        sut: { Url: `${dicomWeb.url}/dicom-web/`, HttpHeaders: { Authorization: `Bearer ${dicomWeb.token}` } },
      },
    },
  };
  const file = path.join(folder, 'orthanc.json');
  writeFileSync(file, JSON.stringify(configuration));
  const child = spawn(programAt('Orthanc') ?? 'Orthanc', [file], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${httpPort}`;
  await eventually('Orthanc', () =>
    fetch(`${url}/system`)
      .then((response) => response.ok)
      .catch(() => undefined),
  );
  const call: Orthanc['call'] = async (method, at, body) => {
    const response = await fetch(`${url}${at}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  };
  return {
    call,
    put: async (bytes) => {
      const response = await fetch(`${url}/instances`, { method: 'POST', body: new Uint8Array(bytes) });
      return response.ok ? ((await response.json()) as { ID: string }).ID : null;
    },
    close: () => ended(child),
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
