import type { ModalityFamily } from '../../studies/study.js';
import { publishedMinutes, type Exam } from './exam.js';

/**
 * Longest reading time that is taken for one, minutes: a published practice culls longer radiograph, ultrasound, CT and
 * MR times from its records, 9.5 % of them (domain facts 3.1). The other families take the limit of CT.
 */
export const LONGEST_MINUTES: Readonly<Record<ModalityFamily, number>> = {
  XR: 10,
  US: 30,
  CT: 60,
  MR: 60,
  PET: 60,
  SPECT: 60,
  OTHER: 60,
};

/** A type whose published time is long of its own (mammography, whole body) may take this many times that. */
const LONGEST_TIMES_PUBLISHED = 3;

/** Opened and signed in a twentieth of the usual time: a click, or a clock that was moved, not a read. */
const SHORTEST_SHARE = 0.05;

/**
 * Whether a time from opening to signing says something about reading. Others are **culled, not winsorised**: a screen
 * left open all night is no long read, and a value set to the limit would still pull its reader towards it.
 */
export function isReadingTime(exam: Pick<Exam, 'family' | 'region'>, minutes: number): boolean {
  const published = publishedMinutes(exam);
  const longest = Math.max(LONGEST_MINUTES[exam.family], LONGEST_TIMES_PUBLISHED * published);
  return minutes >= SHORTEST_SHARE * published && minutes <= longest;
}
