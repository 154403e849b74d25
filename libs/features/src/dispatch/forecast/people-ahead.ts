import {
  minutesBetween,
  tierOf,
  type Facility,
  type Instant,
  type Place,
  type PoolMember,
  type ReaderFacts,
  type ReadingGroupId,
} from '@overread/domain';

/** Somebody who reads, or is rostered to, within a forecast's horizon. */
export interface PersonAhead {
  /** As the hard rules are asked: signed on, or with the one shift. */
  facts: ReaderFacts;
  stage: 'offer' | 'plan';
  readingGroupId: ReadingGroupId;
  place: Place;
  /** Minutes from now. */
  fromMinutes: number;
  untilMinutes: number;
}

/** Who signs on keeps reading for so long where they did not say until when. */
const OPEN_ENDED_MINUTES = 8 * 60;

/** Who is signed on, and whose shifts begin or run within the horizon without them being there yet. */
export function peopleAhead(readers: Iterable<ReaderFacts>, now: Instant, horizonMinutes: number): PersonAhead[] {
  return [...readers].flatMap((reader) => {
    const { session } = reader;
    const present = session !== null && (session.until === null || session.until > now);
    const own = present ? [signedOn(reader, session, now)] : [];
    const until = own[0]?.untilMinutes ?? 0;
    const coming = reader.shifts
      .filter((shift) => shift.endsAt > now && minutesBetween(now, shift.startsAt) < horizonMinutes)
      // A shift that runs is no reader who is not there: only one that is still to begin is counted on.
      .filter((shift) => shift.startsAt > now && minutesBetween(now, shift.startsAt) >= until)
      .map((shift): PersonAhead => {
        const fromMinutes = minutesBetween(now, shift.startsAt);
        const facts = { ...reader, session: null, shifts: [shift] };
        const untilMinutes = minutesBetween(now, shift.endsAt);
        const { readingGroupId } = shift;
        return { facts, stage: 'plan', readingGroupId, place: reader.reader.homePlace, fromMinutes, untilMinutes };
      });
    return [...own, ...coming];
  });
}

function signedOn(facts: ReaderFacts, session: NonNullable<ReaderFacts['session']>, now: Instant): PersonAhead {
  const shift = facts.shifts.find((each) => each.startsAt <= now && each.endsAt > now);
  const ends = session.until ?? shift?.endsAt ?? null;
  const untilMinutes = ends === null ? OPEN_ENDED_MINUTES : minutesBetween(now, ends);
  return {
    facts,
    stage: 'offer',
    readingGroupId: session.readingGroupId,
    place: session,
    fromMinutes: 0,
    untilMinutes,
  };
}

/** The person as pools see them, towards a facility. */
export const memberOf = (person: PersonAhead, facility: Facility, now: Instant): PoolMember => ({
  readerId: person.facts.reader.id,
  readingGroupId: person.readingGroupId,
  tier: tierOf(person.place, facility, now),
});
