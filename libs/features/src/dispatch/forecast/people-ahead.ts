import {
  isCalledIn,
  minutesBetween,
  onCallNow,
  tierOf,
  type Facility,
  type Instant,
  type Place,
  type PoolMember,
  type ReaderFacts,
  type ReadingGroupId,
  type RosterShift,
} from '@overread/domain';
import { offRoster } from '../reading-place.js';

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

/** How long somebody who is called in takes to be there, unless it is said. */
export const CALL_IN_MINUTES = 30;

export interface Horizon {
  minutes: number;
  callInMinutes?: number;
}

/**
 * Who is signed on, whose shifts begin within the horizon, and who has been called in and is on the way. Who is on call reads
 * nothing until called in.
 */
export function peopleAhead(
  readers: Iterable<ReaderFacts>,
  now: Instant,
  { minutes: horizonMinutes, callInMinutes = CALL_IN_MINUTES }: Horizon,
): PersonAhead[] {
  return [...readers].flatMap((reader) => {
    const { session } = reader;
    const present = session !== null && (session.until === null || session.until > now);
    const own = present ? [signedOn(reader, session, now)] : [];
    const until = own[0]?.untilMinutes ?? 0;
    const coming = reader.shifts
      .filter(({ kind, endsAt }) => kind !== 'on-call' && endsAt > now)
      .map((shift) => rostered(reader, shift, { now, fromMinutes: beginsIn(shift, now, callInMinutes) }))
      // A shift that runs is no reader who is not there: only one that is still to begin is counted on.
      .filter(({ fromMinutes }) => fromMinutes > 0 && fromMinutes >= until && fromMinutes < horizonMinutes);
    return [...own, ...coming];
  });
}

/** Who could be called in now, as if they had been. */
export function peopleOnCall(readers: Iterable<ReaderFacts>, now: Instant, callInMinutes: number): OnCallPerson[] {
  return [...readers].flatMap((reader) =>
    onCallNow(reader, now).map((shift) => {
      const work = { ...shift, kind: 'work' as const };
      return { ...rostered(reader, work, { now, fromMinutes: callInMinutes }), shift };
    }),
  );
}

/** Somebody with the on-call shift they would be called in with. */
export interface OnCallPerson extends PersonAhead {
  shift: RosterShift;
}

/** Who was called in takes a while; other work begins when it begins. */
const beginsIn = (shift: RosterShift, now: Instant, callInMinutes: number): number =>
  minutesBetween(now, shift.startsAt) + (isCalledIn(shift) ? callInMinutes : 0);

function rostered(
  reader: ReaderFacts,
  shift: RosterShift,
  { now, fromMinutes }: { now: Instant; fromMinutes: number },
): PersonAhead {
  const facts = { ...reader, session: null, shifts: [shift] };
  const untilMinutes = minutesBetween(now, shift.endsAt);
  const { readingGroupId } = shift;
  return { facts, stage: 'plan', readingGroupId, place: reader.reader.homePlace, fromMinutes, untilMinutes };
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
  // Who is expected comes for a shift of theirs.
  offRoster: person.stage === 'offer' && offRoster(person.facts, now),
});
