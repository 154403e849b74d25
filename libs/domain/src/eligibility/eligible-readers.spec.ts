import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asId } from '../core/ids.js';
import { sampleReader, sampleSession } from '../network/samples.fixture.js';
import { eligibleReaders } from './eligible-readers.js';
import { failedRules } from './failed-rules.js';
import { RULE_CODES, type EligibilityQuestion, type ReaderFacts, type RuleCode } from './facts.js';
import {
  sampleAgreement,
  sampleContract,
  sampleHealthSystem,
  sampleLicence,
  samplePrivilege,
  sampleQuestion,
  sampleReaderFacts,
} from './samples.fixture.js';

const reader = (id: string, changes: Partial<ReaderFacts> = {}): ReaderFacts =>
  sampleReaderFacts({
    reader: sampleReader({ id: asId(id) }),
    session: sampleSession({ readerId: asId(id) }),
    ...changes,
  });

describe('eligibleReaders', () => {
  const { read, relations, now } = sampleQuestion();

  it('parts the eligible, with their tier, from the others, with the facts, and counts what blocks', () => {
    const readers = [reader('a'), reader('b', { licences: [] }), reader('c', { licences: [], privileges: [] })];
    expect(eligibleReaders({ read, readers, relations, stage: 'offer', now })).toEqual({
      eligible: [{ readerId: 'a', tier: 'onshore' }],
      ineligible: [
        { readerId: 'b', failed: [{ code: 'licence', fact: 'no licence US-TX' }] },
        {
          readerId: 'c',
          failed: [
            { code: 'licence', fact: 'no licence US-TX' },
            { code: 'privilege', fact: 'no privilege at mercy-east' },
          ],
        },
      ],
      failedByRule: { licence: 2, privilege: 1 },
      soleBlockers: { licence: 1 },
    });
  });
});

/** Each rule broken in its own facts alone. */
const BREAKS: Record<RuleCode, (question: EligibilityQuestion) => EligibilityQuestion> = {
  modality: (q) => ({ ...q, reader: { ...q.reader, reader: { ...q.reader.reader, competences: [] } } }),
  subspecialty: (q) => ({ ...q, read: { ...q.read, subspecialty: 'cardiac' } }),
  licence: (q) => ({ ...q, reader: { ...q.reader, licences: [sampleLicence('US-CA')] } }),
  privilege: (q) => ({ ...q, reader: { ...q.reader, privileges: [samplePrivilege({ level: 'draft' })] } }),
  agreement: (q) => ({ ...q, relations: { ...q.relations, agreements: [sampleAgreement({ retiredAt: q.now })] } }),
  contract: (q) => ({ ...q, relations: { ...q.relations, contracts: [sampleContract({ issues: ['opinion'] })] } }),
  residency: (q) => ({ ...q, read: { ...q.read, healthSystem: sampleHealthSystem({ deniedCountries: ['US'] }) } }),
  payer: (q) => ({
    ...q,
    read: { ...q.read, payer: 'medicare' },
    relations: {
      ...q.relations,
      agreements: [sampleAgreement({ transfers: [{ country: 'IN', mode: 'full', basis: 'contract' }] })],
    },
    reader: { ...q.reader, session: sampleSession({ ...q.reader.session, country: 'IN', subdivision: null }) },
  }),
  language: (q) => ({ ...q, read: { ...q.read, reportLanguage: 'de' } }),
  independence: (q) => ({
    ...q,
    read: {
      ...q.read,
      independent: true,
      otherReads: [{ readerId: q.reader.reader.id, readingGroupId: null, purpose: 'primary' }],
    },
  }),
  exclusion: (q) => ({
    ...q,
    reader: { ...q.reader, reader: { ...q.reader.reader, excludedFacilityIds: [q.read.facility.id] } },
  }),
  session: (q) => ({ ...q, reader: { ...q.reader, session: sampleSession({ ...q.reader.session, endedAt: q.now }) } }),
  capacity: (q) => ({ ...q, reader: { ...q.reader, held: { routineMinutes: 500, urgentMinutes: 0 } } }),
  fatigue: (q) => ({
    ...q,
    reader: { ...q.reader, session: sampleSession({ ...q.reader.session, startedAt: new Date(0) }) },
  }),
};

describe('failedRules', () => {
  it.each(RULE_CODES)('tells %s alone when that alone is broken', (code) => {
    expect(failedRules(BREAKS[code](sampleQuestion())).map((each) => each.code)).toEqual([code]);
  });

  it('fails a broken rule whatever else is broken or changed, in the order of the codes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...RULE_CODES), { minLength: 1 }),
        fc.record({
          priority: fc.constantFrom('critical' as const, 'stat' as const, 'urgent' as const, 'routine' as const),
          patientClass: fc.constantFrom('emergency' as const, 'outpatient' as const),
          subspecialties: fc.subarray(['neuro', 'breast', 'nuclear']),
          completedReads: fc.nat(40),
        }),
        (codes, noise) => {
          // Payer moves the session abroad, which rightly turns a denied home country into no denial: break it first.
          const ordered = [...codes].sort((a, b) => Number(b === 'payer') - Number(a === 'payer'));
          const base = sampleQuestion();
          const start: EligibilityQuestion = {
            ...base,
            read: { ...base.read, priority: noise.priority, patientClass: noise.patientClass },
            reader: {
              ...base.reader,
              reader: sampleReader({ subspecialties: noise.subspecialties }),
              session: sampleSession({ completedReads: noise.completedReads }),
            },
          };
          const broken = ordered.reduce((question, code) => BREAKS[code](question), start);
          const failed = failedRules(broken).map((each) => each.code);
          const expected = codes.filter((code) => code !== 'residency' || !codes.includes('payer'));
          expect(failed).toEqual(expect.arrayContaining(expected));
          expect(failed).toEqual(RULE_CODES.filter((code) => failed.includes(code)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds a reader of whom nothing is known ineligible under every rule that asks about the reader', () => {
    const nobody = sampleReader({ competences: [], languages: [], readingGroupIds: [] });
    const facts = sampleReaderFacts({ reader: nobody, licences: [], privileges: [], session: null });
    const relations = { agreements: [], contracts: [] };
    expect(failedRules(sampleQuestion({ reader: facts, relations })).map((each) => each.code)).toEqual([
      'modality',
      'licence',
      'privilege',
      'agreement',
      'contract',
      'language',
      'session',
    ]);
  });
});
