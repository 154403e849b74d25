import type { HardRule } from '../hard-rules.js';
import { modalitiesNotCovered } from '../modality-equivalents.js';

/** Competent in every image modality of the study: PET/CT needs PET and CT. */
export const modalityRule: HardRule = ({ read, reader }, _, { modalityEquivalents }) => {
  if (modalitiesNotCovered(read.modalities, []).length === 0) return 'the modalities of the study are not known';
  const missing = modalitiesNotCovered(read.modalities, reader.reader.competences, modalityEquivalents);
  return missing.length === 0 ? null : `not competent in ${missing.join(', ')}`;
};
