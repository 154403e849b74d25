import { DICOM_PROBLEMS, multipartContentType, writeMultipart, type JsonAttributes } from '@overread/protocols';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Where files go and on whose behalf. */
export interface StowTarget {
  url: string;
  key: string;
  /** Named when the key has several; its default facility otherwise. */
  facility: string | null;
}

export type Stored = { kind: 'stored' } | { kind: 'refused'; reason: string };

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
  const reason = failureReason(answer);
  if (response.status === 409 && reason !== null) return { kind: 'refused', reason: meaningOf(reason) };
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

/** Failed SOP Sequence, else Other Failures Sequence; the Failure Reason of its only item. */
function failureReason(answer: JsonAttributes): number | null {
  const [item] = (answer['00081198'] ?? answer['0008119A'])?.Value ?? [];
  const reason = (item as JsonAttributes | undefined)?.['00081197']?.Value?.[0];
  return typeof reason === 'number' ? reason : null;
}

/** The problems that a failure reason stands for, as the intake exceptions name them. */
function meaningOf(reason: number): string {
  const codes = Object.entries(DICOM_PROBLEMS)
    .filter(([, kind]) => kind.refuses && kind.stowFailureReason === reason)
    .map(([code]) => code.replace('dicom/', ''));
  return `${reason.toString(16).toUpperCase().padStart(4, '0')} (${codes.join(' or ') || 'unknown'})`;
}
