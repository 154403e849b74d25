import { writeElements, type ElementToWrite } from './encoding/element-writer.js';

/** This implementation (PS3.7 annex D.3.3.2): a UUID under 2.25, as PS3.5 annex B.2 allows without registration. */
export const IMPLEMENTATION_CLASS_UID = '2.25.72394443770172846124531125574537016493';
export const IMPLEMENTATION_VERSION_NAME = 'OVERREAD_1';

/** What the file meta of a received dataset says. */
export interface FileMetaContent {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** The transfer syntax in which the dataset's bytes came. */
  readonly transferSyntaxUid: string;
  /** The calling AE title. */
  readonly sourceAeTitle?: string;
}

/**
 * Preamble and file meta (PS3.10 section 7.1): written before the bytes of a dataset received by DIMSE, they make a
 * Part 10 file of it.
 */
export function fileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid, sourceAeTitle }: FileMetaContent): Buffer {
  const source: ElementToWrite[] = sourceAeTitle ? [{ tag: '00020016', vr: 'AE', value: sourceAeTitle }] : [];
  const group = writeElements([
    { tag: '00020001', vr: 'OB', value: Buffer.from([0, 1]) },
    { tag: '00020002', vr: 'UI', value: sopClassUid },
    { tag: '00020003', vr: 'UI', value: sopInstanceUid },
    { tag: '00020010', vr: 'UI', value: transferSyntaxUid },
    { tag: '00020012', vr: 'UI', value: IMPLEMENTATION_CLASS_UID },
    { tag: '00020013', vr: 'SH', value: IMPLEMENTATION_VERSION_NAME },
    ...source,
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  const groupLength = writeElements([{ tag: '00020000', vr: 'UL', value: length }]);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), groupLength, group]);
}
