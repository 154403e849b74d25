import { LATERALITIES, localDayRange, nextLocalTime, type Facility, type Submission } from '@overread/domain';
import type { DicomHeader } from '@overread/protocols';
import type { ReceivedObject } from './reception.js';

/** What the header of an image says of its study; what it does not say comes from the facility's defaults. */
export function headerSubmission(header: ReceivedObject['header'], facility: Facility): Submission {
  const { patient, procedureCode } = header;
  return {
    facility: facility.code,
    studyInstanceUid: header.studyInstanceUid,
    accessionNumber: header.accessionNumber,
    accessionIssuer: header.issuerOfAccessionNumber,
    patient: {
      id: patient.id ?? unidentified(header.studyInstanceUid),
      issuer: patient.issuer,
      name: { family: patient.name?.family || null, given: patient.name?.given || null },
      birthDate: patient.birthDate,
      sex: patient.sex,
    },
    modalities: header.modality === null ? [] : [header.modality],
    procedureCode: procedureCode && { code: procedureCode.code, system: procedureCode.scheme },
    bodyPart: header.bodyPartExamined,
    description: header.studyDescription,
    laterality: lateralityOf(header),
    acquiredAt: acquiredAt(header, facility)?.toISOString() ?? null,
    requester: header.referringPhysicianName && { name: readable(header.referringPhysicianName) },
  };
}

/** A patient without an id is nobody else's patient: each such study has its own until a person says who it is. */
const unidentified = (studyInstanceUid: string): string => `unidentified ${studyInstanceUid}`;

const readable = ({ given, family }: { given: string; family: string }): string => `${given} ${family}`.trim();

export const lateralityOf = ({ laterality }: DicomHeader): string | null =>
  laterality !== null && (LATERALITIES as readonly string[]).includes(laterality) ? laterality : null;

/** The instant of acquisition; a clock on the wall is the facility's. */
export function acquiredAt(header: DicomHeader, facility: Facility): Date | null {
  const { acquired } = header;
  if (acquired === null) return null;
  if (acquired.at !== null) return acquired.at;
  const [date = '', time = ''] = acquired.local.split('T');
  const { from } = localDayRange(date, facility.zone);
  const minute = nextLocalTime(time.slice(0, 5), facility.zone, new Date(from.getTime() - 1));
  return new Date(minute.getTime() + Number(time.slice(6)) * 1000);
}
