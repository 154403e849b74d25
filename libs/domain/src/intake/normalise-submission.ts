import type { Facility } from '../network/network.js';
import { priorityWhenUnknown } from '../studies/change-priority.js';
import { classifyStudy } from '../studies/classification/classify-study.js';
import { procedureOf } from '../studies/classification/procedure-codes.js';
import type { AnnouncedImages, PatientClass, Prior, Priority } from '../studies/study.js';
import type {
  NormalOrder,
  NormalSubmission,
  PatientIdentity,
  Submission,
  SubmittedCode,
  SubmittedPatient,
} from './submission.js';

type Filler = Pick<Facility, 'id' | 'healthSystemId' | 'issuer' | 'defaults'>;

/**
 * A checked submission with its defaults: issuers are the facility's, priority, patient class, payer and language its
 * defaults (an emergency patient's unknown priority is at least stat), modalities those of the procedure code, accession
 * and code those of the first order. Text is trimmed and empty is absent; UIDs are kept verbatim.
 */
export function normaliseSubmission(submission: Submission, facility: Filler): NormalSubmission {
  const accessionIssuer = textOf(submission.accessionIssuer) ?? facility.issuer;
  const orders = ordersOf(submission, accessionIssuer);
  const procedureCode =
    codeOf(submission.procedureCode) ?? orders.find((each) => each.procedureCode)?.procedureCode ?? null;
  const kind = classifyStudy({ modalities: submission.modalities ?? [], procedureCode });
  const patientClass = (submission.patientClass ?? facility.defaults.patientClass) as PatientClass;
  return {
    healthSystemId: facility.healthSystemId,
    facilityId: facility.id,
    studyInstanceUid: submission.studyInstanceUid ?? null,
    accessionNumber:
      textOf(submission.accessionNumber) ?? orders.find((each) => each.accessionNumber)?.accessionNumber ?? null,
    accessionIssuer,
    orders,
    patient: patientOf(submission.patient ?? {}, facility.issuer),
    modalities: kind.modalities,
    modalityFamily: kind.modalityFamily,
    planar: kind.planar,
    bodyPart: textOf(submission.bodyPart) ?? procedureOf(procedureCode)?.bodyPart ?? null,
    description: textOf(submission.description),
    laterality: textOf(submission.laterality),
    procedureCode,
    clinicalIndication: textOf(submission.clinicalIndication),
    patientClass,
    payer: textOf(submission.payer)?.toLowerCase() ?? facility.defaults.payer,
    protocol: textOf(submission.protocol)?.toLowerCase() ?? null,
    requestedPriority:
      (submission.priority as Priority | null | undefined) ??
      priorityWhenUnknown(patientClass, facility.defaults.priority),
    reportLanguage: textOf(submission.reportLanguage) ?? facility.defaults.reportLanguage,
    acquiredAt: submission.acquiredAt ? new Date(submission.acquiredAt) : null,
    announced: announcedOf(submission.images),
    requester: requesterOf(submission.requester),
    priors: priorsOf(submission.priors),
    stated: statedOf(submission),
  };
}

const textOf = (value: string | null | undefined): string | null => {
  const text = value?.trim();
  return text === undefined || text === '' ? null : text;
};

const codeOf = (code: SubmittedCode | null | undefined): { code: string; system: string | null } | null => {
  const text = textOf(code?.code);
  return text === null ? null : { code: text, system: textOf(code?.system) };
};

function ordersOf(submission: Submission, issuer: string): NormalOrder[] {
  const orders = (submission.orders ?? []).map((order) => ({
    accessionNumber: textOf(order.accessionNumber),
    issuer: textOf(order.issuer) ?? issuer,
    placerOrderNumber: textOf(order.placerOrderNumber),
    procedureCode: codeOf(order.procedureCode),
  }));
  const accessionNumber = textOf(submission.accessionNumber);
  if (accessionNumber === null || orders.some((order) => order.accessionNumber === accessionNumber)) return orders;
  const own = { accessionNumber, issuer, placerOrderNumber: null, procedureCode: codeOf(submission.procedureCode) };
  return [own, ...orders];
}

function patientOf(patient: SubmittedPatient, issuer: string): PatientIdentity {
  const sex = patient.sex === 'F' || patient.sex === 'M' || patient.sex === 'O' ? patient.sex : null;
  return {
    mrn: textOf(patient.id) ?? '',
    issuer: textOf(patient.issuer) ?? issuer,
    family: textOf(patient.name?.family),
    given: textOf(patient.name?.given),
    birthDate: textOf(patient.birthDate),
    sex,
  };
}

/** Images stay at their source when it is named; they then count as arrived. */
function announcedOf(images: Submission['images']): AnnouncedImages {
  if (images === 'at-source') return { series: null, instances: null, atSource: true, dicomWebRoot: null };
  const dicomWebRoot = textOf(images?.dicomWebRoot);
  return {
    series: images?.series ?? null,
    instances: images?.instances ?? null,
    atSource: dicomWebRoot !== null,
    dicomWebRoot,
  };
}

function requesterOf(requester: Submission['requester']): NormalSubmission['requester'] {
  const [name, phone] = [textOf(requester?.name), textOf(requester?.phone)];
  return name === null && phone === null ? null : { name, phone };
}

function priorsOf(priors: Submission['priors']): Prior[] {
  return (priors ?? [])
    .map((prior) => ({
      studyInstanceUid: prior.studyInstanceUid ?? null,
      accessionNumber: textOf(prior.accessionNumber),
    }))
    .filter((prior) => prior.studyInstanceUid !== null || prior.accessionNumber !== null);
}

/** Fields that said something: present, not null, neither blank nor an empty list. */
function statedOf(submission: Submission): ReadonlySet<keyof Submission> {
  const fields = Object.entries(submission).filter(([, value]) =>
    typeof value === 'string'
      ? value.trim() !== ''
      : Array.isArray(value)
        ? value.length > 0
        : (value ?? null) !== null,
  );
  return new Set(fields.map(([field]) => field as keyof Submission));
}
