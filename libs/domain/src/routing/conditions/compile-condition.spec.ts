import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NIGHT } from '../samples.fixture.js';
import { compileConditions, seeAttributes } from './compile-condition.js';
import type { Condition } from './condition.js';
import { matches } from './matches.js';
import { ATTRIBUTES, type StudyAttributes } from './study-attributes.js';

const OPERATORS = ['equals', 'not-equals', 'in', 'not-in', 'at-least', 'at-most', 'contains', 'exists'] as const;
const NAMES = ['modality', 'modalities', 'payer', 'ageYears', 'night', 'queueLength', 'moonPhase'] as const;
const text = fc.constantFrom('CT', 'ct', 'Medicare', 'medi', 'x', '');
const plain = fc.oneof(text, fc.integer({ min: 0, max: 3 }), fc.boolean());
const attribute = fc.oneof(plain, fc.array(text, { maxLength: 3 }), fc.constant(null));
const condition: fc.Arbitrary<Condition> = fc.record(
  {
    attribute: fc.constantFrom(...NAMES),
    operator: fc.constantFrom(...OPERATORS),
    value: fc.oneof(plain, fc.array(text, { maxLength: 3 })),
  },
  { requiredKeys: ['attribute', 'operator'] },
);
const attributesWith = (values: object): StudyAttributes =>
  ({ ...Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, null])), zone: 'UTC', ...values }) as never;

describe('compiled conditions', () => {
  it('hold exactly when each of them matches, whatever is asked of whatever is there', () => {
    const values = fc.record(Object.fromEntries(NAMES.map((name) => [name, attribute])));
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), values, (conditions, given) => {
        const attributes = attributesWith(given);
        const one = conditions.every((each) => matches(each, attributes, NIGHT));
        expect(compileConditions(conditions)(seeAttributes(attributes, NIGHT))).toBe(one);
      }),
      { numRuns: 2000 },
    );
  });

  it('hold within hours as conditions do', () => {
    const windows = [{ days: [7], from: '06:00', to: '08:00' }];
    const hours = compileConditions([{ attribute: 'now', operator: 'within-hours', hours: { zone: '', windows } }]);
    expect(hours(seeAttributes(attributesWith({}), NIGHT))).toBe(true);
    expect(hours(seeAttributes(attributesWith({ zone: 'America/Chicago' }), NIGHT))).toBe(false);
  });
});
