import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MODALITY_FAMILIES } from '../study.js';
import { bodyRegion, bodyRegions } from './body-region.js';
import { expectedMinutesOf } from './expected-minutes.js';
import { procedureOf } from './procedure-codes.js';
import { BODY_REGIONS } from './region-words.js';

describe('bodyRegions', () => {
  it.each([
    ['a code over a wrong body part', 'CHEST', { code: '24590-2', system: 'http://loinc.org' }, 'CHEST', ['head']],
    ['a description over a wrong body part', 'CHEST', null, 'CT HEAD WO CONTRAST', ['head']],
    ['the body part when the description is silent', 'LSPINE', null, 'MR W/O CONTRAST', ['spine']],
    ['both of two regions', null, null, 'CT ABDOMEN/PELVIS W', ['abdomen', 'pelvis']],
    ['the whole body, whatever else is named', null, null, 'PET/CT SKULL BASE TO MID-THIGH WHOLE BODY', ['whole-body']],
    ['limbs', 'KNEE', null, null, ['extremity']],
    ['plural limbs', null, null, 'XR HANDS BILATERAL', ['extremity']],
    ['no word inside another', null, null, 'FOREHEADS', []],
    ['nothing when nobody says', null, null, null, []],
  ])('takes %s', (_, bodyPart, code, description, regions) => {
    expect(bodyRegions(bodyPart, code, description)).toEqual(regions);
  });

  it('has one region stand for several', () => {
    expect(bodyRegion(null, null, 'CT ABD PELVIS')).toBe('abdomen');
    expect(bodyRegion(null, null, 'CT CHEST ABDOMEN PELVIS')).toBe('whole-body');
    expect(bodyRegion(null, null, null)).toBeNull();
  });
});

describe('expectedMinutesOf', () => {
  it.each([
    ['XR', 'chest', 1.4],
    ['US', 'abdomen', 5.3],
    ['CT', 'head', 5.5],
    ['CT', 'abdomen', 11.8],
    ['MR', 'spine', 9.6],
    ['MR', 'head', 14.9],
    ['SPECT', 'whole-body', 5.6],
    ['PET', 'whole-body', 16.3],
    ['CT', null, 8.7],
  ] as const)('is the median of %s %s: %d', (family, region, minutes) => {
    expect(expectedMinutesOf(family, region)).toBe(minutes);
  });

  it('is positive for everything and shorter for an over-read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MODALITY_FAMILIES), fc.constantFrom(...BODY_REGIONS, null), (family, region) => {
        const first = expectedMinutesOf(family, region);
        expect(first).toBeGreaterThan(0);
        expect(expectedMinutesOf(family, region, true)).toBeLessThan(first);
      }),
    );
  });
});

describe('procedureOf', () => {
  it('knows LOINC by its names and no other system', () => {
    for (const system of ['http://loinc.org', 'LN', null]) {
      expect(procedureOf({ code: '36643-5', system })?.modalities).toEqual(['DX']);
    }
    expect(procedureOf({ code: '36643-5', system: 'http://radlex.org' })).toBeNull();
    expect(procedureOf({ code: '1-1', system: null })).toBeNull();
    expect(procedureOf({ code: 'constructor', system: null })).toBeNull();
    expect(procedureOf(null)).toBeNull();
  });
});
