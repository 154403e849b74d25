import { asId, type ReadingGroupId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import { pauseInForce } from '../../network/pause.js';
import type { ReaderFacts } from '../facts.js';
import type { CoverageNetwork } from './coverage-kind.js';

/** How long a session without an end lasts when the reader has no limit of hours. */
const SESSION_HOURS = 12;

/**
 * The reader as they stand at an instant: the session and the shifts that have begun and not ended; null when none. Who is
 * paused then is not there, nor what they do for a group that is: a pause has an end, or lasts until somebody ends it. A
 * draining group still reads what nobody else may.
 */
export function thereAt(
  facts: ReaderFacts,
  at: Instant,
  groups: CoverageNetwork['groups'] = new Map(),
): ReaderFacts | null {
  if (pauseInForce(facts.reader.pause, at) !== null) return null;
  const works = (id: ReadingGroupId) => pauseInForce(groups.get(id)?.pause, at)?.kind !== 'paused';
  const shifts = facts.shifts.filter(
    ({ startsAt, endsAt, readingGroupId }) => startsAt <= at && at < endsAt && works(readingGroupId),
  );
  const session = facts.session && signedOnAt(facts, at) && works(facts.session.readingGroupId) ? facts.session : null;
  return session === null && shifts.length === 0 ? null : { ...facts, session, shifts };
}

/** Nobody is presumed to read past the hours they have said, or past their limit. */
function signedOnAt({ session, reader }: ReaderFacts, at: Instant): boolean {
  if (session === null || session.startedAt > at) return false;
  const { endedAt, until, startedAt } = session;
  // Whoever has said until when is not there beyond it, whatever was written of the session's end.
  if (endedAt !== null || until !== null) return [endedAt, until].every((end) => end === null || at < end);
  return at < plusMinutes(startedAt, (reader.limits.sessionHours ?? SESSION_HOURS) * 60);
}

/** The reader as if on shift at home for each of their groups: what then fails is no matter of rosters. */
export function asIfThere(facts: ReaderFacts, from: Instant, until: Instant): ReaderFacts {
  const shifts = facts.reader.readingGroupIds.map((readingGroupId) => ({
    id: asId<ReaderFacts['shifts'][number]['id']>(`as-if ${readingGroupId}`),
    readingGroupId,
    readerId: facts.reader.id,
    name: '',
    startsAt: from,
    endsAt: plusMinutes(until, 1),
    modalityFamilies: [],
    subspecialties: [],
    facilityIds: [],
  }));
  return { ...facts, session: null, shifts };
}
