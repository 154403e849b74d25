import {
  examOf,
  inPool,
  openingsOf,
  tierOf,
  workUnitsOf,
  type Instant,
  type Pool,
  type Read,
  type ReadId,
  type ReadingSession,
  type Study,
  type WhatIfRead,
} from '@overread/domain';
import { readFactsOf } from '../../eligibility/index.js';
import type { DirectorySnapshot } from '../../network/index.js';

/** Who is who, and who is on when. */
export interface DayNetwork {
  network: DirectorySnapshot;
  sessions: readonly ReadingSession[];
}

export interface PlannedStudy {
  study: Study;
  reads: readonly Read[];
  /** The reads as they were in truth; none of a study that was made up. */
  had: readonly Read[];
}

/** Reads of a study as a simulated day takes them. */
export function whatIfReads({ network, sessions }: DayNetwork, { study, reads, had }: PlannedStudy): WhatIfRead[] {
  const facility = network.facilities.get(study.facilityId);
  const isStaffed = (pools: readonly Pool[], at: Instant): boolean =>
    sessions.some((session) => {
      if (!isOn(session, at) || !facility) return false;
      const { readerId, readingGroupId } = session;
      return pools.some((pool) =>
        inPool(pool, { readerId, readingGroupId, tier: tierOf(session, facility, session.startedAt) }),
      );
    });
  return reads.map((read) => {
    const queuedAt = study.readyAt !== null && study.readyAt > read.queuedAt ? study.readyAt : read.queuedAt;
    const timed = { queuedAt, dueAt: read.dueAt };
    return {
      ...timed,
      studyId: study.id,
      // Who else reads the study is decided anew.
      facts: { ...readFactsOf(study, read, [read], network), readId: read.id },
      workUnits: workUnitsOf(examOf(study, read, reads)),
      afterReadId: afterOf(read, reads),
      openings: openingsOf({ ...timed, ladder: read.ladder }, isStaffed),
      happened: happenedTo(had.find(({ id }) => id === read.id)),
    };
  });
}

function afterOf({ ladder }: Read, reads: readonly Read[]): ReadId | null {
  const ordinal = ladder[0]?.opens.afterReadOrdinal ?? null;
  return ordinal === null ? null : (reads.find((each) => each.ordinal === ordinal)?.id ?? null);
}

function happenedTo(read: Read | undefined): WhatIfRead['happened'] {
  const startedAt = read?.openedAt ?? read?.startedAt ?? null;
  if (!read || read.readerId === null || read.completedAt === null || startedAt === null) return null;
  return { readerId: read.readerId, startedAt, completedAt: read.completedAt };
}

const isOn = ({ startedAt, until, endedAt }: ReadingSession, at: Instant): boolean =>
  startedAt <= at && (endedAt ?? until ?? at) >= at;
