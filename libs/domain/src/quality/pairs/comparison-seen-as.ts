import type { Principal } from '../../access/principal.js';
import type { Read } from '../../studies/read.js';
import type { ReadPair } from './read-pair.js';

/** As what somebody looks at the two texts of a pair: a third reader sees them, and not whose they are. */
export const COMPARISON_VIEWS = ['second-reader', 'first-reader', 'adjudicator', 'overseer'] as const;
export type ComparisonView = (typeof COMPARISON_VIEWS)[number];

/**
 * As what the principal may see both texts of a pair side by side; null when not at all. The second reader may, for a pair
 * is made only when their own opinion is in; the first once it is graded; a third while they judge it; the managers of
 * both groups and the network's always. A health system never: an opinion is nothing of its.
 */
export function comparisonSeenAs(
  { kind, organizationIds, readerId, role }: Principal,
  pair: ReadPair,
  reads: readonly Read[],
): ComparisonView | null {
  if (kind === 'api-key' || pair.voidedAt !== null) return null;
  if (role === 'administrator' || role === 'auditor') return 'overseer';
  if (role === 'group-manager') {
    const groups = [pair.firstGroupId, pair.secondGroupId];
    return groups.some((group) => group !== null && organizationIds.includes(group)) ? 'overseer' : null;
  }
  if (role !== 'reader' || readerId === null) return null;
  if (readerId === pair.secondReaderId) return 'second-reader';
  if (readerId === pair.firstReaderId) return pair.grade === null ? null : 'first-reader';
  const judges = reads.some(
    (read) =>
      read.purpose === 'adjudication' &&
      read.readerId === readerId &&
      (read.state === 'in-progress' || read.state === 'completed'),
  );
  return judges ? 'adjudicator' : null;
}
