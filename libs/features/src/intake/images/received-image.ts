import type { Facility, HealthSystemId, StudyId } from '@overread/domain';
import type { DicomProblem } from '@overread/protocols';
import type { ReceivedObject } from './reception.js';

/** A whole object, and by which door of which facility it came. */
export interface ReceivedImage {
  readonly object: ReceivedObject;
  readonly facility: Facility;
  readonly door: 'dicomweb' | 'dimse';
  /** Who sent it, for an exception: an AE title, a key's name; an address. */
  readonly sender: string;
}

export interface StudyKey {
  readonly healthSystemId: HealthSystemId;
  readonly id: StudyId;
}

export type ImageOutcome =
  | {
      readonly outcome: 'stored' | 'unchanged';
      readonly studyId: StudyId;
      /** Stored, but whose it is must be said by a person: why. */
      readonly questioned?: DicomProblem;
    }
  | { readonly outcome: 'refused'; readonly problem: DicomProblem; readonly studyId: StudyId | null };
