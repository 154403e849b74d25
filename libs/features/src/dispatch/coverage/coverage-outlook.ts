import {
  compiledAnyway,
  coverageBlockers,
  coverageByHour,
  coverageHours,
  coverageLevel,
  expectedStudies,
  expiringCredentials,
  judgedAt,
  plusMinutes,
  thinStretches,
  type CoverageBlocker,
  type CoverageKind,
  type CoverageNetwork,
  type CoverageReaders,
  type ExpiringCredential,
  type Instant,
  type KindAt,
  type LearnedArrivals,
  type ThinStretch,
  type TierCounts,
} from '@overread/domain';
import { inTurns } from '@overread/platform';
import type { DirectorySnapshot } from '../../network/index.js';

/** A kind with what waits of it. */
export interface SeenKind extends CoverageKind {
  queued: number;
}

/** A kind through the hours. */
export interface CoveredKind extends SeenKind {
  counts: TierCounts[];
  /** Studies expected in each hour. */
  expected: number[];
  thin: ThinStretch[];
}

export interface CoverageOutlook {
  madeAt: Instant;
  hours: Instant[];
  /** The thinnest first. */
  kinds: CoveredKind[];
  expiring: ExpiringCredential[];
  blockers: CoverageBlocker[];
  /** Everybody as if on shift: who could mend what is thin is asked of them. */
  anyone: CoverageReaders;
}

/** What was seen of the coming hours, and of whom. */
export interface SeenCoverage {
  outlook: CoverageOutlook;
  directory: DirectorySnapshot;
  network: CoverageNetwork;
}

interface OutlookQuestion {
  kinds: readonly SeenKind[];
  network: CoverageNetwork;
  learned: readonly LearnedArrivals[];
  now: Instant;
  hours: number;
  days: number;
}

/** Kinds whose blockers are looked at one by one. */
const MOST_BLOCKED = 100;
const DAY_MINUTES = 1440;

/** Asks the rules of every kind in every hour, and lets others have a turn in between. */
export async function coverageOutlook(question: OutlookQuestion): Promise<CoverageOutlook> {
  const { network, now, days } = question;
  const hours = coverageHours(now, question.hours);
  const reads = question.kinds.map(({ read }) => read);
  const byKind = await inTurns(coverageByHour(reads, network, { now, hours }));
  const expectedOf = expectedStudies(question.kinds, question.learned, hours);
  const kinds = question.kinds
    .map((kind, index) => {
      const counts = byKind[index] ?? [];
      const expected = expectedOf(kind);
      const thin = thinStretches({ readers: counts.map(readersIn), expected, queued: kind.queued }, hours);
      return { ...kind, counts, expected, thin };
    })
    .sort(byThinness);
  const until = plusMinutes(now, days * DAY_MINUTES);
  const anyone = await inTurns(compiledAnyway(network, { now, until: lastOf(until, hours) }));
  const expiring = await inTurns(expiringCredentials(kinds, network, { anyone, now, until }));
  const blockers = await blockersOf(kinds, { network, anyone, madeAt: now });
  return { madeAt: now, hours, kinds, expiring, blockers, anyone };
}

/** What alone keeps readers from the thinnest of these kinds, in the hours in which they are. */
export async function blockersOf(
  kinds: readonly CoveredKind[],
  { network, anyone, madeAt }: { network: CoverageNetwork; anyone: CoverageReaders; madeAt: Instant },
): Promise<CoverageBlocker[]> {
  const blocked = kinds.flatMap((kind) => thinAt(kind, madeAt) ?? []).slice(0, MOST_BLOCKED);
  return inTurns(coverageBlockers(blocked, network, anyone));
}

/** A kind with the first of its hours that has nobody, else the first that has one alone; null where none is thin. */
export function thinAt(kind: CoveredKind, now: Instant): KindAt | null {
  const first = kind.thin.find(({ level }) => level === coverageLevel(0)) ?? kind.thin[0];
  return first === undefined ? null : { ...kind, at: judgedAt(first.from, now) };
}

const lastOf = (until: Instant, hours: readonly Instant[]): Instant => {
  const end = plusMinutes(hours.at(-1) ?? until, 60);
  return end > until ? end : until;
};

export const readersIn = ({ onshore, nearshore, offshore }: TierCounts): number => onshore + nearshore + offshore;

/** The thinnest first, of those alike the one of most studies. */
export const byThinness = (a: CoveredKind, b: CoveredKind): number =>
  thinness(b) - thinness(a) || b.studiesPerWeek - a.studiesPerWeek;

/** Studies that meet nobody; those that meet one reader alone count for a little. */
const thinness = ({ thin }: CoveredKind): number =>
  thin.reduce(
    (sum, { level, expectedStudies: expected, queued }) =>
      sum + (expected + queued) * (level === coverageLevel(0) ? 1 : 0.001),
    0,
  );
