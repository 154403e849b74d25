import { DomainError } from '../core/domain-error.js';
import type { Conclusion } from './report.js';

/**
 * The coded conclusion of a text that may also be marked `critical`: the mark alone is a conclusion, and raises an
 * actionable one.
 *
 * @throws DomainError invalid `report/conclusion-contradicts` when it is marked critical and concluded to need nobody
 */
export function statedConclusion(conclusion: Conclusion | null, critical: boolean): Conclusion | null {
  if (!critical) return conclusion;
  if (conclusion === null || conclusion === 'actionable' || conclusion === 'critical') return 'critical';
  const message = `marked critical, but concluded ${conclusion}`;
  const errors = [{ path: 'conclusion', code: 'report/conclusion-contradicts', message }];
  throw new DomainError('invalid', 'report/conclusion-contradicts', message, { errors });
}
