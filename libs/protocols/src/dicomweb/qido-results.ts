import type { Tag } from '../dicom/encoding/dictionary.js';
import type { JsonAttributes } from './dicom-json.js';
import { jsonAttributes, type AttributeValue } from './json-attributes.js';

/** A study as QIDO-RS answers it. Dates are DA, times TM, names PN (`Doe^Jane`); null where unknown. */
export interface QidoStudy {
  readonly studyInstanceUid: string;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  readonly accessionNumber: string | null;
  readonly modalities: readonly string[];
  readonly referringPhysicianName: string | null;
  readonly studyDescription: string | null;
  readonly patientId: string | null;
  readonly issuerOfPatientId: string | null;
  readonly patientName: string | null;
  readonly patientBirthDate: string | null;
  readonly patientSex: string | null;
  readonly studyId: string | null;
  readonly seriesCount: number;
  readonly instanceCount: number;
}

export interface QidoSeries {
  readonly seriesInstanceUid: string;
  readonly modality: string | null;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string | null;
  readonly bodyPartExamined: string | null;
  readonly laterality: string | null;
  readonly instanceCount: number;
}

export interface QidoInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly instanceNumber: number | null;
  readonly numberOfFrames: number | null;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly transferSyntaxUid: string | null;
}

type Values = Record<Tag, AttributeValue>;

/** Where WADO-RS serves what is below `root` (`https://host/dicom-web`). */
const addressOf = (root: string, study: string, series?: string, instance?: string): string => {
  const below = [series && `series/${series}`, instance && `instances/${instance}`].filter(Boolean);
  return [root, 'studies', study, ...below].join('/');
};

function studyValues(root: string, study: QidoStudy): Values {
  return {
    '00080020': study.studyDate,
    '00080030': study.studyTime,
    '00080050': study.accessionNumber,
    '00080056': 'ONLINE',
    '00080061': study.modalities,
    '00080090': study.referringPhysicianName,
    '00081030': study.studyDescription,
    '00081190': addressOf(root, study.studyInstanceUid),
    '00100010': study.patientName,
    '00100020': study.patientId,
    '00100021': study.issuerOfPatientId,
    '00100030': study.patientBirthDate,
    '00100040': study.patientSex,
    '0020000D': study.studyInstanceUid,
    '00200010': study.studyId,
    '00201206': study.seriesCount,
    '00201208': study.instanceCount,
  };
}

function seriesValues(root: string, study: QidoStudy, series: QidoSeries): Values {
  return {
    '00080056': 'ONLINE',
    '00080060': series.modality,
    '0008103E': series.seriesDescription,
    '00081190': addressOf(root, study.studyInstanceUid, series.seriesInstanceUid),
    '00180015': series.bodyPartExamined,
    '0020000D': study.studyInstanceUid,
    '0020000E': series.seriesInstanceUid,
    '00200011': series.seriesNumber,
    '00200060': series.laterality,
    '00201209': series.instanceCount,
  };
}

const UTF8: Values = { '00080005': 'ISO_IR 192' };

/** One result of a search for studies (PS3.18 table 10.6.3-3). */
export const qidoStudy = (root: string, study: QidoStudy): JsonAttributes =>
  jsonAttributes({ ...UTF8, ...studyValues(root, study) });

/** One result of a search for series; with its study's attributes where the search was not within one study. */
export function qidoSeries(root: string, study: QidoStudy, series: QidoSeries, withStudy = false): JsonAttributes {
  const above = withStudy ? studyValues(root, study) : {};
  return jsonAttributes({ ...UTF8, ...above, ...seriesValues(root, study, series) });
}

/** An instance and what it belongs to. */
export interface QidoInstancePath {
  readonly study: QidoStudy;
  readonly series: QidoSeries;
  readonly instance: QidoInstance;
}

/** One result of a search for instances; with the attributes of the levels above that the search did not name. */
export function qidoInstance(
  root: string,
  { study, series, instance }: QidoInstancePath,
  above: { study?: boolean; series?: boolean } = {},
): JsonAttributes {
  return jsonAttributes({
    ...UTF8,
    ...(above.study ? studyValues(root, study) : {}),
    ...(above.series ? seriesValues(root, study, series) : {}),
    '00080016': instance.sopClassUid,
    '00080018': instance.sopInstanceUid,
    '00080056': 'ONLINE',
    '00081190': addressOf(root, study.studyInstanceUid, series.seriesInstanceUid, instance.sopInstanceUid),
    '00083002': instance.transferSyntaxUid,
    '0020000D': study.studyInstanceUid,
    '0020000E': series.seriesInstanceUid,
    '00200013': instance.instanceNumber,
    '00280008': instance.numberOfFrames,
    '00280010': instance.rows,
    '00280011': instance.columns,
  });
}
