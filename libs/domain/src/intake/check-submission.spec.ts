import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleFacility } from '../network/samples.fixture.js';
import { checkSubmission } from './check-submission.js';
import { normaliseSubmission } from './normalise-submission.js';
import { normalSample, sampleSubmission } from './samples.fixture.js';
import type { Submission } from './submission.js';

const now = new Date('2026-11-22T07:00:00Z');
const broken = (changes: Submission): { path: string; code: string }[] =>
  checkSubmission(sampleSubmission(changes), now).map(({ path, code }) => ({ path, code }));

describe('checkSubmission', () => {
  it('lets the example in, and the least there is', () => {
    expect(broken({})).toEqual([]);
    const least = { facility: 'mercy-east', accessionNumber: 'A1', modalities: ['CT'], patient: { id: 'MRN1' } };
    expect(checkSubmission(least, now)).toEqual([]);
  });

  it('tells everything that is missing together', () => {
    expect(checkSubmission({}, now).map((error) => error.path)).toEqual([
      'facility',
      'studyInstanceUid',
      'modalities',
      'patient.id',
    ]);
  });

  it.each<[string, string, Submission]>([
    ['studyInstanceUid', 'not-a-uid', { studyInstanceUid: '1.2.x' }],
    ['studyInstanceUid', 'not-a-uid', { studyInstanceUid: `1.${'2'.repeat(63)}` }],
    ['studyInstanceUid', 'not-a-uid', { studyInstanceUid: '1..2' }],
    ['studyInstanceUid', 'not-a-uid', { studyInstanceUid: '1.2 ' }],
    ['accessionNumber', 'too-long', { accessionNumber: 'A'.repeat(65) }],
    ['accessionNumber', 'control-character', { accessionNumber: 'A\u0000' }],
    ['patient.id', 'required', { patient: { id: ' ' } }],
    ['patient.birthDate', 'not-a-date', { patient: { id: '1', birthDate: '2026-02-30' } }],
    ['patient.birthDate', 'implausible', { patient: { id: '1', birthDate: '2027-01-01' } }],
    ['patient.birthDate', 'implausible', { patient: { id: '1', birthDate: '1799-01-01' } }],
    ['patient.sex', 'unknown-value', { patient: { id: '1', sex: 'X' } }],
    ['priority', 'unknown-value', { priority: 'asap' }],
    ['patientClass', 'unknown-value', { patientClass: 'I' }],
    ['laterality', 'unknown-value', { laterality: 'left' }],
    ['modalities.0', 'malformed', { modalities: ['ct'] }],
    ['acquiredAt', 'not-an-instant', { acquiredAt: '2026-11-22' }],
    ['acquiredAt', 'not-an-instant', { acquiredAt: '2026-11-22T25:00:00Z' }],
    ['acquiredAt', 'in-the-future', { acquiredAt: '2026-11-23T07:00:01Z' }],
    ['images.instances', 'not-a-count', { images: { instances: -1 } }],
    ['images.dicomWebRoot', 'malformed', { images: { dicomWebRoot: 'file:///etc/passwd' } }],
    ['priors.0.studyInstanceUid', 'not-a-uid', { priors: [{ studyInstanceUid: 'x' }] }],
    ['reportLanguage', 'malformed', { reportLanguage: 'English!' }],
    ['orders.0.accessionNumber', 'too-long', { orders: [{ accessionNumber: 'A'.repeat(65) }] }],
  ])('refuses %s as %s', (path, code, changes) => {
    expect(broken(changes)).toEqual([{ path, code }]);
  });

  it('takes a procedure code for modalities, also one it does not know', () => {
    expect(broken({ modalities: [] })).toEqual([]);
    expect(broken({ modalities: null, orders: null, procedureCode: { code: 'X-1', system: 'urn:local' } })).toEqual([]);
    expect(broken({ modalities: null, orders: null })).toEqual([{ path: 'modalities', code: 'required' }]);
  });

  it('takes an accession number of an order for an identity', () => {
    expect(broken({ studyInstanceUid: null, accessionNumber: null })).toEqual([]);
    expect(
      broken({ studyInstanceUid: null, accessionNumber: null, orders: [{ procedureCode: { code: '1' } }] }),
    ).toEqual([{ path: 'studyInstanceUid', code: 'required' }]);
  });
});

describe('normaliseSubmission', () => {
  it('keeps what was said, UIDs verbatim', () => {
    expect(normalSample({ studyInstanceUid: '1.02.3' })).toMatchObject({
      facilityId: 'mercy-east',
      healthSystemId: 'mercy',
      studyInstanceUid: '1.02.3',
      accessionNumber: 'A1001',
      accessionIssuer: 'MERCY',
      patient: { mrn: 'MRN1', issuer: 'MERCY', family: 'Doe', given: 'Jane', birthDate: '1950-01-31', sex: 'F' },
      modalities: ['CT'],
      modalityFamily: 'CT',
      requestedPriority: 'critical',
      protocol: 'stroke',
      procedureCode: { code: '30799-1', system: 'http://loinc.org' },
      announced: { series: 2, instances: 64, atSource: false, dicomWebRoot: null },
      acquiredAt: new Date('2026-11-22T06:58:00Z'),
    });
  });

  const least = { facility: 'mercy-east', accessionNumber: ' A1 ', patient: { id: 'MRN1' } };
  const facility = sampleFacility({
    defaults: { priority: 'urgent', patientClass: 'inpatient', payer: 'medicaid', reportLanguage: 'es' },
  });

  it('takes the defaults of the facility for what was not', () => {
    const code = { code: '36643-5' };
    expect(normaliseSubmission({ ...least, procedureCode: code }, facility)).toMatchObject({
      studyInstanceUid: null,
      accessionNumber: 'A1',
      orders: [{ accessionNumber: 'A1', issuer: 'MERCY', procedureCode: { code: '36643-5', system: null } }],
      patient: { issuer: 'MERCY', family: null, birthDate: null, sex: null },
      modalities: ['DX'],
      modalityFamily: 'XR',
      bodyPart: 'CHEST',
      requestedPriority: 'urgent',
      patientClass: 'inpatient',
      payer: 'medicaid',
      reportLanguage: 'es',
      requester: null,
      priors: [],
    });
  });

  it('never takes the unknown priority of an emergency patient for less than stat', () => {
    const emergency = { ...least, modalities: ['CT'], patientClass: 'emergency' };
    expect(normaliseSubmission(emergency, facility).requestedPriority).toBe('stat');
    expect(normaliseSubmission({ ...emergency, priority: 'routine' }, facility).requestedPriority).toBe('routine');
  });

  it.each<[Submission['images'], boolean, string | null]>([
    ['at-source', true, null],
    [{ dicomWebRoot: 'https://pacs.example/dicom-web', instances: 4 }, true, 'https://pacs.example/dicom-web'],
    [{ instances: 4 }, false, null],
    [null, false, null],
  ])('knows images that stay where they are: %j', (images, atSource, dicomWebRoot) => {
    expect(normalSample({ images }).announced).toMatchObject({ atSource, dicomWebRoot });
  });

  it('says which fields were stated, not which were filled', () => {
    const { stated } = normaliseSubmission({ ...least, modalities: [], description: ' ', payer: 'aetna' }, facility);
    expect([...stated].sort()).toEqual(['accessionNumber', 'facility', 'patient', 'payer']);
  });

  it('gives the same from whatever spaces surround the texts', () => {
    const spaces = fc.constantFrom('', ' ', '  ', '\n');
    fc.assert(
      fc.property(spaces, spaces, (before, after) => {
        const pad = (text: string): string => `${before}${text}${after}`;
        expect(
          normalSample({ accessionNumber: pad('A1001'), description: pad('CT HEAD'), payer: pad('Medicare') }),
        ).toEqual(normalSample({ description: 'CT HEAD' }));
      }),
    );
  });
});
