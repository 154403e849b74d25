import type { ReaderId, ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { ReaderFacts, ReadFacts, Relations } from '../../eligibility/facts.js';
import type { HardRules } from '../../eligibility/hard-rules.js';
import type { ReadingSession, Tier } from '../../network/network.js';
import type { StudyId } from '../../core/ids.js';
import type { Pool } from '../../studies/read.js';

/**
 * A day as the database has it, to be played again under another policy, roster, contract or set of readers. Everything
 * comes from rows: `reads` from `read`, `study` and the facts that the hard rules are asked with; `stints` from
 * `reading_session` (what was) or `roster_shift` (what is planned, see `stintOfShift`); `relations` from `agreement` and
 * `contract`. Synthetic days are the same with reads that nobody ever sent.
 */
export interface WhatIfDay {
  /** Reads queued in this window are compared; put some hours before it into the day, so that queues are not empty. */
  from: Instant;
  to: Instant;
  /** Until when it is played: late enough for the last deadlines. */
  endsAt: Instant;
  /** What happened is known until then: later deadlines are nobody's breach yet. The end of the day unless given. */
  knownUntil?: Instant;
  reads: readonly WhatIfRead[];
  stints: readonly WhatIfStint[];
  relations: Relations;
  /** What a work unit costs, in any currency, by the tier its reader is in towards the facility; 1 unless given. */
  rates?: Partial<Record<Tier, number>>;
  /** The defaults unless given. */
  rules?: HardRules;
  /** Reading time of this reader over `expectedMinutes`, from the learned model; 1 unless given. */
  paceOf?: (readerId: ReaderId, facts: ReadFacts) => number;
  /** Deviation of the logarithm of reading times; 0.5 unless given. */
  sigma?: number;
}

/** One reader in one place for one group: a session, or a shift taken as one. One reader may have several, one after the other. */
export interface WhatIfStint {
  reader: Pick<ReaderFacts, 'reader' | 'licences' | 'privileges'>;
  /** From `startedAt` to `endedAt`, else `until`, else the end of the day. */
  session: ReadingSession;
}

export interface WhatIfRead {
  studyId: StudyId;
  /** As the hard rules are asked; `otherReads` only of reads that are not in this day. */
  facts: ReadFacts;
  queuedAt: Instant;
  dueAt: Instant | null;
  /** What a missed deadline costs; by priority of the dispatch parameters unless given. */
  weight?: number;
  workUnits: number;
  /** A second read is queued when this one of the day is done, and due as long after as it was in truth. */
  afterReadId: ReadId | null;
  /** Who may be offered it when, before hard rules; empty: everybody at once. Pools that open later add to the earlier ones. */
  openings: readonly WhatIfOpening[];
  /** What happened; null when it was not read. Its minutes are the hidden reading time, at the pace of who read it. */
  happened: { readerId: ReaderId; startedAt: Instant; completedAt: Instant } | null;
  /** The hidden reading time of the average reader, of a read that was made up; else it is taken from what happened. */
  readingMinutes?: number;
}

export interface WhatIfOpening {
  afterMinutes: number;
  pool: Pool;
}
