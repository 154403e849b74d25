import { fileMeta } from '@overread/protocols';
import { writeElements, type ElementToWrite } from '../../libs/protocols/src/dicom/encoding/element-writer.js';

export interface SampleImage {
  study: string;
  series?: string;
  instance: string;
  patientId?: string | null;
  accession?: string;
  modality?: string;
  description?: string;
  /** Bytes of pixels. */
  pixels?: number;
  /** What the pixels are made of. */
  fill?: number;
  extra?: ElementToWrite[];
}

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
let made = 0;

/** A UID nobody else of this run has. */
export const newUid = (): string => `1.2.826.0.1.3680043.9.7433.${process.pid}.${Date.now()}.${++made}`;

/** The dataset of a small CT image, explicit little endian, up to its pixels' bytes. */
export function datasetHead(image: SampleImage): Buffer {
  const { study, series = `${study}.1`, instance, patientId = 'MRN1', accession, modality = 'CT' } = image;
  const pixels = image.pixels ?? 512;
  const elements: ElementToWrite[] = [
    { tag: '00080005', vr: 'CS', value: 'ISO_IR 192' },
    { tag: '00080016', vr: 'UI', value: CT_IMAGE },
    { tag: '00080018', vr: 'UI', value: instance },
    { tag: '00080020', vr: 'DA', value: '20261122' },
    { tag: '00080030', vr: 'TM', value: '005500' },
    ...(accession ? [{ tag: '00080050', vr: 'SH', value: accession }] : []),
    { tag: '00080060', vr: 'CS', value: modality },
    { tag: '00081030', vr: 'LO', value: image.description ?? 'CT HEAD WO CONTRAST' },
    { tag: '00100010', vr: 'PN', value: 'Doe^Jane' },
    ...(patientId === null ? [] : [{ tag: '00100020', vr: 'LO', value: patientId }]),
    { tag: '00180015', vr: 'CS', value: 'HEAD' },
    { tag: '0020000D', vr: 'UI', value: study },
    { tag: '0020000E', vr: 'UI', value: series },
    { tag: '00200011', vr: 'IS', value: '1' },
    { tag: '00200013', vr: 'IS', value: '1' },
    ...(image.extra ?? []),
  ];
  const head = Buffer.from('e07f1000' + '4f570000' + '00000000', 'hex');
  head.writeUInt32LE(pixels, 8);
  return Buffer.concat([writeElements(elements), head]);
}

/** A whole Part 10 file. */
export function imageFile(image: SampleImage): Buffer {
  const meta = fileMeta({
    sopClassUid: CT_IMAGE,
    sopInstanceUid: image.instance,
    transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
  });
  return Buffer.concat([meta, datasetHead(image), Buffer.alloc(image.pixels ?? 512, image.fill ?? 7)]);
}

/** The dataset of a Part 10 file that was written with a group length. */
export const datasetOf = (file: Buffer): Buffer => file.subarray(132 + 12 + file.readUInt32LE(140));
