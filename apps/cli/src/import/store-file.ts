import { multipartContentType, writeMultipart, type JsonAttributes } from '@overread/protocols';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';

/** Where files go and on whose behalf. */
export interface StowTarget {
  url: string;
  key: string;
  /** Named when the key has several; its default facility otherwise. */
  facility: string | null;
}

/** What STOW-RS says of a refused instance: a number that stands for several problems. */
export interface Refusal {
  failureReason: number;
  sopInstanceUid: string | null;
}

export type Stored = { kind: 'stored' } | { kind: 'refused'; refusal: Refusal };

const DICOM = 'application/dicom';

export const storeAddress = ({ url, facility }: StowTarget): string =>
  `${url}/dicom-web/studies${facility === null ? '' : `?facility=${encodeURIComponent(facility)}`}`;

/**
 * Sends one file over STOW-RS, streaming it: memory does not grow with its size.
 *
 * @throws Error when the server did not take a decision about the file: no answer, no permission, a failure of its own
 */
export async function storeFile(target: StowTarget, file: string): Promise<Stored> {
  const boundary = `overread-${randomUUID()}`;
  const parts = [{ contentType: DICOM, body: bytesOf(file) }];
  const headers = {
    authorization: `Bearer ${target.key}`,
    accept: 'application/dicom+json',
    'content-type': multipartContentType(boundary, DICOM),
  };
  const { status, text } = await post(new URL(storeAddress(target)), headers, writeMultipart(parts, boundary));
  const answer = bodyOf(text);
  if (status === 200 || status === 202) return { kind: 'stored' };
  const refusal = refusalIn(answer);
  if (status === 409 && refusal !== null) return { kind: 'refused', refusal };
  throw new Error(`the server answered ${status}${said(answer)}`);
}

/** Opened when it is asked for, by whom its failure then reaches. */
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: 256 * 1024 });
}

const SILENCE_MS = 120_000;

/** Not by `fetch`, which reads a whole file before it is sent. A server may answer before it has everything. */
async function post(url: URL, headers: Record<string, string>, body: AsyncIterable<Uint8Array>) {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, { method: 'POST', headers });
  request.setTimeout(SILENCE_MS, () => request.destroy(new Error('the server went silent')));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    // What breaks the sending no longer matters once the answer is there.
    pipeline(body, request).catch(reject);
  });
  const response = await answered;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  if (!request.writableFinished) request.destroy();
  return { status: response.statusCode ?? 0, text };
}

function bodyOf(text: string): JsonAttributes & { detail?: unknown } {
  try {
    return JSON.parse(text) as JsonAttributes;
  } catch {
    return {};
  }
}

const said = ({ detail }: { detail?: unknown }): string => (typeof detail === 'string' ? `: ${detail}` : '');

/** Of Failed SOP Sequence, else of Other Failures Sequence, the only item. */
function refusalIn(answer: JsonAttributes): Refusal | null {
  const [item] = (answer['00081198'] ?? answer['0008119A'])?.Value ?? [];
  const valueOf = (tag: string) => (item as JsonAttributes | undefined)?.[tag]?.Value?.[0];
  const [failureReason, uid] = [valueOf('00081197'), valueOf('00081155')];
  if (typeof failureReason !== 'number') return null;
  return { failureReason, sopInstanceUid: typeof uid === 'string' ? uid : null };
}
