import type { ModalityFamily } from '../study.js';

/** DICOM terms of objects that are no images of their own: reports, plans, segmentations, waveforms. Source: domain facts 8.3. */
// prettier-ignore
export const NON_IMAGE_MODALITIES: readonly string[] = [
  'SR', 'PR', 'KO', 'SEG', 'REG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'RTIMAGE', 'RTRECORD', 'DOC', 'PLAN', 'FID', 'AU', 'HC',
  'ECG', 'EPS', 'HD', 'RESP', 'SMR',
];

/** Families in the order in which the first present wins, with their DICOM terms, retired ones included. */
export const FAMILY_TERMS: readonly (readonly [ModalityFamily, readonly string[]])[] = [
  ['PET', ['PT']],
  ['SPECT', ['NM', 'ST']],
  ['MR', ['MR']],
  ['CT', ['CT']],
  ['US', ['US', 'IVUS', 'BDUS', 'EC', 'DD', 'CD']],
  ['XR', ['CR', 'DX', 'RG', 'RF', 'XA', 'MG', 'IO', 'PX', 'BMD', 'DS', 'DF', 'CF', 'VF']],
];

/** The family of a study of one modality. */
export const familyOfModality = (modality: string): ModalityFamily =>
  FAMILY_TERMS.find(([, terms]) => terms.includes(modality))?.[0] ?? 'OTHER';
