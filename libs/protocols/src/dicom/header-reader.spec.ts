import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './encoding/element.js';
import { writeElements, type ElementToWrite } from './encoding/element-writer.js';
import { fileMeta } from './file-meta.js';
import { HeaderReader, readHeader } from './header-reader.js';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const syntax = { implicit: '1.2.840.10008.1.2', explicit: '1.2.840.10008.1.2.1', big: '1.2.840.10008.1.2.2' };
const deflated = '1.2.840.10008.1.2.1.99';

const identity: ElementToWrite[] = [
  { tag: '00080005', vr: 'CS', value: 'ISO_IR 192' },
  { tag: '00080016', vr: 'UI', value: CT },
  { tag: '00080018', vr: 'UI', value: '1.2.3.1' },
  { tag: '00080060', vr: 'CS', value: 'CT' },
  { tag: '00100010', vr: 'PN', value: 'Doe^Jane' },
  { tag: '00100020', vr: 'LO', value: 'MRN1' },
  { tag: '0020000D', vr: 'UI', value: '1.2.3' },
  { tag: '0020000E', vr: 'UI', value: '1.2.3.0' },
];
const request: ElementToWrite = {
  tag: '00400275',
  vr: 'SQ',
  value: [[{ tag: '00080050', vr: 'SH', value: 'A1001' }], [{ tag: '00401001', vr: 'SH', value: 'RP1' }]],
};
const pixels: ElementToWrite = { tag: '7FE00010', vr: 'OW', value: Buffer.alloc(1000) };
const elements = [...identity, request, pixels];

const meta = (transferSyntaxUid: string): Buffer =>
  fileMeta({ sopClassUid: CT, sopInstanceUid: '1.2.3.1', transferSyntaxUid });
const file = (body: Buffer, transferSyntaxUid = syntax.explicit): Buffer =>
  Buffer.concat([meta(transferSyntaxUid), body]);
const explicitBody = writeElements(elements);

const known = { studyInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.1', modality: 'CT', accessionNumber: 'A1001' };

describe('reading a header', () => {
  it.each([
    ['explicit little endian', file(explicitBody)],
    ['implicit little endian', file(writeElements(elements, IMPLICIT_LITTLE), syntax.implicit)],
    ['explicit big endian', file(writeElements(elements, EXPLICIT_BIG), syntax.big)],
    ['deflated', file(deflateRawSync(explicitBody), deflated)],
    ['declared implicit but written explicit', file(explicitBody, syntax.implicit)],
    [
      'declared compressed but written implicit',
      file(writeElements(elements, IMPLICIT_LITTLE), `${syntax.explicit}.70`),
    ],
    ['without preamble', file(explicitBody).subarray(132)],
    ['with the prefix but no preamble', file(explicitBody).subarray(128)],
    ['without meta, explicit', explicitBody],
    ['without meta, implicit', writeElements(elements, IMPLICIT_LITTLE)],
    ['without meta, big endian', writeElements(elements, EXPLICIT_BIG)],
  ])('understands a file that is %s', (_, bytes) => {
    expect(readHeader(bytes)).toMatchObject({ kind: 'header', header: { ...known, completeness: 'complete' } });
  });

  it('reads a dataset received under a transfer syntax', () => {
    const body = writeElements(elements, IMPLICIT_LITTLE);
    const read = readHeader(body, { transferSyntaxUid: syntax.implicit });
    expect(read).toMatchObject({ kind: 'header', header: { ...known, transferSyntaxUid: syntax.implicit } });
  });

  it('says where the pixels begin and how long the file claims to be', () => {
    const bytes = file(explicitBody);
    expect(readHeader(bytes)).toMatchObject({ bulkStart: bytes.length - 1012, declaredBytes: bytes.length });
  });

  it('asks for more until 64 KB or the end are there', () => {
    const reader = new HeaderReader();
    expect(reader.push(file(explicitBody))).toEqual({ kind: 'more' });
    expect(reader.end()).toMatchObject({ kind: 'header', header: known });
  });

  it('grows past a large private element to what stands behind it', () => {
    const large: ElementToWrite = { tag: '00091010', vr: 'OB', value: Buffer.alloc(300_000) };
    const bytes = file(writeElements([...identity.slice(0, 4), large, ...identity.slice(4), pixels]));
    const reader = new HeaderReader();
    const answers = [];
    for (let at = 0; at < bytes.length; at += 50_000) answers.push(reader.push(bytes.subarray(at, at + 50_000)).kind);
    expect(answers.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'more'));
    expect(reader.end()).toMatchObject({ kind: 'header', header: { studyInstanceUid: '1.2.3' } });
  });

  it('is content with an identity at the limit, and refuses without one', () => {
    const large: ElementToWrite = { tag: '00291010', vr: 'OB', value: Buffer.alloc(300_000) };
    const named = new HeaderReader({ limitBytes: 100_000 }).push(file(writeElements([...identity, large])));
    expect(named).toMatchObject({ kind: 'header', header: { completeness: 'over-limit', studyInstanceUid: '1.2.3' } });
    const early = { ...large, tag: '00091010' };
    const nameless = new HeaderReader({ limitBytes: 100_000 }).push(file(writeElements([early, ...identity])));
    expect(nameless).toMatchObject({ kind: 'problem', problem: { code: 'dicom/header-too-large' } });
  });

  it('takes what it can of a file cut off inside a sequence', () => {
    const cut = file(writeElements([...identity, request]));
    const read = readHeader(cut.subarray(0, cut.length - 20));
    expect(read).toMatchObject({ kind: 'header', header: { ...known, completeness: 'truncated' } });
  });

  it('reads sequences of undefined length and a sequence hidden in UN', () => {
    const item = writeElements([{ tag: '00080050', vr: 'SH', value: 'A1001' }], IMPLICIT_LITTLE);
    const [open, shut] = ['feff00e0ffffffff', 'feff0de000000000'].map((hex) => Buffer.from(hex, 'hex'));
    const end = Buffer.from('feffdde000000000', 'hex');
    const undefinedUn = Buffer.concat([Buffer.from('40007502554e0000ffffffff', 'hex'), open!, item, shut!, end]);
    expect(readHeader(file(Buffer.concat([writeElements(identity), undefinedUn])))).toMatchObject({ header: known });
    const hidden: ElementToWrite = { tag: '00400275', vr: 'UN', value: Buffer.concat([open!, item, shut!]) };
    expect(readHeader(file(writeElements([...identity, hidden])))).toMatchObject({ header: known });
  });

  it('decodes text in an item by the item’s own character set', () => {
    const latin: ElementToWrite[] = [
      { tag: '00080005', vr: 'CS', value: 'ISO_IR 100' },
      { tag: '00080100', vr: 'SH', value: 'K1' },
      { tag: '00080104', vr: 'LO', value: Buffer.from('Sch\xe4del', 'latin1') },
    ];
    const code: ElementToWrite = { tag: '00081032', vr: 'SQ', value: [latin] };
    const read = readHeader(file(writeElements([...identity.slice(0, 4), code, ...identity.slice(4)])));
    expect(read).toMatchObject({ header: { procedureCode: { code: 'K1', meaning: 'Schädel' } } });
  });

  it('keeps a UID that is no number as it is written', () => {
    const uid = '05fa52f0e599f17b8186ff18fcdf2b5570a52206a75c4d03afebf5c475dc8758';
    const named = identity.map((element) => (element.tag === '0020000D' ? { ...element, value: uid } : element));
    expect(readHeader(file(writeElements(named)))).toMatchObject({ header: { studyInstanceUid: uid } });
  });

  it('tells an instant only where the offset is known', () => {
    const moment: ElementToWrite[] = [
      { tag: '00080020', vr: 'DA', value: '20261122' },
      { tag: '00080030', vr: 'TM', value: '065800.5' },
    ];
    const at = (extra: ElementToWrite[]) => readHeader(file(writeElements([...moment, ...extra, ...identity])));
    expect(at([])).toMatchObject({ header: { acquired: { local: '2026-11-22T06:58:00.5', at: null } } });
    const offset: ElementToWrite = { tag: '00080201', vr: 'SH', value: '-0600' };
    expect(at([offset])).toMatchObject({ header: { acquired: { at: new Date('2026-11-22T12:58:00.500Z') } } });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(500)],
    ['text', Buffer.from('This is not a DICOM file, though it is long enough to be one. '.repeat(9))],
  ])('refuses %s', (_, bytes) => {
    expect(readHeader(bytes)).toMatchObject({ kind: 'problem', problem: { code: 'dicom/not-dicom' } });
  });

  it('refuses a file that ends before its dataset', () => {
    expect(readHeader(meta(syntax.explicit))).toMatchObject({ kind: 'problem', problem: { code: 'dicom/truncated' } });
  });

  it('writes and reads back every element it was given', () => {
    const read = readHeader(file(writeElements(elements, EXPLICIT_LITTLE)));
    expect(read.kind === 'header' && read.dataset.tags).toEqual(elements.slice(0, -1).map(({ tag }) => tag));
  });
});
