import type { FieldError } from '../core/domain-error.js';
import { plusMinutes, type Instant } from '../core/instant.js';
import { isDate } from '../studies/classification/is-pediatric.js';
import { PATIENT_CLASSES, PRIORITIES } from '../studies/study.js';
import { FieldChecks } from '../core/field-checks.js';
import type { Submission } from './submission.js';

export const LATERALITIES = ['L', 'R', 'B', 'U'] as const;

/** Clocks of modalities and hosts drift, and some write local time as UTC; more than a day ahead is a mistake. */
const FUTURE_MINUTES = 24 * 60;
const OLDEST_BIRTH_YEAR = 1870;

/** Every rule a submission breaks, with its path; empty when it may come in. */
export function checkSubmission(submission: Submission, now: Instant): FieldError[] {
  const checks = new FieldChecks();
  checks.text('facility', submission.facility, 63, true);
  checkIdentity(submission, checks);
  checkProcedure(submission, checks);
  checkPatient(submission.patient, checks, now);
  checkTexts(submission, checks);
  checkAcquisition(submission.acquiredAt, checks, now);
  checkImages(submission.images, checks);
  (submission.priors ?? []).forEach((prior, index) => {
    checks.uid(`priors.${index}.studyInstanceUid`, prior.studyInstanceUid);
    checks.text(`priors.${index}.accessionNumber`, prior.accessionNumber, 64);
  });
  return checks.errors;
}

const blank = (value: string | null | undefined): boolean =>
  value === undefined || value === null || value.trim() === '';

function checkIdentity(submission: Submission, checks: FieldChecks): void {
  checks.uid('studyInstanceUid', submission.studyInstanceUid);
  checks.text('accessionNumber', submission.accessionNumber, 64);
  checks.text('accessionIssuer', submission.accessionIssuer, 64);
  const orders = submission.orders ?? [];
  orders.forEach((order, index) => {
    checks.text(`orders.${index}.accessionNumber`, order.accessionNumber, 64);
    checks.text(`orders.${index}.issuer`, order.issuer, 64);
    checks.text(`orders.${index}.placerOrderNumber`, order.placerOrderNumber, 64);
  });
  const named = !blank(submission.accessionNumber) || orders.some((order) => !blank(order.accessionNumber));
  if (blank(submission.studyInstanceUid) && !named) {
    checks.fail('studyInstanceUid', 'required', 'a studyInstanceUid or an accessionNumber is required');
  }
}

/** A code this network does not know is enough: the study is then OTHER, which a person places. */
function checkProcedure(submission: Submission, checks: FieldChecks): void {
  const orders = submission.orders ?? [];
  checks.text('procedureCode.code', submission.procedureCode?.code, 64);
  orders.forEach((order, index) => checks.text(`orders.${index}.procedureCode.code`, order.procedureCode?.code, 64));
  const modalities = submission.modalities ?? [];
  modalities.forEach((term, index) => {
    checks.pattern(`modalities.${index}`, term, /^[A-Z0-9_]{2,16}$/, 'DICOM modality term');
  });
  const coded = [submission, ...orders].some((each) => !blank(each.procedureCode?.code));
  if (modalities.length === 0 && !coded) {
    checks.fail('modalities', 'required', 'modalities or a procedure code is required');
  }
}

function checkPatient(patient: Submission['patient'], checks: FieldChecks, now: Instant): void {
  checks.text('patient.id', patient?.id, 64, true);
  checks.text('patient.issuer', patient?.issuer, 64);
  checks.text('patient.name.family', patient?.name?.family, 200);
  checks.text('patient.name.given', patient?.name?.given, 200);
  checks.oneOf('patient.sex', patient?.sex, ['F', 'M', 'O', 'U']);
  const { birthDate } = patient ?? {};
  if (birthDate === undefined || birthDate === null) return;
  if (!isDate(birthDate))
    return checks.fail('patient.birthDate', 'not-a-date', 'patient.birthDate is no date YYYY-MM-DD');
  const tomorrow = plusMinutes(now, 24 * 60)
    .toISOString()
    .slice(0, 10);
  if (birthDate > tomorrow || Number(birthDate.slice(0, 4)) < OLDEST_BIRTH_YEAR) {
    checks.fail('patient.birthDate', 'implausible', "patient.birthDate is no living patient's");
  }
}

function checkTexts(submission: Submission, checks: FieldChecks): void {
  checks.text('bodyPart', submission.bodyPart, 64);
  checks.text('description', submission.description, 1000);
  checks.text('protocol', submission.protocol, 64);
  checks.text('payer', submission.payer, 64);
  checks.text('clinicalIndication', submission.clinicalIndication, 4000);
  checks.text('requester.name', submission.requester?.name, 200);
  checks.text('requester.phone', submission.requester?.phone, 40);
  checks.oneOf('laterality', submission.laterality, LATERALITIES);
  checks.oneOf('priority', submission.priority, PRIORITIES);
  checks.oneOf('patientClass', submission.patientClass, PATIENT_CLASSES);
  checks.pattern('reportLanguage', submission.reportLanguage, /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'BCP 47 language');
}

function checkAcquisition(acquiredAt: Submission['acquiredAt'], checks: FieldChecks, now: Instant): void {
  if (acquiredAt === undefined || acquiredAt === null) return;
  const at = new Date(acquiredAt);
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
  if (!form.test(acquiredAt) || Number.isNaN(at.getTime())) {
    checks.fail('acquiredAt', 'not-an-instant', 'acquiredAt is no RFC 3339 instant with its offset');
  } else if (at > plusMinutes(now, FUTURE_MINUTES)) {
    checks.fail('acquiredAt', 'in-the-future', 'acquiredAt lies more than a day in the future');
  } else if (at.getUTCFullYear() < 1970) {
    checks.fail('acquiredAt', 'implausible', 'acquiredAt lies before digital imaging');
  }
}

function checkImages(images: Submission['images'], checks: FieldChecks): void {
  if (images === undefined || images === null || images === 'at-source') return;
  if (typeof images !== 'object')
    return checks.fail('images', 'unknown-value', 'images is neither counts nor at-source');
  checks.count('images.series', images.series, 100_000);
  checks.count('images.instances', images.instances, 10_000_000);
  checks.pattern('images.dicomWebRoot', images.dicomWebRoot, /^https?:\/\/[^\s]{1,1000}$/, 'web address');
}
