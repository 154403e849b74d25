import {
  coverageBlockers,
  coverageByHour,
  coverageHours,
  coverageLevel,
  expiringCredentials,
  hourOfWeek,
  plusMinutes,
  thinStretches,
  type CoverageBlocker,
  type CoverageKind,
  type CoverageNetwork,
  type ExpiringCredential,
  type Instant,
  type ThinStretch,
  type TierCounts,
} from '@overread/domain';
import { inTurns } from '@overread/platform';
import type { ArrivalRates } from '../capacity/arrivals.queries.js';

/** A kind with what waits of it. */
export interface SeenKind extends CoverageKind {
  queued: number;
}

/** A kind through the hours. */
export interface CoveredKind extends SeenKind {
  counts: TierCounts[];
  thin: ThinStretch[];
}

export interface CoverageOutlook {
  madeAt: Instant;
  hours: Instant[];
  /** The thinnest first. */
  kinds: CoveredKind[];
  expiring: ExpiringCredential[];
  blockers: CoverageBlocker[];
}

interface OutlookQuestion {
  kinds: readonly SeenKind[];
  network: CoverageNetwork;
  rates: readonly ArrivalRates[];
  now: Instant;
  hours: number;
  days: number;
}

/** Kinds whose blockers are looked at one by one. */
const MOST_BLOCKED = 100;
const HOURS_OF_WEEK = 168;
const DAY_MINUTES = 1440;

/** Asks the rules of every kind in every hour, and lets others have a turn in between. */
export async function coverageOutlook(question: OutlookQuestion): Promise<CoverageOutlook> {
  const { network, now, days } = question;
  const hours = coverageHours(now, question.hours);
  const reads = question.kinds.map(({ read }) => read);
  const byHour = await inTurns(coverageByHour(reads, network, { now, hours }));
  const expectedOf = expectations(question.kinds, question.rates, hours);
  const kinds = question.kinds
    .map((kind, index) => {
      const counts = byHour.flatMap((hour) => hour[index] ?? []);
      const readers = counts.map(readersIn);
      return {
        ...kind,
        counts,
        thin: thinStretches({ readers, expected: expectedOf(kind), queued: kind.queued }, hours),
      };
    })
    .sort((a, b) => thinness(b) - thinness(a) || b.studiesPerWeek - a.studiesPerWeek);
  const expiring = await inTurns(
    expiringCredentials(kinds, network, { now, until: plusMinutes(now, days * DAY_MINUTES) }),
  );
  const blocked = kinds.filter(({ thin }) => thin.length > 0).slice(0, MOST_BLOCKED);
  const blockers = await inTurns(coverageBlockers(blocked, network, now));
  return { madeAt: now, hours, kinds, expiring, blockers };
}

const readersIn = ({ onshore, nearshore, offshore }: TierCounts): number => onshore + nearshore + offshore;

/** Studies that meet nobody; those that meet one reader alone count for a little. */
const thinness = ({ thin }: CoveredKind): number =>
  thin.reduce(
    (sum, { level, expectedStudies, queued }) =>
      sum + (expectedStudies + queued) * (level === coverageLevel(0) ? 1 : 0.001),
    0,
  );

/**
 * What comes of a kind in each hour: its share of what the profile expects of its facility and family, or the same in every
 * hour where nothing has been learned yet.
 */
function expectations(kinds: readonly SeenKind[], rates: readonly ArrivalRates[], hours: readonly Instant[]) {
  const keyOf = (facilityId: string, family: string) => `${facilityId} ${family}`;
  const learned = new Map(rates.map((each) => [keyOf(each.facilityId, each.modalityFamily), each.rates]));
  const weekly = new Map<string, number>();
  for (const { read, studiesPerWeek } of kinds) {
    const key = keyOf(read.facility.id, read.modalityFamily);
    weekly.set(key, (weekly.get(key) ?? 0) + studiesPerWeek);
  }
  return ({ read, studiesPerWeek }: SeenKind): number[] => {
    const key = keyOf(read.facility.id, read.modalityFamily);
    const profile = learned.get(key);
    if (profile === undefined) return hours.map(() => studiesPerWeek / HOURS_OF_WEEK);
    const share = studiesPerWeek / Math.max(weekly.get(key) ?? 0, Number.MIN_VALUE);
    return hours.map((at) => share * (profile[hourOfWeek(at)] ?? 0));
  };
}
