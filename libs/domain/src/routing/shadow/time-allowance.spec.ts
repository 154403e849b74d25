import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { earned, fullAllowance, maySpend, spent } from './time-allowance.js';

describe('the time that shadows may take from a process', () => {
  it('is used up by a burst, and comes again at a tenth of the time that passes', () => {
    let allowance = spent(earned(fullAllowance(0), 0), 600);
    expect(maySpend(allowance)).toBe(false);
    allowance = earned(allowance, 1_500);
    expect(maySpend(allowance)).toBe(false);
    expect(maySpend(earned(allowance, 1_700))).toBe(true);
  });

  it('is a tenth and a burst at most, whatever each routing takes', () => {
    const step = fc.record({
      waitMs: fc.double({ min: 0, max: 50, noNaN: true }),
      takeMs: fc.double({ min: 0, max: 40, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
        let [now, taken, longest] = [0, 0, 0];
        let allowance = fullAllowance(now);
        for (const { waitMs, takeMs } of steps) {
          now += waitMs;
          allowance = earned(allowance, now);
          if (!maySpend(allowance)) continue;
          now += takeMs;
          taken += takeMs;
          longest = Math.max(longest, takeMs);
          allowance = spent(allowance, now);
        }
        expect(taken).toBeLessThanOrEqual(500 + 0.1 * now + longest + 1e-6);
      }),
    );
  });
});
