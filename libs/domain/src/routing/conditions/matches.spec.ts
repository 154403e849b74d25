import { describe, expect, it } from '@jest/globals';
import type { Study } from '../../studies/study.js';
import { matches } from './matches.js';
import type { Condition } from './condition.js';
import { DAY, facts, NIGHT } from '../samples.fixture.js';
import { ATTRIBUTES, studyAttributes } from './study-attributes.js';

describe('attributes of a study', () => {
  it('have a value, or a known absence, for everything a condition may test', () => {
    const attributes = studyAttributes(facts(), NIGHT);
    expect(Object.keys(attributes).sort()).toEqual(
      Object.keys(ATTRIBUTES)
        .filter((name) => name !== 'now')
        .sort(),
    );
  });

  it('tell the facility’s local time', () => {
    expect(studyAttributes(facts(), NIGHT)).toMatchObject({ localHour: 1, weekday: 7, night: true, weekend: true });
    expect(studyAttributes(facts(), DAY)).toMatchObject({ localHour: 10, weekday: 1, night: false, weekend: false });
  });

  it.each([
    ['2008-11-23', 17, true],
    ['2008-11-22', 18, false],
    ['2026-11-21', 0, true],
    ['2026-12-01', 0, true],
    ['1950-02-31', null, null],
    [null, null, null],
  ])('tell the age of who was born %s at the exam', (birthDate, ageYears, pediatric) => {
    // 07:00Z on the 22nd is still the 22nd in Chicago.
    expect(studyAttributes(facts({ acquiredAt: NIGHT }, { birthDate }), DAY)).toMatchObject({ ageYears, pediatric });
  });

  it('place a study by its description before its body part', () => {
    const chest = studyAttributes(facts({ bodyPart: 'HEAD', description: 'CT CHEST ABDOMEN PELVIS' }), NIGHT);
    expect(chest).toMatchObject({ bodyRegions: ['chest', 'abdomen', 'pelvis'], bodyRegion: 'whole-body' });
  });

  it('name a PET/CT after its PET', () => {
    expect(studyAttributes(facts({ modalities: ['CT', 'PT'] }), NIGHT).modality).toBe('PT');
  });
});

const study: Partial<Study> = { modalities: ['CT', 'PT'], payer: 'Medicare', description: 'CT Head', protocol: null };
const holds = (attribute: string, operator: Condition['operator'], value?: Condition['value']): boolean =>
  matches({ attribute, operator, value }, studyAttributes(facts(study), NIGHT), NIGHT);

describe('a condition', () => {
  it.each<[string, Condition['operator'], Condition['value'], boolean]>([
    ['payer', 'equals', 'medicare', true],
    ['payer', 'equals', 'medicaid', false],
    ['payer', 'not-equals', 'medicaid', true],
    ['payer', 'in', ['medicaid', 'MEDICARE'], true],
    ['payer', 'not-in', ['medicare'], false],
    ['modalities', 'contains', 'PT', true],
    ['modalities', 'equals', 'pt', true],
    ['modalities', 'in', ['MR', 'CT'], true],
    ['modalities', 'not-in', ['MR', 'CT'], false],
    ['description', 'contains', 'HEAD', true],
    ['ageYears', 'at-least', 76, true],
    ['ageYears', 'at-most', 75, false],
    ['night', 'equals', true, true],
    ['hasPriors', 'equals', false, true],
    ['payer', 'exists', undefined, true],
    ['protocol', 'exists', true, false],
    ['protocol', 'exists', false, true],
  ])('%s %s %s is %s', (attribute, operator, value, expected) => {
    expect(holds(attribute, operator, value)).toBe(expected);
  });

  it('never matches what is not known, not even by a negation', () => {
    expect(holds('protocol', 'not-equals', 'stroke')).toBe(false);
    expect(holds('protocol', 'not-in', ['stroke'])).toBe(false);
    expect(holds('moonPhase', 'not-equals', 'full')).toBe(false);
  });

  it('of hours holds in the facility’s zone, or in the one it names, over midnight too', () => {
    const hours = (zone: string, from: string, to: string): boolean => {
      const windows = [{ days: [6], from, to }];
      const condition: Condition = { attribute: 'now', operator: 'within-hours', hours: { zone, windows } };
      return matches(condition, studyAttributes(facts(), NIGHT), NIGHT);
    };
    // 01:00 on Sunday in Chicago belongs to the night that began on Saturday.
    expect(hours('', '19:00', '07:00')).toBe(true);
    expect(hours('', '19:00', '01:00')).toBe(false);
    expect(hours('Australia/Sydney', '17:00', '19:00')).toBe(false);
    expect(hours('Pacific/Honolulu', '20:00', '22:00')).toBe(true);
  });
});
