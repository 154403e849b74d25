import { describe, expect, it } from '@jest/globals';
import { sampleRead, sampleStudy } from '../../studies/samples.fixture.js';
import { examOf, examTypeOf, familyOfType, traitsOf, workUnitsOf } from './exam.js';
import { exam } from './samples.fixture.js';

describe('the exam of a read', () => {
  it.each([
    ['CT HEAD WO CONTRAST', false],
    ['CT HEAD W/O CONTRAST', false],
    ['CT CHEST WITHOUT CONTRAST', false],
    ['CT CHEST W/ CONTRAST', true],
    ['CT ABDOMEN W/WO CONTRAST', true],
    ['MR BRAIN WITH AND WITHOUT CONTRAST', true],
    ['CTA HEAD', true],
    ['CHEST 2 VIEWS', false],
    [null, false],
  ])('%p says contrast: %p', (description, contrast) => {
    expect(examOf(sampleStudy({ description }), sampleRead(), []).contrast).toBe(contrast);
  });

  it('works over a preliminary that came before, unless it is independent', () => {
    const before = sampleRead({ ordinal: 0, issues: 'preliminary' });
    const after = sampleRead({ ordinal: 1, issues: 'final' });
    expect(examOf(sampleStudy(), after, [before, after]).overRead).toBe(true);
    expect(examOf(sampleStudy(), { ...after, independent: true }, [before, after]).overRead).toBe(false);
    expect(examOf(sampleStudy(), before, [before, after]).overRead).toBe(false);
    expect(examOf(sampleStudy(), after, [{ ...before, state: 'cancelled' }, after]).overRead).toBe(false);
  });

  it('has a key of its family and region', () => {
    expect(examTypeOf(exam())).toBe('CT:head');
    expect(examTypeOf({ family: 'US', region: null })).toBe('US:-');
    expect(familyOfType('CT:head')).toBe('CT');
    expect(familyOfType('constructor:head')).toBeNull();
    expect(familyOfType('')).toBeNull();
  });

  it('counts images against the usual number, and no count as the usual one', () => {
    expect(traitsOf(exam({ instances: 300 }))[1]).toBe(0);
    expect(traitsOf(exam({ instances: null }))[1]).toBe(0);
    expect(traitsOf(exam({ instances: 1_000_000 }))[1]).toBe(2);
    expect(traitsOf(exam({ instances: 600 }))[1]).toBeCloseTo(Math.log(2), 12);
  });
});

describe('work units of an exam', () => {
  it('are nine in an hour of published minutes, fewer for who works over what stands', () => {
    expect(workUnitsOf(exam({ family: 'CT', region: 'head' }))).toBeCloseTo((5.5 * 9) / 60, 10);
    const over = workUnitsOf(exam({ family: 'CT', region: 'head', overRead: true }));
    expect(over).toBeCloseTo(0.8 * workUnitsOf(exam({ family: 'CT', region: 'head' })), 10);
  });
});
