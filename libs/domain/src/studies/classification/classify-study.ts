import type { ModalityFamily } from '../study.js';
import { FAMILY_TERMS, NON_IMAGE_MODALITIES } from './modality-families.js';
import { procedureOf } from './procedure-codes.js';

export interface Classifiable {
  /** DICOM terms as sent; may hold non-image objects, repeats, lower case. */
  modalities: readonly string[];
  /** Image Type (0008,0008) of the nuclear medicine images, values joined by a backslash. */
  imageTypes?: readonly string[];
  /** Answers for modalities nobody named. */
  procedureCode?: { code: string; system: string | null } | null;
}

export interface Classification {
  /** Image modalities, sorted; non-image terms only while nothing else is known. */
  modalities: string[];
  modalityFamily: ModalityFamily;
  /** Nuclear medicine without tomography. */
  planar: boolean;
  /** What people call it: mammography and angiography keep their name in any family, planar nuclear medicine is NM. */
  label: string;
}

/**
 * The queue a study belongs to: non-image objects dropped, the first present of PT, NM, MR, CT, US, XR wins, else OTHER,
 * which a person places. Source: domain facts 8.3.
 */
export function classifyStudy(study: Classifiable): Classification {
  const named = normalised(study.modalities);
  const terms = named.length > 0 ? named : normalised(procedureOf(study.procedureCode ?? null)?.modalities ?? []);
  const images = terms.filter((term) => !NON_IMAGE_MODALITIES.includes(term));
  const has = (term: string): boolean => images.includes(term);
  const modalityFamily = FAMILY_TERMS.find(([, members]) => members.some(has))?.[0] ?? 'OTHER';
  const planar = modalityFamily === 'SPECT' && !tomographic(images, study.imageTypes ?? []);
  const label = ['MG', 'XA'].find(has) ?? (planar ? 'NM' : modalityFamily);
  return { modalities: images.length > 0 ? images : terms, modalityFamily, planar, label };
}

const normalised = (modalities: readonly string[]): string[] =>
  [...new Set(modalities.map((term) => term.trim().toUpperCase()).filter((term) => term !== ''))].sort();

/** A tomographic Image Type (TOMO, RECON TOMO, ...), the retired term for SPECT, or a CT or MR made along with it. */
const tomographic = (images: readonly string[], imageTypes: readonly string[]): boolean =>
  images.some((term) => term === 'ST' || term === 'CT' || term === 'MR') ||
  imageTypes.some((type) =>
    type
      .toUpperCase()
      .split('\\')
      .some((value) => /\bTOMO\b/.test(value)),
  );
