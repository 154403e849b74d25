import { describe, expect, it } from '@jest/globals';
import { acceptsDicomJson, negotiateDicom } from './negotiate.js';

const jpeg = '1.2.840.10008.1.2.4.70';
const explicit = '1.2.840.10008.1.2.1';

describe('negotiating how instances are sent', () => {
  it.each([
    [undefined, [jpeg], 'multipart'],
    ['*/*', [jpeg], 'multipart'],
    ['multipart/related; type="application/dicom"', [jpeg, explicit], 'multipart'],
    ['multipart/related; type=application/dicom; transfer-syntax=*', [jpeg], 'multipart'],
    [`multipart/related; type="application/dicom"; transfer-syntax=${jpeg}`, [jpeg], 'multipart'],
    [`multipart/related; type="application/dicom"; transfer-syntax=${explicit}`, [jpeg], null],
    [
      `multipart/related; transfer-syntax=${explicit}, multipart/related; transfer-syntax=${jpeg}`,
      [jpeg, explicit],
      'multipart',
    ],
    ['application/dicom', [jpeg], 'single'],
    ['application/dicom', [jpeg, jpeg], null],
    ['application/dicom, multipart/related; q=0.5', [jpeg, jpeg], 'multipart'],
    ['application/dicom; q=0.1, multipart/related; type="application/dicom"', [jpeg], 'multipart'],
    ['multipart/related; type="application/dicom"; q=0, application/dicom', [jpeg], 'single'],
    ['multipart/related; type="image/jpeg"', [jpeg], null],
    ['text/html', [jpeg], null],
  ])('%s', (accept, stored, packaging) => {
    expect(negotiateDicom(accept, stored)).toBe(packaging);
  });
});

describe('negotiating DICOM JSON', () => {
  it.each([
    [undefined, true],
    ['application/dicom+json', true],
    ['text/html, application/json;q=0.1', true],
    ['application/dicom+json;q=0', false],
    ['multipart/related; type="application/dicom+xml"', false],
  ])('%s', (accept, isAccepted) => {
    expect(acceptsDicomJson(accept)).toBe(isAccepted);
  });
});
