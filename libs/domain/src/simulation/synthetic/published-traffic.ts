import type { Weighted } from '../../core/chance.js';
import type { PatientClass, Priority } from '../../studies/study.js';

/**
 * How often studies come, by hour of the facility's day. Emergency: built to match that 63% of adult visits fall outside
 * weekdays 8 to 17; the peaks follow published bimodal arrivals. Inpatient has the portable films of the early morning.
 */
// prettier-ignore
export const HOURLY: Readonly<Record<PatientClass, readonly number[]>> = {
  emergency: [28, 23, 20, 17, 15, 16, 20, 29, 42, 54, 62, 65, 64, 61, 59, 57, 56, 55, 56, 56, 50, 43, 37, 31],
  inpatient: [20, 16, 14, 16, 30, 55, 60, 58, 66, 70, 68, 62, 55, 56, 58, 56, 50, 42, 36, 30, 26, 22, 20, 18],
  outpatient: [0, 0, 0, 0, 0, 0, 0, 20, 90, 120, 125, 115, 85, 110, 120, 105, 70, 30, 10, 0, 0, 0, 0, 0],
};

/** Sunday first. */
export const WEEKDAY: Readonly<Record<PatientClass, readonly number[]>> = {
  emergency: [0.96, 1.08, 1.02, 1.01, 0.99, 0.99, 0.95],
  inpatient: [1, 1, 1, 1, 1, 1, 1],
  outpatient: [0.05, 1, 1, 1, 1, 1, 0.25],
};

/**
 * Studies of an average weekday. 279 of an emergency department: 305,493 studies in three years at one urban hospital;
 * the others are assumed.
 */
const HOSPITAL_DAY = { emergency: 279, inpatient: 150, outpatient: 120 };
const OFFICE_DAY = { emergency: 0, inpatient: 0, outpatient: 80 };
export const volumeOf = (kind: string): Readonly<Record<PatientClass, number>> =>
  kind === 'hospital' ? HOSPITAL_DAY : OFFICE_DAY;

/** Of the gamma that an hour's arrivals are multiplied with: they vary by a third beyond chance. Assumed. */
export const BURST_SHAPE = 9;

/** Assumed; a stroke activation is critical by the network's policy, whatever was asked. */
export const PRIORITY: Readonly<Record<PatientClass, Weighted<Priority>>> = {
  emergency: [
    ['critical', 2],
    ['stat', 45],
    ['urgent', 40],
    ['routine', 13],
  ],
  inpatient: [
    ['stat', 15],
    ['urgent', 35],
    ['routine', 50],
  ],
  outpatient: [
    ['urgent', 5],
    ['routine', 95],
  ],
};

/** Who pays, by the facility's country; assumed. A country without a row has its facility's default. */
export const PAYERS: Readonly<Record<string, Weighted<string>>> = {
  US: [
    ['commercial', 45],
    ['medicare', 35],
    ['medicaid', 20],
  ],
  GB: [
    ['nhs', 95],
    ['private', 5],
  ],
  AU: [
    ['private', 70],
    ['medicare', 30],
  ],
};

/** Assumed: the share of emergency head CT that comes as a stroke activation. */
export const STROKE_SHARE = 0.08;

export interface Exam {
  modalities: string[];
  bodyPart: string;
  description: string;
  indications: readonly string[];
}

const exam = (modalities: string, bodyPart: string, description: string, ...indications: string[]): Exam => ({
  modalities: modalities.split('+'),
  bodyPart,
  description,
  indications,
});
const ctHead = exam('CT', 'HEAD', 'CT HEAD WO CONTRAST', 'fall, on anticoagulants', 'worst headache', 'confusion');
const ctAbdomen = exam('CT', 'ABDOMEN', 'CT ABDOMEN PELVIS W CONTRAST', 'right lower pain', 'fever after surgery');
const ctChest = exam('CT', 'CHEST', 'CT CHEST PULMONARY ANGIOGRAM', 'short of breath', 'pleuritic pain');
const ctSpine = exam('CT', 'CSPINE', 'CT CERVICAL SPINE WO CONTRAST', 'road traffic accident', 'fall from height');
const xrChest = exam('DX', 'CHEST', 'XR CHEST 2 VIEWS', 'cough', 'fever', 'line placement');
const xrLimb = exam('DX', 'WRIST', 'XR WRIST 3 VIEWS', 'fall on an outstretched hand', 'pain');
const usAbdomen = exam('US', 'ABDOMEN', 'US ABDOMEN COMPLETE', 'right upper pain', 'abnormal liver tests');
const mrBrain = exam('MR', 'BRAIN', 'MR BRAIN W WO CONTRAST', 'new seizure', 'follow-up');
const mrSpine = exam('MR', 'LSPINE', 'MR LUMBAR SPINE WO CONTRAST', 'back pain, leg weakness', 'radiculopathy');
const petCt = exam('PT+CT', 'WHOLEBODY', 'PET CT WHOLE BODY', 'staging', 'response to treatment');
const boneScan = exam('NM', 'WHOLEBODY', 'NM BONE SCAN WHOLE BODY', 'bone pain', 'staging');

/**
 * What is made. Emergency: films twice as often as CT and MR together, ultrasound a tenth of films, as in published
 * visits; CT by body part as in a published night service (head 43%, abdomen and pelvis 33%, chest 14%). The other
 * classes follow the published order of volumes: films, ultrasound, CT, MR; nuclear medicine is assumed.
 */
export const EXAMS: Readonly<Record<PatientClass, Weighted<Exam>>> = {
  emergency: [
    [xrChest, 34],
    [xrLimb, 28],
    [ctHead, 12],
    [ctAbdomen, 9.5],
    [ctChest, 4],
    [ctSpine, 2.5],
    [usAbdomen, 7],
    [mrBrain, 2],
    [mrSpine, 1],
  ],
  inpatient: [
    [xrChest, 52],
    [xrLimb, 5],
    [ctHead, 8],
    [ctAbdomen, 10],
    [ctChest, 6],
    [usAbdomen, 10],
    [mrBrain, 5],
    [mrSpine, 3],
    [boneScan, 1],
  ],
  outpatient: [
    [xrChest, 20],
    [xrLimb, 25],
    [usAbdomen, 23],
    [ctChest, 8],
    [ctAbdomen, 8],
    [mrBrain, 5],
    [mrSpine, 7],
    [petCt, 2],
    [boneScan, 2],
  ],
};
