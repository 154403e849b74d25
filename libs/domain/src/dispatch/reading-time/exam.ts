import { bodyRegion } from '../../studies/classification/body-region.js';
import { EXPECTED_MINUTES, expectedMinutesOf } from '../../studies/classification/expected-minutes.js';
import type { BodyRegion } from '../../studies/classification/region-words.js';
import type { Read } from '../../studies/read.js';
import type { ModalityFamily, Study } from '../../studies/study.js';

/** What a reading time is expected from: the type of exam, and what makes this one longer or shorter than its like. */
export interface Exam {
  family: ModalityFamily;
  region: BodyRegion | null;
  hasPriors: boolean;
  /** Images, null when nobody has said. */
  instances: number | null;
  contrast: boolean;
  /** A draft or preliminary stands already, and this read works over it. */
  overRead: boolean;
}

/** The parts of a study an exam is made from. */
export type ExamStudy = Pick<
  Study,
  'modalityFamily' | 'bodyPart' | 'procedureCode' | 'description' | 'priors' | 'announced' | 'instancesArrived'
>;

/** The parts of a study's reads that say whether one works over another. */
export type ExamRead = Pick<Read, 'ordinal' | 'issues' | 'independent' | 'state'>;

/** What a read looks at. `reads` are all reads of its study. */
export function examOf(study: ExamStudy, read: ExamRead, reads: readonly ExamRead[]): Exam {
  return {
    family: study.modalityFamily,
    region: bodyRegion(study.bodyPart, study.procedureCode, study.description),
    hasPriors: study.priors.length > 0,
    instances: Math.max(study.instancesArrived, study.announced.instances ?? 0) || null,
    contrast: hasContrast(study.description),
    overRead: !read.independent && reads.some((before) => before.ordinal < read.ordinal && drafts(before)),
  };
}

/** Published minutes are those of nine work units an hour (domain facts 3.3). */
const UNITS_PER_MINUTE = 9 / 60;

/** Work units of a read by published minutes: the same whatever is learned of reading times. */
export const workUnitsOf = ({ family, region, overRead }: Pick<Exam, 'family' | 'region' | 'overRead'>): number =>
  expectedMinutesOf(family, region, overRead) * UNITS_PER_MINUTE;

const drafts = ({ issues, state }: ExamRead): boolean =>
  state !== 'cancelled' && (issues === 'draft' || issues === 'preliminary');

/** `with and without` is with; a description that says neither is without. */
function hasContrast(description: string | null): boolean {
  const upper = (description ?? '').toUpperCase();
  return /\b(W|WITH|POST)\b(?!\/O|\s*OUT)/.test(upper) || /\b(CTA|MRA|ANGIO|ANGIOGRAPHY|ENHANCED)\b/.test(upper);
}

/** The key of an exam's type: `CT:head`, `US:-` when nobody knows the region. */
export const examTypeOf = ({ family, region }: Pick<Exam, 'family' | 'region'>): string => `${family}:${region ?? '-'}`;

/** The family of an exam's type; null when the key is not one. */
export function familyOfType(examType: string): ModalityFamily | null {
  const family = examType.slice(0, examType.indexOf(':'));
  return Object.hasOwn(EXPECTED_MINUTES, family) ? (family as ModalityFamily) : null;
}

/** Published minutes of a type, before anything is learned: `EXPECTED_MINUTES`. */
export const publishedMinutes = ({ family, region }: Pick<Exam, 'family' | 'region'>): number =>
  expectedMinutesOf(family, region);

/** Images of a usual exam: what no count is taken for, and what counts are measured against. */
const USUAL_INSTANCES: Readonly<Record<ModalityFamily, number>> = {
  CT: 300,
  MR: 400,
  PET: 600,
  SPECT: 20,
  US: 40,
  XR: 2,
  OTHER: 100,
};

/** A count ten times the usual one says no more than one 7 times it: ln 7 is about 2. */
const MOST_LOG_INSTANCES = 2;

/** What is learned about beside type and reader; `traitsOf` gives their values in this order. */
export const TRAITS = ['priors', 'instances', 'contrast', 'overRead'] as const;

/** The exam's traits as numbers: 0 for the usual exam. */
export function traitsOf(exam: Exam): number[] {
  const ratio = exam.instances === null ? 0 : Math.log(exam.instances / USUAL_INSTANCES[exam.family]);
  const instances = Math.min(MOST_LOG_INSTANCES, Math.max(-MOST_LOG_INSTANCES, ratio));
  return [exam.hasPriors ? 1 : 0, instances, exam.contrast ? 1 : 0, exam.overRead ? 1 : 0];
}
