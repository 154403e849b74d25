import type { RosterShift } from '../network/network.js';
import type { EligibilityQuestion, ReadFacts } from './facts.js';
import type { Standing } from './hard-rules.js';

/**
 * Where and for whom the reader would read. Signed on: the session's place and group, and while planning each rostered
 * shift's group too. Not signed on, the reader's home stands in for the place, with each of the reader's groups (the
 * session rule fails there, the rest then says what else would). At signing nothing is presumed: the session the read was
 * opened in has to be given, ended or not.
 */
export function standingsOf(question: EligibilityQuestion): Standing[] {
  const { reader, stage, now } = question;
  const { session } = reader;
  const signedOn: Standing[] =
    session === null ? [] : [{ place: session, readingGroupId: session.readingGroupId, at: now, shift: null }];
  const standings = stage === 'plan' ? [...signedOn, ...rosteredStandings(question)] : signedOn;
  if (standings.length > 0) return standings;
  const home: Standing = { place: reader.reader.homePlace, readingGroupId: null, at: now, shift: null };
  if (stage === 'sign') return [{ ...home, place: null }];
  const groups = reader.reader.readingGroupIds;
  return groups.length === 0 ? [home] : groups.map((readingGroupId) => ({ ...home, readingGroupId }));
}

function rosteredStandings({ read, reader, now }: EligibilityQuestion): Standing[] {
  return reader.shifts
    .filter((shift) => shift.readerId === reader.reader.id && shift.endsAt > now && shiftFits(shift, read))
    .map((shift) => ({
      place: reader.reader.homePlace,
      readingGroupId: shift.readingGroupId,
      at: shift.startsAt > now ? shift.startsAt : now,
      shift,
    }));
}

/** Whether the shift is for such work. */
export const shiftFits = (shift: RosterShift, read: ReadFacts): boolean =>
  (shift.modalityFamilies.length === 0 || shift.modalityFamilies.includes(read.modalityFamily)) &&
  (shift.subspecialties.length === 0 ||
    (read.subspecialty !== null && shift.subspecialties.includes(read.subspecialty))) &&
  (shift.facilityIds.length === 0 || shift.facilityIds.includes(read.facility.id));
