import { asId } from '../../core/ids.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { ReaderFacts } from '../facts.js';

/** How long a session without an end lasts when the reader has no limit of hours. */
const SESSION_HOURS = 12;

/** The reader as they stand at an instant: the session and the shifts that have begun and not ended; null when none. */
export function thereAt(facts: ReaderFacts, at: Instant): ReaderFacts | null {
  const shifts = facts.shifts.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  const session = signedOnAt(facts, at) ? facts.session : null;
  return session === null && shifts.length === 0 ? null : { ...facts, session, shifts };
}

/** Nobody is presumed to read past the hours they have said, or past their limit. */
function signedOnAt({ session, reader }: ReaderFacts, at: Instant): boolean {
  if (session === null || session.startedAt > at) return false;
  const hours = reader.limits.sessionHours ?? SESSION_HOURS;
  return at < (session.endedAt ?? session.until ?? plusMinutes(session.startedAt, hours * 60));
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
