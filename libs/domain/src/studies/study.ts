import type { FacilityId, HandBackId, HealthSystemId, OrderId, PatientId, PolicyId, StudyId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Hold, StudyPause } from './hold.js';

export const MODALITY_FAMILIES = ['CT', 'MR', 'PET', 'SPECT', 'US', 'XR', 'OTHER'] as const;
export type ModalityFamily = (typeof MODALITY_FAMILIES)[number];

/** From most to least pressing. */
export const PRIORITIES = ['critical', 'stat', 'urgent', 'routine'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Who wants another priority. `submitter` speaks for the health system, `network` for whoever runs the reading. */
export type PrioritySource = 'submitter' | 'network' | 'policy' | 'ai';

/** Where in a policy it stands, by name: what was said stays readable when the policy is another. */
export interface PolicyPlace {
  policyId: PolicyId;
  policy: string;
  version: number;
  ruleId: string;
  rule: string;
}

/** Why the effective priority is not simply what was asked for: who changed it last, from what, and why. */
export interface PriorityBasis {
  source: PrioritySource;
  /** A principal's id, a policy version's, or a model's name. */
  by: string;
  from: Priority;
  reason: string;
  /** RFC 3339. */
  at: string;
  /** Of a policy only. */
  rule: PolicyPlace | null;
}

export const PATIENT_CLASSES = ['emergency', 'inpatient', 'outpatient'] as const;
export type PatientClass = (typeof PATIENT_CLASSES)[number];

export const STUDY_STATES = [
  'expected',
  'receiving',
  'ready',
  'reading',
  'preliminary',
  'final',
  'cancelled',
  'retracted',
] as const;
export type StudyState = (typeof STUDY_STATES)[number];

/** What a read is to produce. */
export const ISSUES = ['draft', 'preliminary', 'final', 'opinion'] as const;
export type Issues = (typeof ISSUES)[number];

/** The only home of a patient's identity. */
export interface Patient {
  id: PatientId;
  healthSystemId: HealthSystemId;
  /** The health system's own patient id (MRN) and who assigned it. */
  mrn: string;
  issuer: string;
  family: string | null;
  given: string | null;
  /** `YYYY-MM-DD`, or null when unknown. */
  birthDate: string | null;
  sex: 'F' | 'M' | 'O' | null;
  /** The same person under another identifier, who has everything that was this one's. */
  mergedInto: PatientId | null;
  version: number;
}

export interface StudyOrder {
  id: OrderId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  accessionNumber: string | null;
  issuer: string;
  placerOrderNumber: string | null;
  procedureCode: { code: string; system: string | null } | null;
}

/** What the submitter said about images: counts, or where they stay. */
export interface AnnouncedImages {
  series: number | null;
  instances: number | null;
  /** Images stay at their source: they count as arrived. */
  atSource: boolean;
  dicomWebRoot: string | null;
}

export interface Prior {
  studyInstanceUid: string | null;
  accessionNumber: string | null;
}

/** Somebody of the site has taken the study back, by name: the site answers for it from `at` on (RFC 3339). */
export interface HandedBack {
  handBackId: HandBackId;
  name: string;
  role: string;
  at: string;
  /** When somebody there read it; absent or null until that is known here. */
  readAt?: string | null;
}

/** The unit of work. State is a pure function of images, primary reads and reports (`studyState`). */
export interface Study {
  id: StudyId;
  healthSystemId: HealthSystemId;
  facilityId: FacilityId;
  patientId: PatientId;
  studyInstanceUid: string | null;
  accessionNumber: string | null;
  accessionIssuer: string;
  /** Image modalities, DICOM terms, sorted, without non-image objects once an image one is known. */
  modalities: string[];
  modalityFamily: ModalityFamily;
  /** Nuclear medicine without tomography: same family as SPECT, own label. */
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
  /** The effective priority. */
  priority: Priority;
  /** Who made it other than requested, and why; null while it is as asked for. */
  priorityBasis: PriorityBasis | null;
  /** Subspecialty the study needs (`neuro`, `pediatric`, `nuclear` ...), by policy; null when any reader will do. */
  subspecialty: string | null;
  reportLanguage: string;
  acquiredAt: Instant | null;
  announced: AnnouncedImages;
  seriesArrived: number;
  instancesArrived: number;
  lastImageAt: Instant | null;
  imagesCompleteAt: Instant | null;
  requester: { name: string | null; phone: string | null } | null;
  priors: Prior[];
  hold: Hold | null;
  /** Every hold it had, the present one to its latest end. */
  pauses: StudyPause[];
  /** The study that is read for this one too: one read and one report cover both. */
  linkedTo: StudyId | null;
  /** The study that this one turned out to be: its images and orders are there. */
  mergedInto: StudyId | null;
  /** Who of the site reads it now, after the network gave it back. */
  handedBack: HandedBack | null;
  /** Wrong or unproven identity: preliminary results only. */
  identityUnconfirmed: boolean;
  state: StudyState;
  receivedAt: Instant;
  readyAt: Instant | null;
  eta: Instant | null;
  version: number;
}
