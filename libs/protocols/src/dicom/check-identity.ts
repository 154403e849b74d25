import type { DicomHeader } from './dicom-header.js';
import type { DicomProblem } from './dicom-problem.js';

/** PS3.5 section 9.1. Also what the database's columns and the paths of other systems are made for. */
const MAX_UID_LENGTH = 64;

const UID_NAMES = {
  sopClassUid: 'SOP Class UID (0008,0016)',
  sopInstanceUid: 'SOP Instance UID (0008,0018)',
  studyInstanceUid: 'Study Instance UID (0020,000D)',
  seriesInstanceUid: 'Series Instance UID (0020,000E)',
} as const;
type UidField = keyof typeof UID_NAMES;
const UID_FIELDS = Object.keys(UID_NAMES) as UidField[];

/** What the sender said of the object outside it: the C-STORE command, or the address of a STOW-RS request. */
export type ExpectedIdentity = Partial<Record<UidField, string>>;

/**
 * Everything that speaks against taking an object in, or that a person should know of it. Empty when all is well;
 * `refusalIn` picks what keeps the object out. UIDs that are no numbers but harmless are let through: real archives
 * hold anonymised objects that have them.
 */
export function checkIdentity(header: DicomHeader, expected: ExpectedIdentity = {}): DicomProblem[] {
  return [
    ...completenessProblems(header),
    ...UID_FIELDS.flatMap((field) => uidProblems(UID_NAMES[field], header[field], expected[field])),
    ...contentProblems(header),
  ];
}

/** Bulk data that is shorter than it says it is; null when the object is long enough or does not say. */
export function checkLength(declaredBytes: number | null, receivedBytes: number): DicomProblem | null {
  if (declaredBytes === null || receivedBytes >= declaredBytes) return null;
  return { code: 'dicom/truncated', text: `${receivedBytes} bytes arrived of at least ${declaredBytes}` };
}

function completenessProblems({ completeness }: DicomHeader): DicomProblem[] {
  if (completeness === 'truncated') return [{ code: 'dicom/truncated', text: 'the object ends inside its header' }];
  if (completeness === 'malformed') return [{ code: 'dicom/malformed', text: 'a part of the header is unreadable' }];
  return [];
}

function uidProblems(name: string, uid: string | null, expected: string | undefined): DicomProblem[] {
  if (uid === null) return [{ code: 'dicom/missing-uid', text: `${name} is missing` }];
  if (uid.length > MAX_UID_LENGTH) {
    return [
      { code: 'dicom/uid-too-long', text: `${name} has ${uid.length} characters, ${MAX_UID_LENGTH} are allowed` },
    ];
  }
  // Several values, control characters, path separators, spaces: not one name of one thing.
  if (!/^[0-9A-Za-z._-]+$/.test(uid)) return [{ code: 'dicom/uid-illegal', text: `${name} is not one UID` }];
  if (expected !== undefined && expected !== uid) {
    return [{ code: 'dicom/uid-mismatch', text: `${name} is ${uid}, but ${expected} was announced` }];
  }
  return isStandardUid(uid) ? [] : [{ code: 'dicom/uid-nonstandard', text: `${name} ${uid} is no valid UID` }];
}

/** Numbers without leading zeros, joined by dots (PS3.5 section 9.1). */
const isStandardUid = (uid: string): boolean => /^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/.test(uid);

function contentProblems({ modality, patient }: DicomHeader): DicomProblem[] {
  const problems: DicomProblem[] = [];
  if (modality === null) problems.push({ code: 'dicom/missing-modality', text: 'Modality (0008,0060) is missing' });
  if (patient.id === null)
    problems.push({ code: 'dicom/missing-patient-id', text: 'Patient ID (0010,0020) is missing' });
  return problems;
}
