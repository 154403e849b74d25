import { describe, expect, it } from '@jest/globals';
import { viewerUrlOf } from './viewer-url.js';

const study = { id: 'study-1', studyInstanceUid: '1.2.3', accessionNumber: 'A 1/2&x' };

describe('the address of another viewer', () => {
  it('is the template with the study’s names, each escaped', () => {
    const template =
      'https://viewer.example/{studyId}?uid={studyInstanceUid}&accession={accessionNumber}&read={readId}';
    expect(viewerUrlOf(template, study, 'read-1')).toBe(
      'https://viewer.example/study-1?uid=1.2.3&accession=A%201%2F2%26x&read=read-1',
    );
  });

  it('is none without a template, or when the study lacks what it names', () => {
    expect(viewerUrlOf(null, study, 'read-1')).toBeNull();
    const unnamed = { ...study, studyInstanceUid: null };
    expect(viewerUrlOf('https://viewer.example/{studyInstanceUid}', unnamed, 'read-1')).toBeNull();
    expect(
      viewerUrlOf('https://viewer.example/{accessionNumber}', { ...unnamed, accessionNumber: 'A1' }, 'read-1'),
    ).toBe('https://viewer.example/A1');
  });
});
