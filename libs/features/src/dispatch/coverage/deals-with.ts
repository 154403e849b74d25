import type { Instant, ReadingGroupId, Relations } from '@overread/domain';

/** Groups with an agreement or a contract that is not over: what else a health system sends is not a group's to see. */
export function groupsDealingWith(relations: Relations | undefined, now: Instant): Set<ReadingGroupId> {
  const terms = [...(relations?.agreements ?? []), ...(relations?.contracts ?? [])];
  const live = terms.filter(
    ({ retiredAt, validUntil }) => retiredAt === null && (validUntil === null || validUntil > now),
  );
  return new Set(live.map(({ readingGroupId }) => readingGroupId));
}
