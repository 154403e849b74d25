import { multipartContentType, writeMultipart, type JsonAttributes } from '@overread/protocols';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Refusal } from './refusal-reasons.js';

/** Where files go and on whose behalf. */
export interface StowTarget {
  url: string;
  key: string;
  /** Named when the key has several; its default facility otherwise. */
  facility: string | null;
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
  const parts = [{ contentType: DICOM, body: createReadStream(file, { highWaterMark: 256 * 1024 }) }];
  const response = await fetch(storeAddress(target), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${target.key}`,
      accept: 'application/dicom+json',
      'content-type': multipartContentType(boundary, DICOM),
    },
    body: Readable.toWeb(Readable.from(writeMultipart(parts, boundary), { objectMode: false })) as ReadableStream,
    duplex: 'half',
  });
  const text = await response.text();
  const answer = bodyOf(text);
  if (response.status === 200 || response.status === 202) return { kind: 'stored' };
  const refusal = refusalIn(answer);
  if (response.status === 409 && refusal !== null) return { kind: 'refused', refusal };
  throw new Error(`the server answered ${response.status}${said(answer)}`);
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
