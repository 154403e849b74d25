import { describe, expect, it } from '@jest/globals';
import { EMPTY, fieldErrors, submissionOf } from './submission.js';

describe('submissionOf', () => {
  it('leaves out what was left empty, and says that images stay at the source', () => {
    const body = submissionOf({
      ...EMPTY,
      facility: 'mercy-east',
      accessionNumber: ' A1 ',
      patientId: 'MRN1',
      modalities: ['ct, pt'],
    });
    expect(body).toMatchObject({
      facility: 'mercy-east',
      accessionNumber: 'A1',
      studyInstanceUid: null,
      patient: { id: 'MRN1', name: null, birthDate: null, sex: null },
      modalities: ['CT', 'PT'],
      requester: null,
      images: 'at-source',
    });
    expect(submissionOf({ ...EMPTY, atSource: false })).not.toHaveProperty('images');
  });
});

describe('fieldErrors', () => {
  it('puts each problem at the field of its path, in either notation', () => {
    expect(
      fieldErrors([
        { path: 'patient.id', message: 'required' },
        { path: '/modalities/0', message: 'not a term' },
        { path: 'accessionNumber', message: 'too long' },
        { path: 'somethingElse', message: 'unknown' },
      ]),
    ).toEqual({ patientId: 'required', modalities: 'not a term', accessionNumber: 'too long' });
  });
});
