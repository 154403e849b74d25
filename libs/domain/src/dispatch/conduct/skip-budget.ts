import { DomainError } from '../../core/domain-error.js';
import { countsAgainstBudget, type DeclineReason } from '../offers/decline-offer.js';

/** What is left of the skips that count, in one reading session. */
export interface SkipBudget {
  /** Null is as many as they like. */
  limit: number | null;
  used: number;
  left: number | null;
}

export const skipBudget = (limit: number | null, used: number): SkipBudget => ({
  limit,
  used,
  left: limit === null ? null : Math.max(0, limit - used),
});

/**
 * Refuses a skip that counts once the session's budget is spent. What is outside one's competence, a conflict, fatigue and a
 * technical fault never count and are never refused. Conflict: `skip/budget-spent`.
 */
export function refuseSpent(reason: DeclineReason, budget: SkipBudget): void {
  if (!countsAgainstBudget(reason) || budget.left === null || budget.left > 0) return;
  const message = `${budget.used} of ${budget.limit} skips of this session are used; say what stands against the read`;
  throw new DomainError('conflict', 'skip/budget-spent', message, {
    facts: { limit: budget.limit, used: budget.used },
  });
}
