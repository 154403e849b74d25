import { NON_IMAGE_MODALITIES } from '../studies/classification/modality-families.js';

/**
 * DICOM terms that one competence covers: plain radiography whatever the detector, and retired terms with their successor.
 * Mammography, angiography, fluoroscopy and bone densitometry stand on their own.
 */
export const MODALITY_EQUIVALENTS: readonly (readonly string[])[] = [
  ['CR', 'DX', 'RG'],
  ['XA', 'DS'],
  ['RF', 'CF', 'DF', 'VF'],
  ['US', 'DD', 'CD'],
  ['NM', 'ST'],
];

/** The image modalities of `wanted` that none of `held` covers. */
export function modalitiesNotCovered(
  wanted: readonly string[],
  held: readonly string[],
  equivalents: readonly (readonly string[])[] = MODALITY_EQUIVALENTS,
): string[] {
  const covers = (term: string): boolean =>
    held.includes(term) || equivalents.some((set) => set.includes(term) && set.some((each) => held.includes(each)));
  return wanted.filter((term) => !NON_IMAGE_MODALITIES.includes(term) && !covers(term));
}
