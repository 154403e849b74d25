import type { Read } from '../../studies/read.js';

/**
 * Whether a read is held against an earlier one: a second opinion, or a primary final that its plan marks independent of
 * the preliminary that another reader wrote.
 */
export const isSecondRead = ({
  independent,
  issues,
  purpose,
}: Pick<Read, 'purpose' | 'issues' | 'independent'>): boolean =>
  purpose === 'secondary' || (purpose === 'primary' && issues === 'final' && independent);
