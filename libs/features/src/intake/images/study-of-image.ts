import { matchImageHeader, normaliseSubmission, type HeaderMatch, type ImageHeader } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { IntakeService } from '../intake.service.js';
import { asCurrentPatient, patientWith } from '../patient-identity.queries.js';
import { candidatesOf, lockIdentity } from '../submission.queries.js';
import { headerSubmission } from './header-submission.js';
import type { ReceivedImage, StudyKey } from './received-image.js';

const REMEMBERED = 5000;

/** Where an image belongs; `questioned` when it carries another identity and the study cannot wait. */
export type FoundStudy = StudyKey & { readonly questioned?: Conflict };

export type Conflict = Extract<HeaderMatch, { kind: 'exception' }>;

/** Finds or makes the study an image belongs to. Remembers the answer: a study's next image asks the same question. */
@Injectable()
export class StudyOfImage {
  private readonly remembered = new Map<string, StudyKey>();

  constructor(private readonly intake: IntakeService) {}

  recall(image: ReceivedImage): StudyKey | null {
    return this.remembered.get(questionOf(image)) ?? null;
  }

  /** Only what is committed may be remembered. */
  remember(image: ReceivedImage, study: StudyKey): void {
    const question = questionOf(image);
    this.remembered.delete(question);
    this.remembered.set(question, study);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  forget(image: ReceivedImage): void {
    this.remembered.delete(questionOf(image));
  }

  async find(tx: Tx, image: ReceivedImage): Promise<FoundStudy | Conflict> {
    const { facility, object } = image;
    const { healthSystemId } = facility;
    const stated = normaliseSubmission(headerSubmission(object.header, facility), facility);
    const current = await patientWith(tx, healthSystemId, stated.patient);
    const submission = asCurrentPatient(stated, current);
    const said = headerOf(image);
    const header =
      said.patientId === null || current === null
        ? said
        : { ...said, patientId: current.mrn, patientIssuer: current.issuer };
    const identity = {
      healthSystemId,
      studyInstanceUid: header.studyInstanceUid,
      accessionNumbers: header.accessionNumber === null ? [] : [header.accessionNumber],
      patient: [submission.patient.issuer, submission.patient.mrn] as const,
    };
    await lockIdentity(tx, identity);
    const match = matchImageHeader(await candidatesOf(tx, identity), header);
    if (match.kind === 'exception')
      return match.staysReadable ? { healthSystemId, id: match.candidate.study.id, questioned: match } : match;
    if (match.kind === 'attach') return { healthSystemId, id: match.candidate.study.id };
    const { studyId } = await this.intake.create(tx, submission);
    return { healthSystemId, id: studyId };
  }
}

function headerOf({ object: { header }, facility }: ReceivedImage): ImageHeader {
  return {
    studyInstanceUid: header.studyInstanceUid,
    accessionNumber: header.accessionNumber,
    accessionIssuer: header.issuerOfAccessionNumber ?? facility.issuer,
    patientId: header.patient.id,
    patientIssuer: header.patient.issuer ?? facility.issuer,
  };
}

/** Everything that decides which study it is. */
export function questionOf(image: ReceivedImage): string {
  return JSON.stringify([image.facility.healthSystemId, headerOf(image)]);
}
