import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pythonWith } from '../support/peers.js';
import { checkIdentity, checkLength, HeaderReader, readHeader, refusalIn, type HeaderRead } from '@overread/protocols';

/** Header values as another implementation (pydicom) reads them, by keyword; person names by representation. */
type Oracle = Record<string, string | string[] | Record<string, string>>;

const samples = process.env['SAMPLES_DIR'] ?? resolve(import.meta.dirname, '../../../shared/data');
const oracleFile = join(samples, 'dicom_expected.json');
const hasSamples = existsSync(oracleFile);
const oracle = hasSamples ? (JSON.parse(readFileSync(oracleFile, 'utf8')) as Record<string, Oracle>) : {};

/** Text that has high bytes and no declared character set can be read in more than one way. */
const UNDECLARED = new Set(['CT/CT-JPEGLosslessSV1.dcm']);
/** No study of their own, or cut off: what must not come in. */
const REFUSED = new Set([
  'charset/chrSQEncoding.dcm',
  'malformed/MR_truncated.dcm',
  'malformed/UN_sequence.dcm',
  'malformed/empty_charset_LEI.dcm',
  'malformed/priv_SQ.dcm',
  'malformed/rtplan_truncated.dcm',
]);

/** Group 0001 behind a meta without transfer syntax; a byte of noise in front. Others read nothing of them either. */
const NOT_DICOM = ['malformed/meta_missing_tsyntax.dcm', 'malformed/no_meta.dcm'];

const TEXTS: Record<string, string> = {
  SOPClassUID: '00080016',
  SOPInstanceUID: '00080018',
  StudyInstanceUID: '0020000D',
  SeriesInstanceUID: '0020000E',
  Modality: '00080060',
  PatientID: '00100020',
  IssuerOfPatientID: '00100021',
  PatientBirthDate: '00100030',
  PatientSex: '00100040',
  AccessionNumber: '00080050',
  StudyID: '00200010',
  StudyDate: '00080020',
  StudyTime: '00080030',
  StudyDescription: '00081030',
  SeriesDescription: '0008103E',
  SeriesNumber: '00200011',
  InstanceNumber: '00200013',
  NumberOfFrames: '00280008',
  BodyPartExamined: '00180015',
  InstitutionName: '00080080',
  Manufacturer: '00080070',
};

const bytesOf = (file: string): Buffer => readFileSync(join(samples, 'dicom', file));

function read(file: string): HeaderRead {
  const result = readHeader(bytesOf(file));
  if (result.kind === 'problem') throw new Error(`${file}: ${result.problem.text}`);
  return result;
}

/** Both sides in the same words, for one assertion that shows every difference. */
function compared(file: string): { ours: Record<string, unknown>; theirs: Record<string, unknown> } {
  const { header, dataset } = read(file);
  const ours: Record<string, unknown> = {};
  const theirs: Record<string, unknown> = {};
  for (const [keyword, expected] of Object.entries(oracle[file] ?? {})) {
    const tag = TEXTS[keyword];
    if (tag) [ours[keyword], theirs[keyword]] = [dataset.text(tag) ?? '', expected];
    if (keyword === 'transferSyntax' && expected)
      [ours[keyword], theirs[keyword]] = [header.transferSyntaxUid, expected];
    if (keyword === 'PatientName' && !UNDECLARED.has(file)) {
      const { alphabetic = '', ideographic = null, phonetic = null } = header.patient.name ?? {};
      const name = expected as Record<string, string>;
      ours[keyword] = [alphabetic, ideographic, phonetic];
      theirs[keyword] = [name['Alphabetic'] ?? '', name['Ideographic'] ?? null, name['Phonetic'] ?? null];
    }
  }
  return { ours, theirs };
}

if (!hasSamples)
  process.stderr.write(`NO SAMPLES: ${oracleFile} is missing; set SAMPLES_DIR to test real DICOM headers\n`);

(hasSamples ? describe : describe.skip)('headers of published DICOM files', () => {
  const files = Object.keys(oracle).filter((file) => !NOT_DICOM.includes(file));

  it('covers every file of the collection', () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it.each(files)('%s reads as others read it', (file) => {
    const { ours, theirs } = compared(file);
    expect(ours).toEqual(theirs);
  });

  it.each(files)('%s reads the same in small chunks', (file) => {
    const bytes = bytesOf(file);
    const reader = new HeaderReader();
    for (let at = 0; at < bytes.length; at += 1000) reader.push(bytes.subarray(at, at + 1000));
    const { header, bulkStart, declaredBytes } = read(file);
    expect(reader.end()).toMatchObject({ kind: 'header', header, bulkStart, declaredBytes });
  });

  it.each(files)('%s is refused only when it cannot be told what it is', (file) => {
    const { header, declaredBytes } = read(file);
    const length = checkLength(declaredBytes, bytesOf(file).length);
    const refusal = refusalIn([...checkIdentity(header), ...(length ? [length] : [])]);
    expect(refusal !== null).toBe(REFUSED.has(file));
  });

  it.each(NOT_DICOM)('%s is no DICOM object', (file) => {
    expect(readHeader(bytesOf(file))).toMatchObject({ kind: 'problem', problem: { code: 'dicom/not-dicom' } });
  });
});

/** Reads pydicom's own test files with pydicom, where Debian's package is installed: one JSON object by path. */
const PYDICOM = `
import glob, json, os, warnings, pydicom
warnings.simplefilter('ignore')
names = 'SOPClassUID SOPInstanceUID StudyInstanceUID SeriesInstanceUID Modality PatientID StudyDate StudyDescription'.split()
found = {}
for path in glob.glob(os.path.join(os.path.dirname(pydicom.__file__), 'data', '**', '*'), recursive=True):
    try:
        ds = pydicom.dcmread(path, stop_before_pixels=True)
        found[path] = {name: str(ds.get(name) or '') for name in names}
    except Exception:
        pass
print(json.dumps(found))
`;
const python = spawnSync(pythonWith('pydicom') ?? 'python3', ['-c', PYDICOM], { encoding: 'utf8', maxBuffer: 1 << 26 });
const peer = python.status === 0 ? (JSON.parse(python.stdout) as Record<string, Record<string, string>>) : {};

(python.status === 0 ? describe : describe.skip)('headers of the files that pydicom ships', () => {
  it('reads every one as pydicom does', () => {
    const theirs = Object.entries(peer).filter(([path]) => !NOT_DICOM.some((file) => path.endsWith(basename(file))));
    expect(theirs.length).toBeGreaterThan(60);
    const ours = theirs.map(([path, values]) => {
      const result = readHeader(readFileSync(path));
      const text = (name: string): string => (result.kind === 'header' && result.dataset.text(TEXTS[name] ?? '')) || '';
      return [path, Object.fromEntries(Object.keys(values).map((name) => [name, text(name)]))];
    });
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  });
});
