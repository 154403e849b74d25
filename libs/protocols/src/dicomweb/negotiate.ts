import { parseAccept, type MediaType } from './media-type.js';

/** How instances are sent: as the parts of one multipart/related body, or one alone as application/dicom. */
export type DicomPackaging = 'multipart' | 'single';

const MULTIPART_PART_TYPES = new Set(['application/dicom', 'application/*', '*/*']);

/**
 * How to answer a WADO-RS request for instances that are kept in the `stored` transfer syntaxes, or null: 406. Nothing
 * is transcoded. A range without `transfer-syntax` takes what is stored, though PS3.18 section 8.7.3.5.2 reads it as
 * explicit little endian: the clients that leave it out read any syntax, and refusing them helps nobody.
 */
export function negotiateDicom(accept: string | undefined, stored: readonly string[]): DicomPackaging | null {
  const ranges = parseAccept(accept);
  const wanted = ranges.map(packagingOf);
  for (const packaging of new Set(wanted)) {
    if (packaging === null || (packaging === 'single' && stored.length !== 1)) continue;
    const accepted = ranges.filter((_, index) => wanted[index] === packaging);
    if (stored.every((uid) => accepted.some((range) => takes(range, uid)))) return packaging;
  }
  return null;
}

function packagingOf({ type, parameters }: MediaType): DicomPackaging | null {
  if (type === '*/*' || type === 'multipart/*') return 'multipart';
  if (type === 'application/dicom' || type === 'application/*') return 'single';
  const partType = parameters.get('type')?.toLowerCase() ?? 'application/dicom';
  return type === 'multipart/related' && MULTIPART_PART_TYPES.has(partType) ? 'multipart' : null;
}

function takes({ parameters }: MediaType, transferSyntaxUid: string): boolean {
  const wanted = parameters.get('transfer-syntax') ?? '*';
  return wanted === '*' || wanted === transferSyntaxUid;
}

const JSON_TYPES = new Set(['application/dicom+json', 'application/json', 'application/*', '*/*']);

/** Whether DICOM JSON, the only form of metadata and search results here, is among what is accepted; if not: 406. */
export const acceptsDicomJson = (accept: string | undefined): boolean =>
  parseAccept(accept).some(({ type }) => JSON_TYPES.has(type));
