import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classifyStudy } from './classify-study.js';
import { FAMILY_TERMS, NON_IMAGE_MODALITIES } from './modality-families.js';

describe('classifyStudy', () => {
  it.each([
    ['PET/CT', ['CT', 'PT'], [], 'PET', false, 'PET'],
    ['PET/MR', ['MR', 'PT'], [], 'PET', false, 'PET'],
    ['planar nuclear medicine', ['NM'], ['ORIGINAL\\PRIMARY\\WHOLE BODY'], 'SPECT', true, 'NM'],
    ['nuclear medicine of unknown type', ['NM'], [], 'SPECT', true, 'NM'],
    [
      'tomographic nuclear medicine',
      ['NM'],
      ['ORIGINAL\\PRIMARY\\STATIC', 'ORIGINAL\\PRIMARY\\RECON TOMO'],
      'SPECT',
      false,
      'SPECT',
    ],
    ['SPECT/CT', ['CT', 'NM'], [], 'SPECT', false, 'SPECT'],
    ['retired SPECT', ['ST'], [], 'SPECT', false, 'SPECT'],
    ['CT with report objects', ['SR', 'CT', 'KO', 'PR'], [], 'CT', false, 'CT'],
    ['ultrasound with mammography', ['US', 'MG'], [], 'US', false, 'MG'],
    ['angiography with ultrasound inside', ['XA', 'IVUS'], [], 'US', false, 'XA'],
    ['mammography', ['MG'], [], 'XR', false, 'MG'],
    ['radiography', ['DX', 'CR'], [], 'XR', false, 'XR'],
    ['retired radiography', ['DF'], [], 'XR', false, 'XR'],
    ['endoscopy', ['ES'], [], 'OTHER', false, 'OTHER'],
    ['nothing but a report', ['SR'], [], 'OTHER', false, 'OTHER'],
    ['nothing', [], [], 'OTHER', false, 'OTHER'],
  ])('places %s', (_, modalities, imageTypes, modalityFamily, planar, label) => {
    expect(classifyStudy({ modalities, imageTypes })).toMatchObject({ modalityFamily, planar, label });
  });

  it('asks the procedure code when no modality is named, and only then', () => {
    const procedureCode = { code: '30799-1', system: 'http://loinc.org' };
    expect(classifyStudy({ modalities: [], procedureCode })).toMatchObject({
      modalities: ['CT'],
      modalityFamily: 'CT',
    });
    expect(classifyStudy({ modalities: ['MR'], procedureCode }).modalityFamily).toBe('MR');
    expect(
      classifyStudy({ modalities: [], procedureCode: { code: '30799-1', system: 'urn:local' } }).modalities,
    ).toEqual([]);
  });

  const terms = [...FAMILY_TERMS.flatMap(([, members]) => members), ...NON_IMAGE_MODALITIES, 'ES', 'OPT'];
  const anyTerms = fc.array(fc.constantFrom(...terms), { maxLength: 6 });

  it('does not depend on order, case, repeats or non-image objects', () => {
    fc.assert(
      fc.property(anyTerms, fc.subarray([...NON_IMAGE_MODALITIES]), (modalities, objects) => {
        const images = modalities.filter((term) => !NON_IMAGE_MODALITIES.includes(term));
        fc.pre(images.length > 0);
        const noisy = [...images, ...objects, ...images].reverse().map((term) => ` ${term.toLowerCase()} `);
        expect(classifyStudy({ modalities: noisy })).toEqual(classifyStudy({ modalities: images }));
        expect(classifyStudy({ modalities: noisy }).modalities).toEqual([...new Set(images)].sort());
      }),
      { numRuns: 200 },
    );
  });

  it('says the same of what it said', () => {
    fc.assert(
      fc.property(anyTerms, (modalities) => {
        const once = classifyStudy({ modalities });
        expect(classifyStudy({ modalities: once.modalities })).toEqual(once);
      }),
    );
  });
});
