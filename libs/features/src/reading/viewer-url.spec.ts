import { describe, expect, it } from '@jest/globals';
import { viewerUrlOf } from './viewer-url.js';

const study = { id: 'study-1', studyInstanceUid: '1.2.3', accessionNumber: 'A 1/2&x' };

describe('the address of another viewer', () => {
  it('is the template with the study’s names, each escaped', () => {
    const template =
      'https://viewer.example/{studyId}?uid={studyInstanceUid}&accession={accessionNumber}&read={readId}&token={token}';
    expect(viewerUrlOf(template, { study, readId: 'read-1', token: 'a.b-c' })).toBe(
      'https://viewer.example/study-1?uid=1.2.3&accession=A%201%2F2%26x&read=read-1&token=a.b-c',
    );
  });

  it('is none without a template, or when something it names is not there', () => {
    const unnamed = { ...study, studyInstanceUid: null, accessionNumber: 'A1' };
    const urlOf = (template: string | null) => viewerUrlOf(template, { study: unnamed, readId: 'read-1', token: null });
    expect(urlOf(null)).toBeNull();
    expect(urlOf('https://viewer.example/{studyInstanceUid}')).toBeNull();
    expect(urlOf('https://viewer.example/{studyId}?token={token}')).toBeNull();
    expect(urlOf('https://viewer.example/{accessionNumber}')).toBe('https://viewer.example/A1');
  });
});
