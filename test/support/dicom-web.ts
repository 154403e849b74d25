import { readMultipart } from '@overread/protocols';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

type Attributes = Record<string, { vr: string; Value?: unknown[] }>;

export interface StowAnswered {
  status: number;
  /** SOP Instance UIDs that were kept. */
  stored: string[];
  /** SOP Instance UID and failure reason of what was not. */
  failed: [string, number][];
  /** Failure reasons of what has no UID. */
  nameless: number[];
  body: Attributes;
}

/** A DICOMweb client of one key or token, with nothing but fetch. */
export class DicomWebPeer {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async stow(files: readonly Buffer[], query = '', path = '/studies'): Promise<StowAnswered> {
    const boundary = randomUUID();
    const head = Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
    const body = Buffer.concat([...files.flatMap((file) => [head, file]), Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
    const response = await this.send('POST', `${path}${query}`, { 'content-type': type }, body);
    const text = await response.text();
    return answered(response.status, text === '' ? {} : (JSON.parse(text) as Attributes));
  }

  send(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Response> {
    return fetch(`${this.url}/dicom-web${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
  }

  /** The parts of a WADO-RS answer. */
  async retrieve(
    path: string,
    accept = 'multipart/related; type="application/dicom"; transfer-syntax=*',
  ): Promise<Buffer[]> {
    const response = await this.send('GET', path, { accept });
    if (response.status !== 200 || !response.body) throw new Error(`${path} answered ${response.status}`);
    const boundary = /boundary="?([^";]+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
    const parts: Buffer[] = [];
    for await (const part of readMultipart(Readable.fromWeb(response.body as never), boundary)) {
      const chunks: Buffer[] = [];
      for await (const chunk of part.body) chunks.push(Buffer.from(chunk));
      parts.push(Buffer.concat(chunks));
    }
    return parts;
  }

  async search(path: string): Promise<Attributes[]> {
    const response = await this.send('GET', path, { accept: 'application/dicom+json' });
    if (response.status === 204) return [];
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Attributes[];
  }
}

const itemsOf = (body: Attributes, tag: string): Attributes[] => (body[tag]?.Value ?? []) as Attributes[];
export const valueOf = (attributes: Attributes, tag: string): unknown => attributes[tag]?.Value?.[0];

function answered(status: number, body: Attributes): StowAnswered {
  return {
    status,
    body,
    stored: itemsOf(body, '00081199').map((item) => String(valueOf(item, '00081155'))),
    failed: itemsOf(body, '00081198').map((item) => [
      String(valueOf(item, '00081155')),
      Number(valueOf(item, '00081197')),
    ]),
    nameless: itemsOf(body, '0008119A').map((item) => Number(valueOf(item, '00081197'))),
  };
}
