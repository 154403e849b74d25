import { describe, expect, it } from '@jest/globals';
import type { Condition } from '@overread/domain';
import { shownFor, valueOf } from './typed-value.js';

const condition = (changes: Partial<Condition>): Condition => ({
  attribute: 'modality',
  operator: 'equals',
  value: 'CT',
  ...changes,
});

describe('what is typed into a condition', () => {
  it('is of the kind that attribute and operator take', () => {
    expect(valueOf(condition({ operator: 'in' }), 'CT, MR,')).toEqual(['CT', 'MR']);
    expect(valueOf(condition({ attribute: 'ageYears' }), ' 70')).toBe(70);
    expect(valueOf(condition({ operator: 'exists' }), 'false')).toBe(false);
  });

  it('stays as it was typed while it means what the condition says', () => {
    expect(shownFor(condition({ operator: 'in', value: ['CT', 'MR'] }), 'CT,MR, ')).toBe('CT,MR, ');
    expect(shownFor(condition({ attribute: 'ageYears', value: 70 }), '70.')).toBe('70.');
  });

  it('makes way for another condition that comes to stand in its place', () => {
    expect(shownFor(condition({ value: 'MR' }), 'CT')).toBe('MR');
    expect(shownFor(condition({ operator: 'in', value: ['MR'] }), 'CT, MR')).toBe('MR');
  });
});
