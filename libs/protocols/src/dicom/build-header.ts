import { Dataset } from './dataset.js';
import { acquisitionTime, isoDate, splitDateTime, type AcquisitionTime } from './dicom-date-time.js';
import type { CodedProcedure, DicomHeader, DicomPatient, RequestedProcedure } from './dicom-header.js';
import type { ElementSet } from './encoding/element.js';

/** Date and time pairs that say when images were made, the closest first. */
const MOMENTS = [
  ['00080022', '00080032'],
  ['00080023', '00080033'],
  ['00080021', '00080031'],
  ['00080020', '00080030'],
] as const;

interface HeaderSource {
  readonly transferSyntaxUid: string;
  readonly meta: ElementSet | null;
  readonly completeness: DicomHeader['completeness'];
}

/** Picks the header's fields out of a dataset. */
export function buildHeader(dataset: Dataset, source: HeaderSource): DicomHeader {
  const meta = source.meta ? new Dataset(source.meta) : null;
  return {
    transferSyntaxUid: source.transferSyntaxUid,
    completeness: source.completeness,
    sourceAeTitle: meta?.text('00020016') ?? null,
    ...identityOf(dataset, meta),
    ...studyOf(dataset),
    ...imageOf(dataset),
    patient: patientOf(dataset),
  };
}

/** The file meta repeats class and instance; the dataset's own are what counts. */
function identityOf(dataset: Dataset, meta: Dataset | null) {
  return {
    sopClassUid: dataset.uid('00080016') ?? meta?.uid('00020002') ?? null,
    sopInstanceUid: dataset.uid('00080018') ?? meta?.uid('00020003') ?? null,
    studyInstanceUid: dataset.uid('0020000D'),
    seriesInstanceUid: dataset.uid('0020000E'),
  };
}

function patientOf(dataset: Dataset): DicomPatient {
  return {
    id: dataset.text('00100020'),
    issuer: dataset.text('00100021'),
    name: dataset.personName('00100010'),
    birthDate: isoDate(dataset.text('00100030')),
    sex: dataset.text('00100040'),
  };
}

function studyOf(dataset: Dataset) {
  const requests = dataset.items('00400275').map(requestOf);
  const own = dataset.text('00080050');
  const accession = own === null ? requests.find((request) => request.accessionNumber !== null) : undefined;
  return {
    accessionNumber: own ?? accession?.accessionNumber ?? null,
    issuerOfAccessionNumber: issuerIn(dataset) ?? accession?.issuerOfAccessionNumber ?? null,
    requests,
    studyId: dataset.text('00200010'),
    studyDate: dataset.text('00080020'),
    studyTime: dataset.text('00080030'),
    timezoneOffset: dataset.text('00080201'),
    acquired: acquiredIn(dataset),
    studyDescription: dataset.text('00081030'),
    institutionName: dataset.text('00080080'),
    referringPhysicianName: dataset.personName('00080090'),
    procedureCode: codeOf(dataset.items('00081032')[0]),
  };
}

function imageOf(dataset: Dataset) {
  return {
    modality: dataset.text('00080060'),
    imageType: dataset.texts('00080008'),
    seriesDescription: dataset.text('0008103E'),
    seriesNumber: dataset.integer('00200011'),
    instanceNumber: dataset.integer('00200013'),
    numberOfFrames: dataset.integer('00280008'),
    bodyPartExamined: dataset.text('00180015'),
    laterality: dataset.text('00200060') ?? dataset.text('00200062'),
    stationName: dataset.text('00081010'),
    manufacturer: dataset.text('00080070'),
    rows: dataset.integer('00280010'),
    columns: dataset.integer('00280011'),
  };
}

function requestOf(item: Dataset): RequestedProcedure {
  return {
    accessionNumber: item.text('00080050'),
    issuerOfAccessionNumber: issuerIn(item),
    requestedProcedureId: item.text('00401001'),
  };
}

/** Issuer of Accession Number Sequence (0008,0051): a local name, else a universal one. */
function issuerIn(dataset: Dataset): string | null {
  const item = dataset.items('00080051')[0];
  return item?.text('00400031') ?? item?.text('00400032') ?? null;
}

/** The code value may be short, long or a URN (PS3.3 section 8.1). */
function codeOf(item: Dataset | undefined): CodedProcedure | null {
  const code = item?.text('00080100') ?? item?.text('00080119') ?? item?.text('00080120') ?? null;
  if (!item || code === null) return null;
  return { code, scheme: item.text('00080102'), meaning: item.text('00080104') };
}

function acquiredIn(dataset: Dataset): AcquisitionTime | null {
  const offset = dataset.text('00080201');
  const dateTime = splitDateTime(dataset.text('0008002A') ?? '');
  const exact = acquisitionTime(dateTime.da, dateTime.tm, dateTime.offset ?? offset);
  if (exact) return exact;
  for (const [date, time] of MOMENTS) {
    const found = acquisitionTime(dataset.text(date), dataset.text(time), offset);
    if (found) return found;
  }
  return null;
}
