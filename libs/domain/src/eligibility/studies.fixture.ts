import fc from 'fast-check';
import { asId, type ReaderId } from '../core/ids.js';
import type { ReadFacts } from './facts.js';
import { facility, family, few, HEALTH_SYSTEMS, issues, priority, term } from './networks.fixture.js';
import { sampleHealthSystem, sampleReadFacts } from './samples.fixture.js';

const purpose = fc.constantFrom<ReadFacts['purpose']>('primary', 'primary', 'secondary', 'adjudication', 'addendum');
const otherRead = fc.record({
  readerId: fc.constantFrom(...[0, 1, 2, 3, 99].map((each): ReaderId => asId(`reader-${each}`))),
  readingGroupId: fc.constant(null),
  purpose,
});

function plainStudy(but: readonly (keyof ReadFacts)[]): Partial<ReadFacts> {
  const plain = sampleReadFacts();
  return Object.fromEntries(NAMES.filter((name) => !but.includes(name)).map((name) => [name, plain[name]]));
}

const NAMES: (keyof ReadFacts)[] = [
  'purpose',
  'issues',
  'modalities',
  'modalityFamily',
  'subspecialty',
  'payer',
  'reportLanguage',
];

/** Anything, or a plain study with a thing or two of its own. */
export const readFacts: fc.Arbitrary<ReadFacts> = fc
  .record({
    plain: fc.option(fc.subarray(NAMES, { maxLength: 2 }), { freq: 1 }),
    purpose,
    issues,
    independent: fc.boolean(),
    billable: fc.boolean(),
    expectedMinutes: fc.constantFrom(5.5, 4.3, 20),
    modalities: fc.oneof(fc.constant<string[]>(['CT']), few(fc.oneof(term, fc.constantFrom('SR', 'RG')))),
    modalityFamily: family,
    subspecialty: fc.constantFrom(null, null, 'neuro', 'CARDIAC', 'breast'),
    priority,
    payer: fc.constantFrom(null, 'medicare', 'Medicaid', 'private'),
    reportLanguage: fc.constantFrom('en', 'en', 'de-AT', 'zh', 'zh-Hant-TW', ''),
    facility,
    otherReads: few(otherRead),
  })
  .map(({ plain, ...changes }) =>
    sampleReadFacts({
      ...changes,
      ...(plain === null ? {} : plainStudy(plain)),
      healthSystem: HEALTH_SYSTEMS.find(({ id }) => id === changes.facility.healthSystemId) ?? sampleHealthSystem(),
    }),
  );
