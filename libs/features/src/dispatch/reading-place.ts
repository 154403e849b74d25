import {
  DomainError,
  tierOf,
  type Facility,
  type Instant,
  type ReaderFacts,
  type ReadingPlace,
} from '@overread/domain';

/** From where, and in which tier towards the facility, a reader reads now; `session/not-signed-on` without a session. */
export function readingPlaceOf(reader: ReaderFacts, facility: Facility, now: Instant): ReadingPlace {
  const { session } = reader;
  if (session === null || session.endedAt !== null) {
    throw new DomainError('conflict', 'session/not-signed-on', 'The reader is not signed on: start a reading session');
  }
  return {
    readerId: reader.reader.id,
    readingGroupId: session.readingGroupId,
    sessionId: session.id,
    tier: tierOf(session, facility, now),
    offRoster: offRoster(reader, now),
  };
}

/** Whether the reader is on no rostered shift of their own just now. */
export const offRoster = ({ shifts }: ReaderFacts, now: Instant): boolean =>
  !shifts.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
