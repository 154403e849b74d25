import { describe, expect, it } from '@jest/globals';
import { parseQidoQuery } from './qido-query.js';

const query = (text: string, others: string[] = []) => parseQidoQuery(new URLSearchParams(text), others);
const match = (text: string) => query(text).conditions[0]?.match;

describe('a QIDO-RS query', () => {
  it.each(['PatientID=MRN1', '00100020=MRN1', '0010,0020=MRN1'])('takes keyword and tag: %s', (text) => {
    expect(query(text).conditions).toEqual([
      { path: ['00100020'], tag: '00100020', keyword: 'PatientID', match: { kind: 'single', value: 'MRN1' } },
    ]);
  });

  it('finds attributes in sequences', () => {
    const [condition] = query('RequestAttributesSequence.00080050=A1').conditions;
    expect(condition).toMatchObject({ path: ['00400275', '00080050'], keyword: 'AccessionNumber' });
  });

  it.each([
    ['StudyDate=20260101', { kind: 'single', value: '20260101' }],
    ['StudyDate=20260101-20260131', { kind: 'range', from: '20260101', to: '20260131' }],
    ['StudyDate=20260101-', { kind: 'range', from: '20260101', to: null }],
    ['StudyDate=-20260131', { kind: 'range', from: null, to: '20260131' }],
    ['StudyTime=0800-1200', { kind: 'range', from: '0800', to: '1200' }],
    ['AcquisitionDateTime=20260101-0500-20260102', { kind: 'range', from: '20260101-0500', to: '20260102' }],
    ['PatientName=do*', { kind: 'wildcard', pattern: 'do*' }],
    ['PatientID=MRN?', { kind: 'wildcard', pattern: 'MRN?' }],
    ['StudyInstanceUID=1.2,1.3', { kind: 'list', values: ['1.2', '1.3'] }],
    ['StudyInstanceUID=1.2%5C1.3', { kind: 'list', values: ['1.2', '1.3'] }],
    ['ModalitiesInStudy=CT%5CMR', { kind: 'list', values: ['CT', 'MR'] }],
    ['SeriesNumber=3', { kind: 'single', value: '3' }],
  ])('%s', (text, expected) => {
    expect(match(text)).toEqual(expected);
  });

  it('takes an attribute that matches anything as one to include', () => {
    expect(query('PatientName=*&StudyDescription=&includefield=00080080,PatientSex')).toMatchObject({
      conditions: [],
      includeFields: ['00100010', '00081030', '00080080', '00100040'],
    });
    expect(query('includefield=0010,0020,0010,0010').includeFields).toEqual(['00100020', '00100010']);
    expect(query('includefield=all').includeFields).toBe('all');
  });

  it('reads the options and leaves other parameters alone', () => {
    const options = 'limit=10&offset=20&fuzzymatching=true&facility=mercy-east';
    expect(query(options, ['facility'])).toEqual({
      conditions: [],
      includeFields: [],
      fuzzyMatching: true,
      limit: 10,
      offset: 20,
    });
    expect(query('')).toMatchObject({ fuzzyMatching: false, limit: null, offset: 0 });
  });

  it.each([
    ['PatientIdd=1', 'qido/unknown-attribute'],
    ['constructor=1', 'qido/unknown-attribute'],
    ['includefield=Nonsense', 'qido/unknown-attribute'],
    ['PatientID=1&PatientID=2', 'qido/repeated-attribute'],
    ['StudyDate=yesterday', 'qido/bad-value'],
    ['StudyDate=20260230', 'qido/bad-value'],
    ['StudyDate=-', 'qido/bad-value'],
    ['StudyInstanceUID=1.2*', 'qido/bad-value'],
    ['SeriesNumber=three', 'qido/bad-value'],
    ['PixelData=1', 'qido/bad-value'],
    ['limit=-1', 'qido/bad-value'],
    ['fuzzymatching=maybe', 'qido/bad-value'],
  ])('refuses %s and says which parameter', (text, code) => {
    const path = text.split('=')[0];
    expect(() => query(text)).toThrow(
      expect.objectContaining({ kind: 'invalid', code, details: { errors: [expect.objectContaining({ code })] } }),
    );
    if (path !== 'includefield') expect(() => query(text)).toThrow(new RegExp(`^${path}: `));
  });
});
