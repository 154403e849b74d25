import type { Instant } from '../../core/instant.js';
import { same } from '../../core/same.js';
import type { Condition } from '../conditions/condition.js';
import type { PolicyDocument, PolicyVersion } from '../policy.js';

/**
 * Ids of the document's rules that had since then to match: they stand with the same conditions in every version of the policy
 * that has been in force since, and one was in force all the time. A rule that was changed, or taken out for a while, is not
 * among them.
 */
export function heldSince(document: PolicyDocument, versions: readonly PolicyVersion[], since: Instant): Set<string> {
  const inForce = versions.filter(
    ({ activatedAt, retiredAt, state }) =>
      activatedAt !== null && (state === 'active' || (retiredAt !== null && retiredAt > since)),
  );
  const allTheTime = inForce.some(({ activatedAt }) => activatedAt !== null && activatedAt <= since);
  if (!allTheTime || !inForce.some(({ state }) => state === 'active')) return new Set();
  const before = inForce.map((version) => conditionsById(version.document));
  return new Set(
    [...conditionsById(document)].flatMap(([id, conditions]) =>
      before.every((known) => same(known.get(id), conditions)) ? [id] : [],
    ),
  );
}

const conditionsById = ({ rules, priority = [] }: PolicyDocument): Map<string, readonly Condition[]> =>
  new Map([...rules, ...priority].map(({ id, conditions }) => [id, conditions]));
