import { describe, expect, it } from '@jest/globals';
import { statedConclusion } from './stated-conclusion.js';

describe('a conclusion beside the mark `critical`', () => {
  it('stays as it was coded without the mark', () => {
    expect(statedConclusion('normal', false)).toBe('normal');
    expect(statedConclusion(null, false)).toBeNull();
  });

  it('is critical where the mark says so and the code agrees or is silent', () => {
    expect(statedConclusion(null, true)).toBe('critical');
    expect(statedConclusion('actionable', true)).toBe('critical');
    expect(statedConclusion('critical', true)).toBe('critical');
  });

  it('is refused where the two contradict each other', () => {
    for (const conclusion of ['normal', 'not-actionable'] as const) {
      expect(() => statedConclusion(conclusion, true)).toThrow(
        expect.objectContaining({ kind: 'invalid', code: 'report/conclusion-contradicts' }),
      );
    }
  });
});
