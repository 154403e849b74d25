import { describe, expect, it } from '@jest/globals';
import { checkIdentity, checkLength } from './check-identity.js';
import type { DicomHeader } from './dicom-header.js';
import { DICOM_PROBLEMS, problemKind, refusalIn, type DicomProblemCode } from './dicom-problem.js';
import { writeElements, type ElementToWrite } from './encoding/element-writer.js';
import { fileMeta, IMPLEMENTATION_CLASS_UID } from './file-meta.js';
import { readHeader } from './header-reader.js';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const explicit = '1.2.840.10008.1.2.1';
const elements: ElementToWrite[] = [
  { tag: '00080016', vr: 'UI', value: CT },
  { tag: '00080018', vr: 'UI', value: '1.2.3.1' },
  { tag: '00080060', vr: 'CS', value: 'CT' },
  { tag: '00100020', vr: 'LO', value: 'MRN1' },
  { tag: '0020000D', vr: 'UI', value: '1.2.3' },
  { tag: '0020000E', vr: 'UI', value: '1.2.3.0' },
];

function headerOf(bytes: Buffer): DicomHeader {
  const read = readHeader(bytes);
  if (read.kind === 'problem') throw new Error(read.problem.text);
  return read.header;
}
const sound = headerOf(writeElements(elements));
const codes = (header: Partial<DicomHeader>, expected = {}): DicomProblemCode[] =>
  checkIdentity({ ...sound, ...header }, expected).map(({ code }) => code);

describe('the identity of an object', () => {
  it('has no problem when it is sound', () => {
    expect(checkIdentity(sound, { sopClassUid: CT, studyInstanceUid: '1.2.3' })).toEqual([]);
  });

  it.each<[string, Partial<DicomHeader>, DicomProblemCode, boolean]>([
    ['without study', { studyInstanceUid: null }, 'dicom/missing-uid', true],
    ['without series', { seriesInstanceUid: null }, 'dicom/missing-uid', true],
    ['with a UID of 65 characters', { studyInstanceUid: `1.${'2'.repeat(63)}` }, 'dicom/uid-too-long', true],
    ['with two UIDs in one', { sopInstanceUid: '1.2\\1.3' }, 'dicom/uid-illegal', true],
    ['with a path for a UID', { sopInstanceUid: '../../etc/passwd' }, 'dicom/uid-illegal', true],
    ['with a UID that is a hash', { studyInstanceUid: '05fa52f0e599' }, 'dicom/uid-nonstandard', false],
    ['with a leading zero', { studyInstanceUid: '1.02.3' }, 'dicom/uid-nonstandard', false],
    ['cut off', { completeness: 'truncated' }, 'dicom/truncated', true],
    ['damaged in part', { completeness: 'malformed' }, 'dicom/malformed', false],
    ['without modality', { modality: null }, 'dicom/missing-modality', false],
    ['without patient ID', { patient: { ...sound.patient, id: null } }, 'dicom/missing-patient-id', false],
  ])('%s', (_, header, code, refuses) => {
    expect(codes(header)).toEqual([code]);
    expect(refusalIn(checkIdentity({ ...sound, ...header })) !== null).toBe(refuses);
  });

  it('must be what was announced', () => {
    expect(codes({}, { sopInstanceUid: '1.2.3.2' })).toEqual(['dicom/uid-mismatch']);
    expect(codes({}, { studyInstanceUid: '1.2.4' })).toEqual(['dicom/uid-mismatch']);
  });

  it('allows a UID of 64 characters', () => {
    expect(codes({ studyInstanceUid: `1.${'2'.repeat(62)}` })).toEqual([]);
  });

  it('needs the bytes its pixel data declares', () => {
    expect(checkLength(1000, 999)).toMatchObject({ code: 'dicom/truncated' });
    expect(checkLength(1000, 1000)).toBeNull();
    expect(checkLength(null, 10)).toBeNull();
  });
});

describe('the table of problems', () => {
  const rows = Object.keys(DICOM_PROBLEMS) as DicomProblemCode[];

  it.each(rows)('%s has a failure status for both kinds of sender', (code) => {
    const { dimseStatus, stowFailureReason } = problemKind(code);
    // Bxxx would be a warning: the sender would believe the object was kept (PS3.7 annex C).
    for (const status of [dimseStatus, stowFailureReason]) {
      expect([0x0100, 0xa000, 0xc000].some((failure) => status >= failure && status < failure + 0x1000)).toBe(true);
    }
  });
});

describe('the file meta written before a received dataset', () => {
  const meta = fileMeta({
    sopClassUid: CT,
    sopInstanceUid: '1.2.3.1',
    transferSyntaxUid: explicit,
    sourceAeTitle: 'HOSPA',
  });

  it('makes a file of it that reads back', () => {
    const header = headerOf(Buffer.concat([meta, writeElements(elements)]));
    expect(header).toMatchObject({ transferSyntaxUid: explicit, sopInstanceUid: '1.2.3.1', sourceAeTitle: 'HOSPA' });
  });

  it('has preamble, prefix and a group length that is right', () => {
    expect(meta.subarray(0, 128).equals(Buffer.alloc(128))).toBe(true);
    expect(meta.toString('latin1', 128, 132)).toBe('DICM');
    expect(meta.readUInt32LE(140)).toBe(meta.length - 144);
  });

  it('names this implementation by a UID that fits', () => {
    expect(IMPLEMENTATION_CLASS_UID).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
  });
});
