import { describe, expect, it } from '@jest/globals';
import type { Duty } from '@overread/wire';
import { actsOf, writesDown } from './duty-actions.js';

const duty = (state: Duty['state'], owedTo: Duty['owedTo']) => ({ state, owedTo }) as Duty;

describe('what may be done with a duty', () => {
  it.each([
    ['hospital', 'open', 'clinician', ['acknowledge', 'attempt']],
    ['hospital', 'open', 'readers', ['attempt']],
    ['reader', 'open', 'readers', ['acknowledge', 'attempt']],
    ['group-manager', 'open', 'clinician', ['acknowledge', 'attempt']],
    ['administrator', 'acknowledged', 'clinician', ['close']],
    ['hospital', 'closed', 'clinician', []],
    ['auditor', 'open', 'clinician', []],
  ] as const)('by a %s, while it is %s and owed to the %s', (role, state, owedTo, acts) => {
    expect(actsOf(duty(state, owedTo), role)).toEqual(acts);
  });

  it('is written down by those who read when it is the clinician who knows', () => {
    expect(writesDown(duty('open', 'clinician'), 'reader')).toBe(true);
    expect(writesDown(duty('open', 'readers'), 'reader')).toBe(false);
    expect(writesDown(duty('open', 'clinician'), 'hospital')).toBe(false);
  });
});
