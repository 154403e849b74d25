import type { FacilityId, HealthSystemId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type {
  AnnouncedImages,
  ModalityFamily,
  Patient,
  PatientClass,
  Prior,
  Priority,
  StudyOrder,
} from '../studies/study.js';

type Optional<T> = T | null | undefined;

export interface SubmittedCode {
  code: string;
  system?: Optional<string>;
}

export interface SubmittedOrder {
  accessionNumber?: Optional<string>;
  issuer?: Optional<string>;
  placerOrderNumber?: Optional<string>;
  procedureCode?: Optional<SubmittedCode>;
}

export interface SubmittedPatient {
  id?: Optional<string>;
  issuer?: Optional<string>;
  name?: Optional<{ family?: Optional<string>; given?: Optional<string> }>;
  birthDate?: Optional<string>;
  sex?: Optional<string>;
}

/** A study as a door heard of it: REST, an HL7 order, a FHIR request. Enumerations are still text; `checkSubmission` first. */
export interface Submission {
  facility?: Optional<string>;
  studyInstanceUid?: Optional<string>;
  accessionNumber?: Optional<string>;
  accessionIssuer?: Optional<string>;
  orders?: Optional<readonly SubmittedOrder[]>;
  patient?: Optional<SubmittedPatient>;
  modalities?: Optional<readonly string[]>;
  procedureCode?: Optional<SubmittedCode>;
  bodyPart?: Optional<string>;
  description?: Optional<string>;
  laterality?: Optional<string>;
  priority?: Optional<string>;
  protocol?: Optional<string>;
  patientClass?: Optional<string>;
  payer?: Optional<string>;
  clinicalIndication?: Optional<string>;
  /** RFC 3339. */
  acquiredAt?: Optional<string>;
  images?: Optional<
    'at-source' | { series?: Optional<number>; instances?: Optional<number>; dicomWebRoot?: Optional<string> }
  >;
  priors?: Optional<readonly { studyInstanceUid?: Optional<string>; accessionNumber?: Optional<string> }[]>;
  requester?: Optional<{ name?: Optional<string>; phone?: Optional<string> }>;
  reportLanguage?: Optional<string>;
}

/** Who the patient is, as the health system names them. */
export type PatientIdentity = Pick<Patient, 'mrn' | 'issuer' | 'family' | 'given' | 'birthDate' | 'sex'>;

export type NormalOrder = Pick<StudyOrder, 'accessionNumber' | 'issuer' | 'placerOrderNumber' | 'procedureCode'>;

/** A submission with every default filled in. What the message left out is a default: `stated` tells which. */
export interface NormalSubmission {
  healthSystemId: HealthSystemId;
  facilityId: FacilityId;
  studyInstanceUid: string | null;
  accessionNumber: string | null;
  accessionIssuer: string;
  orders: NormalOrder[];
  patient: PatientIdentity;
  modalities: string[];
  modalityFamily: ModalityFamily;
  planar: boolean;
  bodyPart: string | null;
  description: string | null;
  laterality: string | null;
  procedureCode: { code: string; system: string | null } | null;
  clinicalIndication: string | null;
  patientClass: PatientClass;
  payer: string | null;
  protocol: string | null;
  requestedPriority: Priority;
  reportLanguage: string;
  acquiredAt: Instant | null;
  announced: AnnouncedImages;
  requester: { name: string | null; phone: string | null } | null;
  priors: Prior[];
  /** The names of the submission's own fields that said something. */
  stated: ReadonlySet<keyof Submission>;
}
