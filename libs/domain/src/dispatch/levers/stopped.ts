import { DomainError } from '../../core/domain-error.js';
import type { ReadingGroupId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ReaderFacts } from '../../eligibility/facts.js';
import type { ReadingGroup, WorkPause } from '../../network/network.js';
import { pauseInForce } from '../../network/pause.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { workPriority } from '../work-priority.js';

/** Why no new work comes: to the reader alone, or to the group they have signed on for. */
export interface Stop {
  of: 'reader' | 'group';
  readingGroupId: ReadingGroupId;
  pause: WorkPause;
}

/** The stop a signed-on reader is under; their own before their group's. Null when there is none. */
export function stopOf(
  { reader, session }: Pick<ReaderFacts, 'reader' | 'session'>,
  groups: ReadonlyMap<ReadingGroupId, ReadingGroup>,
  now: Instant,
): Stop | null {
  if (session === null) return null;
  const { readingGroupId } = session;
  const own = pauseInForce(reader.pause, now);
  if (own !== null) return { of: 'reader', readingGroupId, pause: own };
  const theirs = pauseInForce(groups.get(readingGroupId)?.pause, now);
  return theirs === null ? null : { of: 'group', readingGroupId, pause: theirs };
}

/**
 * Whether a stop keeps this read from the reader. A paused reader gets nothing: people are paused for a cause. A group still
 * gets critical work, which waits for no administration; and a draining one what no other group's step names, or the read
 * would have no owner.
 */
export function stopsRead(
  stop: Stop | null,
  read: Pick<Read, 'purpose' | 'ladder'>,
  study: Pick<Study, 'priority'>,
): boolean {
  if (stop === null) return false;
  if (stop.of === 'reader') return true;
  if (workPriority(read, study) === 'critical') return false;
  return stop.pause.kind === 'paused' || othersMayRead(read, stop.readingGroupId);
}

const othersMayRead = ({ ladder }: Pick<Read, 'ladder'>, group: ReadingGroupId): boolean =>
  ladder.some(({ pool }) => pool.readingGroupIds.length === 0 || pool.readingGroupIds.some((each) => each !== group));

/** Refuses new work under a stop: conflicts `reader/paused`, `group/paused`, `group/draining`, with the reason and the end. */
export function refuseStop({ of, pause }: Stop): never {
  const until = pause.until === null ? '' : ` until ${pause.until}`;
  const who = of === 'reader' ? 'You get' : 'Your group gets';
  throw new DomainError('conflict', `${of}/${pause.kind}`, `${who} no new work${until}: ${pause.reason}`, {
    facts: { since: pause.since, until: pause.until, reason: pause.reason },
  });
}
