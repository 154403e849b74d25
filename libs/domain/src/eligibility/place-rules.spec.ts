import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { sampleFacility, sampleReader, sampleSession } from '../network/samples.fixture.js';
import { failedRules, legalFailures } from './failed-rules.js';
import type { ReadFacts } from './facts.js';
import {
  questionFrom,
  sampleAgreement,
  sampleHealthSystem,
  sampleQuestion,
  sampleReaderFacts,
  sampleReadFacts,
} from './samples.fixture.js';
import { transferModeFor } from './transfer-mode-for.js';

const from = (country: string, read: Partial<ReadFacts> = {}): unknown =>
  failedRules(questionFrom(country, country === 'US' ? 'US-TX' : null, read));

describe('payer', () => {
  const barred = (fact: string): unknown => [{ code: 'payer', fact }];
  it.each([
    ['medicare final at home', 'US', { payer: 'medicare' }, []],
    ['medicare final offshore', 'IN', { payer: 'medicare' }, barred('medicare bars a final from IN')],
    [
      'medicare unbilled final offshore',
      'IN',
      { payer: 'Medicare', billable: false },
      barred('Medicare bars a final from IN'),
    ],
    [
      'medicare billed preliminary offshore',
      'IN',
      { payer: 'medicare', issues: 'preliminary' as const },
      barred('medicare bars a billed preliminary from IN'),
    ],
    [
      'medicare unbilled preliminary offshore',
      'IN',
      { payer: 'medicare', issues: 'preliminary' as const, billable: false },
      [],
    ],
    [
      'Texas medicaid offshore, billed or not',
      'IN',
      { payer: 'medicaid', issues: 'preliminary' as const, billable: false },
      barred('medicaid bars reads from IN'),
    ],
    ['medicare advantage final offshore', 'IN', { payer: 'medicare-advantage' }, []],
    ['commercial final offshore', 'IN', { payer: 'aetna' }, []],
    ['unnamed payer, final at home', 'US', { payer: null }, []],
    [
      'unnamed payer, final offshore',
      'IN',
      { payer: null },
      barred('the payer is not known, and a final from IN may be barred'),
    ],
    ['unnamed payer, preliminary offshore', 'IN', { payer: null, issues: 'preliminary' as const }, []],
  ])('%s', (_, country, read, expected) => {
    expect(from(country, read)).toEqual(expected);
  });

  it('counts the territories as inside', () => {
    const question = questionFrom('PR', null, {});
    const licences = [...question.reader.licences, { ...question.reader.licences[0]!, jurisdiction: 'PR' }];
    expect(failedRules({ ...question, reader: { ...question.reader, licences } })).toEqual([]);
  });

  it('leaves a country without payer rules alone', () => {
    const facility = sampleFacility({ country: 'GB', subdivision: null });
    const failed = failedRules(questionFrom('IN', null, { facility, payer: null })).map((each) => each.code);
    expect(failed).not.toContain('payer');
  });
});

describe('residency', () => {
  it('needs a transfer on record outside the country of the facility', () => {
    const question = questionFrom('IN', null, { payer: 'aetna' });
    const none = { ...question, relations: { ...question.relations, agreements: [sampleAgreement()] } };
    expect(failedRules(none)).toEqual([
      { code: 'residency', fact: 'no agreement in force lets data go from US to IN' },
    ]);
    expect(failedRules(question)).toEqual([]);
  });

  it('lets no agreement pass a denied country', () => {
    const healthSystem = sampleHealthSystem({ deniedCountries: ['IN'] });
    expect(from('IN', { payer: 'aetna', healthSystem })).toEqual([
      { code: 'residency', fact: 'the health system denies IN its data' },
    ]);
  });

  it.each([
    ['full', 'US', []],
    ['full', 'PR', []],
    ['none', 'IN', []],
    ['pseudonymous', 'IN', ['pseudonymous' as const]],
    ['full', 'IN', ['pseudonymous' as const, 'full' as const]],
  ])('shows %s of the patient to %s with %j', (mode, country, modes) => {
    const transfers = modes.map((each) => ({ country: 'IN', mode: each, basis: 'contract' }));
    const question = {
      facility: sampleFacility(),
      healthSystem: sampleHealthSystem(),
      place: { country },
      readingGroupId: asId<never>('home-rads'),
      agreements: [sampleAgreement({ transfers })],
      now: new Date('2026-11-22T07:00:00Z'),
    };
    expect(transferModeFor(question)).toBe(mode);
    const later = { ...question, now: new Date('2027-01-01T00:00:00Z') };
    expect(transferModeFor(later)).toBe(country === 'IN' ? 'none' : mode);
    expect(transferModeFor({ ...question, readingGroupId: null })).toBe(country === 'IN' ? 'none' : mode);
  });
});

describe('the place of reading', () => {
  it('is where the session is, not where the reader lives', () => {
    const session = sampleSession({ country: 'MX', subdivision: null });
    const failed = failedRules(sampleQuestion({ reader: sampleReaderFacts({ session }) })).map((each) => each.code);
    expect(failed).toEqual(['residency', 'payer']);
  });

  it('is never presumed at signing', () => {
    const failed = failedRules(sampleQuestion({ stage: 'sign', reader: sampleReaderFacts({ session: null }) }));
    expect(legalFailures(failed).map((each) => each.code)).toEqual(['licence', 'agreement', 'residency', 'payer']);
  });

  it('is where the read was opened, also when that session has ended', () => {
    const session = sampleSession({ endedAt: new Date('2026-11-22T06:59:00Z') });
    expect(failedRules(sampleQuestion({ stage: 'sign', reader: sampleReaderFacts({ session }) }))).toEqual([]);
  });

  it('asks no licence of a country abroad, but the state of the images all the same', () => {
    const question = questionFrom('IN', null, { payer: 'aetna' });
    expect(failedRules({ ...question, reader: { ...question.reader, licences: [] } })).toEqual([
      { code: 'licence', fact: 'no licence US-TX' },
    ]);
  });
});

describe('language, independence and exclusion', () => {
  it.each([
    ['en-US', ['en-GB'], true],
    ['es', ['en'], false],
    ['zh-Hant', ['zh-Hans'], false],
    ['', ['en'], false],
  ])('for %s by %j is %s', (reportLanguage, languages, allowed) => {
    const question = sampleQuestion({
      read: sampleReadFacts({ reportLanguage }),
      reader: sampleReaderFacts({ reader: sampleReader({ languages }) }),
    });
    expect(failedRules(question).map((each) => each.code)).toEqual(allowed ? [] : ['language']);
  });

  it('keeps whoever read it from a second opinion, not from finishing their own preliminary', () => {
    const otherReads = [{ readerId: asId<never>('reader-1'), readingGroupId: null, purpose: 'primary' as const }];
    const codes = (read: Partial<ReadFacts>): string[] =>
      failedRules(sampleQuestion({ read: sampleReadFacts({ otherReads, ...read }) })).map((each) => each.code);
    expect(codes({})).toEqual([]);
    for (const read of [
      { independent: true },
      { purpose: 'secondary' as const },
      { purpose: 'adjudication' as const },
    ]) {
      expect(codes(read)).toEqual(['independence']);
    }
  });

  it('excludes readers from facilities, and readers who left', () => {
    const withReader = (changes: object): unknown =>
      failedRules(sampleQuestion({ reader: sampleReaderFacts({ reader: sampleReader(changes) }) }));
    expect(withReader({ excludedFacilityIds: ['mercy-east'] })).toEqual([
      { code: 'exclusion', fact: 'excluded from mercy-east' },
    ]);
    expect(withReader({ retiredAt: new Date('2026-10-01T00:00:00Z') })).toEqual([
      { code: 'exclusion', fact: 'no longer a reader since 2026-10-01' },
    ]);
  });
});
