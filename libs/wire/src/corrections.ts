import {
  CANCEL_REASONS,
  IDENTITY_REASONS,
  PATIENT_MERGE_REASONS,
  LINK_REASONS,
  MERGE_REASONS,
  PAUSE_REASONS,
  REOPEN_REASONS,
  SPLIT_REASONS,
} from '@overread/domain';
import { z } from 'zod';
import { id, instant, required, text } from './common.js';

const note = text(500).nullish();

/** `until`: when it resumes by itself; absent is the default of the reason, and each reason has a limit. */
export const holdBody = z.object({ reason: z.enum(PAUSE_REASONS), note, until: instant.nullish() });
export const resumeBody = z.object({ note });
export const cancelBody = z.object({ reason: z.enum(CANCEL_REASONS), note });
export const reopenBody = z.object({ reason: z.enum(REOPEN_REASONS), note });
/** The study is read with `studyId`. */
export const linkBody = z.object({ studyId: id, reason: z.enum(LINK_REASONS), note });
/** Absent `accessionNumbers` undoes a link; with them, those orders become a study of their own. */
export const splitBody = z.object({
  accessionNumbers: z.array(required(64)).min(1).max(50).nullish(),
  reason: z.enum(SPLIT_REASONS),
  note,
});
export const mergeBody = z.object({ studyId: id, reason: z.enum(MERGE_REASONS), note });

const patientNumber = z.object({ id: required(64), issuer: required(64) });
/** Absent `patient` confirms the identity as it is known; its number alone moves the study to whoever has it. */
export const correctIdentityBody = z.object({
  patient: z
    .object({
      id: required(64),
      issuer: required(64).nullish(),
      name: z.object({ family: text(200).nullish(), given: text(200).nullish() }).nullish(),
      birthDate: z.iso.date().nullish(),
      sex: z.enum(['F', 'M', 'O']).nullish(),
    })
    .nullish(),
  reason: z.enum(IDENTITY_REASONS),
  note,
});
/** `from` is merged into `into`; a hospital need not say its health system. */
export const mergePatientsBody = z.object({
  healthSystemId: id.nullish(),
  from: patientNumber,
  into: patientNumber,
  reason: z.enum(PATIENT_MERGE_REASONS),
  note,
});
/** The record that stays, and how many studies followed. */
export const mergedPatients = z
  .object({ patient: patientNumber, studies: z.number().int() })
  .meta({ id: 'MergedPatients' });
export type MergedPatients = z.infer<typeof mergedPatients>;
