import type { AcquisitionTime } from './dicom-date-time.js';
import type { PersonName } from './person-name.js';

/** A code from a coding scheme (PS3.3 table 8.8-1). */
export interface CodedProcedure {
  readonly code: string;
  readonly scheme: string | null;
  readonly meaning: string | null;
}

/** What one order asked for, from the Request Attributes Sequence (0040,0275). */
export interface RequestedProcedure {
  readonly accessionNumber: string | null;
  readonly issuerOfAccessionNumber: string | null;
  readonly requestedProcedureId: string | null;
}

export interface DicomPatient {
  readonly id: string | null;
  readonly issuer: string | null;
  readonly name: PersonName | null;
  /** `1950-01-31`; null when absent or no date. */
  readonly birthDate: string | null;
  readonly sex: string | null;
}

/**
 * What a DICOM object says of itself, its pixels left aside. Text is decoded; what is absent or empty is null. UIDs are
 * verbatim: test them with `checkIdentity` before believing them. Dates are DA, times TM, as written.
 */
export interface DicomHeader {
  /** Of the file, of the association it came over, or guessed from the first element; never empty. */
  readonly transferSyntaxUid: string;
  readonly sopClassUid: string | null;
  readonly sopInstanceUid: string | null;
  readonly studyInstanceUid: string | null;
  readonly seriesInstanceUid: string | null;
  readonly modality: string | null;
  readonly imageType: readonly string[];
  readonly patient: DicomPatient;
  /** (0008,0050), or where that is empty the first one of the Request Attributes Sequence. */
  readonly accessionNumber: string | null;
  readonly issuerOfAccessionNumber: string | null;
  readonly studyId: string | null;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  /** (0008,0201), `+0100`. */
  readonly timezoneOffset: string | null;
  /** From acquisition, else content, series or study, whichever first has a valid date and time. */
  readonly acquired: AcquisitionTime | null;
  readonly studyDescription: string | null;
  readonly seriesDescription: string | null;
  readonly seriesNumber: number | null;
  readonly instanceNumber: number | null;
  readonly numberOfFrames: number | null;
  readonly bodyPartExamined: string | null;
  readonly laterality: string | null;
  readonly institutionName: string | null;
  readonly stationName: string | null;
  readonly referringPhysicianName: PersonName | null;
  readonly manufacturer: string | null;
  readonly procedureCode: CodedProcedure | null;
  readonly requests: readonly RequestedProcedure[];
  readonly rows: number | null;
  readonly columns: number | null;
  /** AE title that wrote the file, (0002,0016). */
  readonly sourceAeTitle: string | null;
  /** How the header ended: at its end, cut off with the file, at the size limit, or at bytes that make no sense. */
  readonly completeness: 'complete' | 'truncated' | 'over-limit' | 'malformed';
}
