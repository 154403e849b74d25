import { describe, expect, it } from '@jest/globals';
import { matchImageHeader, type ImageHeader } from './match-image-header.js';
import { candidateOf, normalSample } from './samples.fixture.js';

const withUid = candidateOf(normalSample({ priority: 'routine' }));
const expected = candidateOf(normalSample(), { studyInstanceUid: null });
const header = (changes: Partial<ImageHeader> = {}): ImageHeader => ({
  studyInstanceUid: '1.2.840.113619.2.55.3',
  accessionNumber: 'A1001',
  accessionIssuer: 'MERCY',
  patientId: 'MRN1',
  patientIssuer: 'MERCY',
  ...changes,
});

describe('matchImageHeader', () => {
  it('attaches by UID, also without a patient in the header', () => {
    expect(matchImageHeader([withUid], header())).toEqual({ kind: 'attach', candidate: withUid });
    expect(matchImageHeader([withUid], header({ patientId: null, accessionNumber: null })).kind).toBe('attach');
  });

  it('attaches to the expected study of the same patient and accession', () => {
    expect(matchImageHeader([expected], header())).toEqual({ kind: 'attach', candidate: expected });
  });

  it('prefers the UID to the accession', () => {
    expect(matchImageHeader([expected, withUid], header())).toEqual({ kind: 'attach', candidate: withUid });
  });

  it('makes a new study of what nobody knows, and of a second UID under one accession', () => {
    expect(matchImageHeader([], header())).toEqual({ kind: 'new' });
    expect(matchImageHeader([withUid], header({ studyInstanceUid: '1.9' }))).toEqual({ kind: 'new' });
    expect(matchImageHeader([expected], header({ accessionNumber: null }))).toEqual({ kind: 'new' });
    expect(matchImageHeader([expected], header({ accessionIssuer: 'OTHER' }))).toEqual({ kind: 'new' });
  });

  it('makes a new study of another UID, whoever else has an image under the same accession number', () => {
    const other = header({ studyInstanceUid: '1.9', patientId: 'MRN2' });
    expect(matchImageHeader([withUid], other)).toEqual({ kind: 'new' });
    expect(matchImageHeader([withUid], { ...other, patientId: null })).toEqual({ kind: 'new' });
    const awaited = header({ studyInstanceUid: '1.9' });
    expect(matchImageHeader([withUid, expected], awaited)).toEqual({ kind: 'attach', candidate: expected });
  });

  it.each([
    ['other-patient', [withUid], header({ patientId: 'MRN2' }), false],
    ['other-patient', [expected], header({ patientId: 'MRN2' }), true],
    ['patient-unknown', [expected], header({ patientId: null }), true],
    ['several-studies', [expected, expected], header(), false],
  ])('holds %s for a person', (reason, candidates, said, staysReadable) => {
    expect(matchImageHeader(candidates, said)).toMatchObject({
      kind: 'exception',
      code: 'intake/identity-conflict',
      reason,
      staysReadable,
    });
  });
});
