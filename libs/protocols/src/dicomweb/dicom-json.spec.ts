import { describe, expect, it } from '@jest/globals';
import { Dataset } from '../dicom/dataset.js';
import { ElementReader } from '../dicom/encoding/element-reader.js';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE, type Encoding } from '../dicom/encoding/element.js';
import { writeElements, type ElementToWrite } from '../dicom/encoding/element-writer.js';
import { toDicomJson } from './dicom-json.js';
import { qidoInstance, qidoSeries, qidoStudy, type QidoSeries, type QidoStudy } from './qido-results.js';
import { stowAnswer } from './stow-response.js';

const json = (elements: ElementToWrite[], encoding: Encoding = EXPLICIT_LITTLE) =>
  toDicomJson(new Dataset(new ElementReader(writeElements(elements, encoding), encoding).read().set));

describe('the DICOM JSON model', () => {
  it('writes text, names and numbers as the standard wants', () => {
    const elements: ElementToWrite[] = [
      { tag: '00080000', vr: 'UL', value: Buffer.alloc(4) },
      { tag: '00080005', vr: 'CS', value: '\\ISO 2022 IR 87' },
      { tag: '00080008', vr: 'CS', value: 'ORIGINAL\\\\AXIAL' },
      { tag: '00080050', vr: 'SH', value: '' },
      { tag: '00100010', vr: 'PN', value: Buffer.from('Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=') },
      { tag: '00180050', vr: 'DS', value: '1.50' },
      { tag: '00200013', vr: 'IS', value: '1A' },
    ];
    expect(json(elements)).toEqual({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080008': { vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] },
      '00080050': { vr: 'SH' },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎' }] },
      '00180050': { vr: 'DS', Value: [1.5] },
      '00200013': { vr: 'IS', Value: ['1A'] },
    });
  });

  it.each([
    ['little', EXPLICIT_LITTLE, '0002', '02000100', '000000000000f03f', '20000d00'],
    ['big', EXPLICIT_BIG, '0200', '00020001', '3ff0000000000000', '0020000d'],
  ])('reads binary numbers in %s endian order', (_, encoding, rows, pair, double, tag) => {
    const elements: ElementToWrite[] = [
      { tag: '00200062', vr: 'CS', value: 'L' },
      { tag: '00280010', vr: 'US', value: Buffer.from(rows, 'hex') },
      { tag: '00280009', vr: 'AT', value: Buffer.from(tag, 'hex') },
      { tag: '00186011', vr: 'US', value: Buffer.from(pair, 'hex') },
      { tag: '00189073', vr: 'FD', value: Buffer.from(double, 'hex') },
    ];
    expect(json(elements, encoding)).toMatchObject({
      '00280010': { vr: 'US', Value: [512] },
      '00280009': { vr: 'AT', Value: ['0020000D'] },
      '00186011': { vr: 'US', Value: [2, 1] },
      '00189073': { vr: 'FD', Value: [1] },
    });
  });

  it('takes the VR from the dictionary where the file has none, and writes items as objects', () => {
    const code: ElementToWrite[] = [{ tag: '00080100', vr: 'SH', value: '30799-1' }];
    const elements: ElementToWrite[] = [
      { tag: '00081032', vr: 'SQ', value: [code, []] },
      { tag: '00090010', vr: 'LO', value: 'ACME 1.0' },
      { tag: '00091001', vr: 'UN', value: Buffer.from([1, 2]) },
    ];
    expect(json(elements, IMPLICIT_LITTLE)).toEqual({
      '00081032': { vr: 'SQ', Value: [{ '00080100': { vr: 'SH', Value: ['30799-1'] } }, {}] },
      '00090010': { vr: 'LO', Value: ['ACME 1.0'] },
      '00091001': { vr: 'UN', InlineBinary: 'AQI=' },
    });
  });

  it('reads pixel values of an implicit dataset as signed where its pixels are', () => {
    const lowest: ElementToWrite = { tag: '00280106', vr: 'SS', value: Buffer.from('ffff', 'hex') };
    const signed: ElementToWrite = { tag: '00280103', vr: 'US', value: Buffer.from('0100', 'hex') };
    expect(json([signed, lowest], IMPLICIT_LITTLE)).toMatchObject({ '00280106': { vr: 'SS', Value: [-1] } });
    expect(json([lowest], IMPLICIT_LITTLE)).toEqual({ '00280106': { vr: 'US', Value: [65535] } });
  });

  it('leaves large values and numbers that JSON cannot say out', () => {
    const elements: ElementToWrite[] = [
      { tag: '00189073', vr: 'FD', value: Buffer.from('000000000000f87f', 'hex') },
      { tag: '00420011', vr: 'OB', value: Buffer.alloc(5000) },
    ];
    expect(json(elements)).toEqual({ '00189073': { vr: 'FD' }, '00420011': { vr: 'OB' } });
  });
});

const study: QidoStudy = {
  studyInstanceUid: '1.2.3',
  studyDate: '20261122',
  studyTime: null,
  accessionNumber: 'A1001',
  modalities: ['PT', 'CT'],
  referringPhysicianName: null,
  studyDescription: 'PET CT',
  patientId: 'MRN1',
  issuerOfPatientId: null,
  patientName: 'Doe^Jane',
  patientBirthDate: '19500131',
  patientSex: 'F',
  studyId: null,
  seriesCount: 2,
  instanceCount: 64,
};
const series: QidoSeries = {
  seriesInstanceUid: '1.2.3.1',
  modality: 'CT',
  seriesNumber: 0,
  seriesDescription: null,
  bodyPartExamined: 'HEAD',
  laterality: null,
  instanceCount: 32,
};
const root = 'http://localhost:3000/dicom-web';

describe('QIDO-RS results', () => {
  it('describes a study', () => {
    expect(qidoStudy(root, study)).toMatchObject({
      '00080030': { vr: 'TM' },
      '00080061': { vr: 'CS', Value: ['PT', 'CT'] },
      '00081190': { vr: 'UR', Value: [`${root}/studies/1.2.3`] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Doe^Jane' }] },
      '0020000D': { vr: 'UI', Value: ['1.2.3'] },
      '00201208': { vr: 'IS', Value: [64] },
    });
  });

  it('describes a series and an instance, with what is above them on request', () => {
    expect(qidoSeries(root, study, series)).not.toHaveProperty('00100010');
    const withStudy = qidoSeries(root, study, series, true);
    expect(withStudy).toMatchObject({ '00100020': { Value: ['MRN1'] }, '00200011': { vr: 'IS', Value: [0] } });
    const instance = {
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUid: '1.2.3.1.1',
      instanceNumber: 1,
      numberOfFrames: null,
      rows: 512,
      columns: 512,
      transferSyntaxUid: null,
    };
    expect(qidoInstance(root, { study, series, instance }, { series: true })).toMatchObject({
      '00080060': { Value: ['CT'] },
      '00081190': { Value: [`${root}/studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1`] },
      '00280010': { vr: 'US', Value: [512] },
    });
  });
});

describe('the answer to STOW-RS', () => {
  const stored = { sopClassUid: '1.2', sopInstanceUid: '1.2.3.1.1', retrieveUrl: `${root}/studies/1.2.3` };
  const failed = { sopClassUid: '1.2', sopInstanceUid: '1.2.3.1.2', failureReason: 0xa900 };

  it('is 200 when all was kept', () => {
    const { status, body } = stowAnswer({ studyUrl: `${root}/studies/1.2.3`, stored: [stored], failed: [] });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('00081198');
    expect(body['00081199']?.Value?.[0]).toMatchObject({ '00081155': { vr: 'UI', Value: ['1.2.3.1.1'] } });
  });

  it('is 202 when some failed or were warned of, with the reason', () => {
    const { status, body } = stowAnswer({ studyUrl: null, stored: [stored], failed: [failed] });
    expect(status).toBe(202);
    expect(body['00081198']?.Value?.[0]).toMatchObject({ '00081197': { vr: 'US', Value: [0xa900] } });
    expect(stowAnswer({ studyUrl: null, stored: [{ ...stored, warningReason: 0xb000 }], failed: [] }).status).toBe(202);
  });

  it('is 409 when nothing was kept, and lists what has no name apart', () => {
    const nameless = { sopClassUid: null, sopInstanceUid: null, failureReason: 0xc000 };
    const { status, body } = stowAnswer({ studyUrl: null, stored: [], failed: [nameless] });
    expect(status).toBe(409);
    expect(body['0008119A']?.Value).toEqual([{ '00081197': { vr: 'US', Value: [0xc000] } }]);
  });
});
