import { describe, expect, it } from '@jest/globals';
import { asId } from '../../core/ids.js';
import { DomainError } from '../../core/domain-error.js';
import { correctRule, recordRule } from './change-record.js';
import type { JurisdictionTerms } from './jurisdiction-rule.js';
import { law } from './law.fixture.js';

const NOW = new Date('2026-07-01T12:00:00Z');
const by = { by: 'ada', reason: 'because' };
const terms = (changes: Partial<JurisdictionTerms> = {}): JurisdictionTerms => ({ ...law(), ...changes });
const record = (changes: Partial<JurisdictionTerms>, standing = [law()]) =>
  recordRule(standing, { id: asId('law-2'), terms: terms(changes), ...by }, NOW);
const refusal = (act: () => unknown): string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return [error.code, ...(error.details.errors ?? []).map(({ path }) => path)];
    throw error;
  }
  return [];
};

describe('recording what a place asks', () => {
  it('makes a first version, and says so', () => {
    const { result, events } = record({ country: 'DE', rule: 'stepBeforeExam' });
    expect(result).toMatchObject({ id: 'law-2', number: 1, recordedBy: 'ada', recordedAt: NOW, supersededAt: null });
    expect(events).toEqual([expect.objectContaining({ type: 'jurisdiction.changed', version: 1 })]);
  });

  it.each<[string, Partial<JurisdictionTerms>]>([
    ['country', { country: 'Germany' }],
    ['subdivision', { subdivision: 'GB-SCT' }],
    ['source', { source: ' ' }],
    ['sourceUrl', { sourceUrl: 'javascript:alert(1)' }],
    ['validUntil', { validUntil: '2016-11-30' }],
    ['parameters.modality', { rule: 'secondReadMandatory' }],
    ['parameters.tiers', { rule: 'readingPlace', parameters: { issues: ['final'] } }],
    ['parameters.issues', { rule: 'readingPlace', parameters: { tiers: ['onshore'] } }],
    ['parameters.tiers', { parameters: { tiers: ['onshore'] } }],
  ])('refuses a fault at %s', (path, changes) => {
    expect(refusal(() => record({ country: 'IE', ...changes }))).toEqual(['request/invalid', path]);
  });

  it('has one record for one thing at a time', () => {
    const twice = ['jurisdiction/exists'];
    expect(refusal(() => record({}))).toEqual(twice);
    expect(refusal(() => record({ validFrom: '2030-01-01' }))).toEqual(twice);
    expect(refusal(() => record({ validFrom: '2010-01-01', validUntil: '2016-12-01' }))).toEqual([]);
    expect(refusal(() => record({ subdivision: 'GB-SCT' }))).toEqual([]);
    expect(refusal(() => record({}, [law({ validUntil: '2016-12-01' })]))).toEqual([]);
    expect(refusal(() => record({}, [law({ supersededAt: NOW })]))).toEqual([]);
  });
});

describe('correcting a record', () => {
  const correct = (versions = [law()], changes: Partial<JurisdictionTerms> = { validUntil: '2026-08-01' }) =>
    correctRule({ versions, standing: versions }, { terms: terms(changes), ...by }, NOW);

  it('adds a version and keeps the one before as it was', () => {
    const { next, result } = correct();
    expect(result).toMatchObject({ id: 'law-1', number: 2, validUntil: '2026-08-01', recordedAt: NOW });
    expect(next?.versions).toEqual([{ ...law(), supersededAt: NOW }, result]);
  });

  it('refuses what somebody else has changed meanwhile, and what there is not', () => {
    expect(refusal(() => correct([law({ supersededAt: NOW })]))).toEqual(['jurisdiction/changed']);
    expect(refusal(() => correct([]))).toEqual(['jurisdiction/not-found']);
  });
});
