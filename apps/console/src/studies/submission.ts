import type { Client } from '@overread/wire';

export type Submission = Parameters<Client['studies']['submit']>[0];

/** What the form holds: everything as text, as people type it. */
export interface SubmissionForm {
  facility: string;
  accessionNumber: string;
  studyInstanceUid: string;
  patientId: string;
  family: string;
  given: string;
  birthDate: string;
  sex: '' | 'F' | 'M' | 'O';
  modalities: string[];
  bodyPart: string;
  description: string;
  priority: string;
  protocol: string;
  patientClass: string;
  payer: string;
  clinicalIndication: string;
  requesterName: string;
  requesterPhone: string;
  atSource: boolean;
}

export const EMPTY: SubmissionForm = {
  facility: '',
  accessionNumber: '',
  studyInstanceUid: '',
  patientId: '',
  family: '',
  given: '',
  birthDate: '',
  sex: '',
  modalities: [],
  bodyPart: '',
  description: '',
  priority: '',
  protocol: '',
  patientClass: '',
  payer: '',
  clinicalIndication: '',
  requesterName: '',
  requesterPhone: '',
  atSource: true,
};

const some = (value: string): string | null => value.trim() || null;
const anyOf = <T extends Record<string, string | null>>(value: T): T | null =>
  Object.values(value).some((one) => one !== null) ? value : null;

/** The form as the API takes it: what was left empty is not sent as empty text. */
export function submissionOf(form: SubmissionForm): Submission {
  return {
    facility: form.facility,
    accessionNumber: some(form.accessionNumber),
    studyInstanceUid: some(form.studyInstanceUid),
    patient: {
      id: form.patientId.trim(),
      name: anyOf({ family: some(form.family), given: some(form.given) }),
      birthDate: some(form.birthDate),
      sex: form.sex || null,
    },
    modalities: form.modalities.flatMap((typed) => typed.toUpperCase().split(/[\s,;\\/]+/)).filter(Boolean),
    bodyPart: some(form.bodyPart),
    description: some(form.description),
    priority: (some(form.priority) as Submission['priority']) ?? null,
    protocol: some(form.protocol),
    patientClass: (some(form.patientClass) as Submission['patientClass']) ?? null,
    payer: some(form.payer),
    clinicalIndication: some(form.clinicalIndication),
    requester: anyOf({ name: some(form.requesterName), phone: some(form.requesterPhone) }),
    ...(form.atSource ? { images: 'at-source' as const } : {}),
  };
}

const FIELDS: Record<string, keyof SubmissionForm> = {
  'patient.id': 'patientId',
  'patient.name.family': 'family',
  'patient.name.given': 'given',
  'patient.birthDate': 'birthDate',
  'patient.sex': 'sex',
  'requester.name': 'requesterName',
  'requester.phone': 'requesterPhone',
  images: 'atSource',
};

/** Problems of the answer at the fields they are about, by their `path`; the rest stays in the message above. */
export function fieldErrors(
  errors: readonly { path: string; message: string }[],
): Partial<Record<keyof SubmissionForm, string>> {
  const found: Partial<Record<keyof SubmissionForm, string>> = {};
  for (const { path, message } of errors) {
    const plain = path.replace(/^[/$.]+/, '').replaceAll('/', '.');
    const [first = ''] = plain.split(/[.[]/);
    const field = FIELDS[plain] ?? FIELDS[first] ?? (first in EMPTY ? (first as keyof SubmissionForm) : undefined);
    if (field !== undefined) found[field] ??= message;
  }
  return found;
}
