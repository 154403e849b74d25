import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import type { ServiceLevel } from '../network/network.js';
import { at, sampleLevel } from './samples.fixture.js';
import { serviceLevelFor } from './service-level-for.js';

const level = (name: string, changes: Partial<ServiceLevel>) => sampleLevel({ id: asId(name), name, ...changes });
const levels = [
  level('any', { targetMinutes: 1440 }),
  level('ct', { modalityFamilies: ['CT'], targetMinutes: 720 }),
  level('ct-stat', { modalityFamilies: ['CT'], priorities: ['stat', 'critical'], targetMinutes: 60 }),
  level('stat-slow', { modalityFamilies: ['CT'], priorities: ['stat'], targetMinutes: 90 }),
  level('ct-stat-prelim', {
    modalityFamilies: ['CT'],
    priorities: ['stat'],
    issues: ['preliminary'],
    targetMinutes: 30,
  }),
  level('emergency', { patientClasses: ['emergency'], targetMinutes: 240 }),
];

describe('the service level of a read', () => {
  it.each([
    ['the most particular one', 'CT', 'stat', 'inpatient', 'preliminary', 'ct-stat-prelim'],
    ['of equally particular ones the shortest', 'CT', 'stat', 'inpatient', 'final', 'ct-stat'],
    ['one that names the modality only', 'CT', 'routine', 'inpatient', 'final', 'ct'],
    ['one that names the patient class', 'MR', 'routine', 'emergency', 'final', 'emergency'],
    ['the one for everything when nothing else fits', 'US', 'stat', 'outpatient', 'final', 'any'],
  ] as const)('is %s', (_, modalityFamily, priority, patientClass, issues, expected) => {
    const study = { modalityFamily, priority, patientClass };
    expect(serviceLevelFor(study, issues, levels, at(0))?.name).toBe(expected);
    expect(serviceLevelFor(study, issues, [...levels].reverse(), at(0))?.name).toBe(expected);
  });

  it('is none when none matches, nor one that is retired', () => {
    const study = { modalityFamily: 'MR', priority: 'stat', patientClass: 'inpatient' } as const;
    expect(serviceLevelFor(study, 'final', [level('ct', { modalityFamilies: ['CT'] })], at(0))).toBeNull();
    expect(serviceLevelFor(study, 'final', [level('old', { retiredAt: at(0) })], at(0))).toBeNull();
    expect(serviceLevelFor(study, 'final', [level('old', { retiredAt: at(1) })], at(0))?.name).toBe('old');
  });
});
