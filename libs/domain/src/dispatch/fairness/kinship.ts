import type { PatientId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { ModalityFamily } from '../../studies/study.js';
import type { Purpose } from '../../studies/read.js';

/** How a read is like what its reader has just read: reading alike in a row is quicker (Ibanez et al. 2018). */
export type Kin = 'same-patient' | 'same-exam';

/** What of a study makes it like another. */
export interface Likeness {
  patientId: PatientId;
  modalityFamily: ModalityFamily;
  bodyPart: string | null;
  protocol: string | null;
}

/** What a reader holds, or completed lately. */
export interface RecentWork extends Likeness {
  /** Null while they hold it. */
  completedAt: Instant | null;
}

/** Exams read longer ago are not "just now"; a trauma patient's exams belong together for longer. Minutes. */
const JUST_MINUTES = 20;
const TRAUMA_MINUTES = 120;

/** What the read would be to this reader. `sharesTrauma`: they have another of the same trauma patient's reads. */
export interface Kinship {
  kin: Kin | null;
  sharesTrauma: boolean;
}

/**
 * Same patient before same exam. The exams of one trauma patient are the other way round: body regions go to several
 * readers at once, so that nobody waits for the first to be through.
 */
export function kinshipOf(study: Likeness, recent: readonly RecentWork[], now: Instant): Kinship {
  const within = (minutes: number) =>
    recent.filter(({ completedAt }) => completedAt === null || minutesBetween(completedAt, now) <= minutes);
  const samePatient = (work: RecentWork) => work.patientId === study.patientId;
  if (
    study.protocol === 'trauma' &&
    within(TRAUMA_MINUTES).some((work) => samePatient(work) && work.protocol === 'trauma')
  ) {
    return { kin: null, sharesTrauma: true };
  }
  const just = within(JUST_MINUTES);
  if (just.some(samePatient)) return { kin: 'same-patient', sharesTrauma: false };
  const alike = just.some(({ modalityFamily, bodyPart }) => {
    return modalityFamily === study.modalityFamily && bodyPart !== null && bodyPart === study.bodyPart;
  });
  return { kin: alike ? 'same-exam' : null, sharesTrauma: false };
}

/** Whether the prior's reader may be preferred: not for a read that must not lean on what they wrote before. */
export const mayContinue = (read: { purpose: Purpose; independent: boolean }): boolean =>
  !read.independent && (read.purpose === 'primary' || read.purpose === 'consultation');
