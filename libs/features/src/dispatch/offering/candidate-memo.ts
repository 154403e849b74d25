import {
  scarcityOf,
  tierOf,
  type Facility,
  type Instant,
  type OfferCandidate,
  type ReaderFacts,
  type ReaderId,
  type ReadFacts,
  type ReadingSession,
} from '@overread/domain';
import { offRoster } from '../reading-place.js';

/** Clocks of a zone change, and days begin, on whole quarters of an hour: tiers follow them. Milliseconds. */
const QUARTER_MS = 15 * 60_000;

/** By reader, with the reader as they were: whoever was edited, or signed a read, is weighed anew in the same place. */
type Known = Map<ReaderId, { reader: ReaderFacts; candidate: OfferCandidate }>;

/**
 * Readers as candidates, one object for each facility they may read for. Nothing here says whether they may: an edited
 * reader or facility is another object, and what the clock changes is forgotten when it may have.
 */
export class CandidateMemo {
  private of = new WeakMap<Facility, Known>();
  private quarter = Number.NaN;

  /** The readers of one facility, to be asked one after the other. */
  at(facility: Facility, now: Instant): (reader: ReaderFacts, session: ReadingSession) => OfferCandidate {
    this.follow(now);
    const known = this.of.get(facility) ?? (new Map() as Known);
    this.of.set(facility, known);
    return (reader, session) => candidate(known, { reader, session, facility }, now);
  }

  private follow(now: Instant): void {
    const quarter = Math.floor(now.getTime() / QUARTER_MS);
    if (quarter === this.quarter) return;
    this.quarter = quarter;
    this.of = new WeakMap();
  }
}

function candidate(
  known: Known,
  { reader, session, facility }: { reader: ReaderFacts; session: ReadingSession; facility: Facility },
  now: Instant,
): OfferCandidate {
  const found = known.get(reader.reader.id);
  // Shifts begin and end at any minute. Steps for whoever is on none are offered as well as seen.
  const off = offRoster(reader, now);
  if (found?.reader === reader && (found.candidate.offRoster ?? false) === off) return found.candidate;
  const made: OfferCandidate = {
    readerId: reader.reader.id,
    readingGroupId: session.readingGroupId,
    sessionId: session.id,
    readerVersion: reader.reader.version,
    tier: tierOf(session, facility, now),
    ...(off ? { offRoster: true } : {}),
    scarcityShare: scarcityOf(reader),
    // What changes from read to read is laid over by who asks.
    surplusMinutes: 0,
    readPrior: false,
    idleSince: session.startedAt,
  };
  known.set(reader.reader.id, { reader, candidate: made });
  return made;
}

/**
 * What the hard rules look at of a read, but who else reads the study: reads of one kind have the same candidates. Null
 * where somebody else does, or did.
 */
export function kindOf({ readId: _, otherReads, facility, healthSystem, ...rest }: ReadFacts): string | null {
  if (otherReads.length > 0) return null;
  return JSON.stringify([facility.id, healthSystem.id, rest]);
}
