import { describe, expect, it } from '@jest/globals';
import { DECLINE_REASONS } from '../offers/decline-offer.js';
import { refuseSpent, skipBudget } from './skip-budget.js';

describe('the budget of skips', () => {
  it('is what the session has left, never less than none', () => {
    expect(skipBudget(3, 1)).toEqual({ limit: 3, used: 1, left: 2 });
    expect(skipBudget(3, 5).left).toBe(0);
    expect(skipBudget(null, 5)).toEqual({ limit: null, used: 5, left: null });
  });

  it('refuses the next one once it is spent, with what was used', () => {
    expect(() => refuseSpent('other', skipBudget(3, 2))).not.toThrow();
    expect(() => refuseSpent('other', skipBudget(null, 99))).not.toThrow();
    expect(() => refuseSpent('other', skipBudget(3, 3))).toThrow(
      expect.objectContaining({ code: 'skip/budget-spent', kind: 'conflict' }),
    );
  });

  it.each(DECLINE_REASONS.filter((reason) => reason !== 'other'))('never refuses %s', (reason) => {
    expect(() => refuseSpent(reason, skipBudget(0, 9))).not.toThrow();
  });
});
