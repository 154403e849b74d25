import { isSamePatient, type Candidate, type ConflictReason } from './match-study.js';

/** What the header of an image says of the study and patient it belongs to; issuers are the facility's where it names none. */
export interface ImageHeader {
  studyInstanceUid: string;
  accessionNumber: string | null;
  accessionIssuer: string;
  patientId: string | null;
  patientIssuer: string;
}

export type HeaderMatch =
  | { kind: 'attach'; candidate: Candidate }
  | { kind: 'new' }
  | {
      kind: 'exception';
      code: 'intake/identity-conflict';
      reason: ConflictReason | 'patient-unknown';
      candidate: Candidate;
      /**
       * A critical or STAT study stays readable, marked as of unconfirmed identity, preliminary only: with these images,
       * unless it has its own. What has a result is not in a hurry any more.
       */
      staysReadable: boolean;
    };

/**
 * The study an image belongs to: the one with its Study Instance UID; else the expected one, with no UID yet, of the same
 * patient under the same accession number and issuer; else a new one. Another patient on the same identity, or an accession
 * number without a patient to confirm it, is held for a person. Candidates are of one health system.
 */
export function matchImageHeader(candidates: readonly Candidate[], header: ImageHeader): HeaderMatch {
  const byUid = candidates.find(({ study }) => study.studyInstanceUid === header.studyInstanceUid);
  if (byUid !== undefined) {
    return header.patientId === null || isPatient(byUid, header)
      ? { kind: 'attach', candidate: byUid }
      : exception('other-patient', byUid);
  }
  // An order may have several studies, and some archives give every accession number the same number: what has a UID of its
  // own is another study, whoever's it is. Only one that still waits for its images can be meant.
  const expected = candidates.filter((each) => each.study.studyInstanceUid === null && hasAccession(each, header));
  const [first, ...others] = expected;
  if (first === undefined) return { kind: 'new' };
  if (header.patientId === null) return exception('patient-unknown', first);
  const stranger = expected.find((each) => !isPatient(each, header));
  if (stranger !== undefined) return exception('other-patient', stranger);
  return others.length > 0 ? exception('several-studies', first) : { kind: 'attach', candidate: first };
}

const isPatient = ({ patient }: Candidate, { patientId, patientIssuer }: ImageHeader): boolean =>
  patientId !== null && isSamePatient(patient, { mrn: patientId, issuer: patientIssuer });

function hasAccession({ study, orders }: Candidate, { accessionNumber, accessionIssuer }: ImageHeader): boolean {
  if (accessionNumber === null) return false;
  const known = [{ accessionNumber: study.accessionNumber, issuer: study.accessionIssuer }, ...orders];
  return known.some((each) => each.accessionNumber === accessionNumber && each.issuer === accessionIssuer);
}

const exception = (reason: ConflictReason | 'patient-unknown', candidate: Candidate): HeaderMatch => ({
  kind: 'exception',
  code: 'intake/identity-conflict',
  reason,
  candidate,
  staysReadable: reason !== 'several-studies' && cannotWait(candidate.study),
});

const cannotWait = ({ priority, state, instancesArrived, identityUnconfirmed }: Candidate['study']): boolean =>
  (priority === 'critical' || priority === 'stat') &&
  ['expected', 'receiving', 'ready', 'reading'].includes(state) &&
  (instancesArrived === 0 || identityUnconfirmed);
