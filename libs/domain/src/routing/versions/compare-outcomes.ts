import { same } from '../../core/same.js';
import type { Read } from '../../studies/read.js';
import type { CoveragePolicy, PlannedRead } from '../policy.js';
import type { RoutedAs, RoutingDecision } from '../route-study.js';

/**
 * How two ways to route one study may differ: the plan's name; how many reads or what for; what a read issues; when it is
 * due; who its ladder's steps are for; when they open, and how work nobody takes reaches more; and what is said of the study
 * itself.
 */
export const ROUTING_DIFFERENCES = [
  'plan',
  'reads',
  'level',
  'due',
  'pools',
  'openings',
  'priority',
  'subspecialty',
  'protocol',
] as const;
export type RoutingDifference = (typeof ROUTING_DIFFERENCES)[number];

type Ladder = PlannedRead['ladder'];

/** A read as one way to route a study has it. */
export interface OutcomeRead extends Pick<PlannedRead, 'purpose' | 'issues' | 'independent' | 'billable'> {
  /** The target as the plan says it, or the instant once it is fixed; null before. */
  due: PlannedRead['target'] | string | null;
  ladder: Ladder;
}

/** What one way to route a study comes to, as far as two can be compared. */
export interface RoutingOutcome {
  plan: string;
  sets: RoutedAs;
  reads: OutcomeRead[];
  /** How work nobody takes reaches more people; absent where the steps that come of it stand in the ladders. */
  coverage?: CoveragePolicy | undefined;
}

/** As the policies say it, before contracts and hours make it concrete. */
export const decidedOutcome = ({ plan, sets, reads, coverage }: RoutingDecision): RoutingOutcome => ({
  plan,
  sets,
  coverage,
  reads: reads.map(({ target, ...read }) => ({ ...kindOf(read), due: target, ladder: read.ladder })),
});

/** As the reads would be: with the groups that are contracted and the instants that are fixed. */
export const plannedOutcome = ({ plan, sets }: RoutingDecision, reads: readonly Read[]): RoutingOutcome => ({
  plan,
  sets,
  reads: reads.map((read) => ({
    ...kindOf(read),
    due: read.dueAt?.toISOString() ?? null,
    ladder: read.ladder.map(({ pool, opens }) => ({ pool, opens })),
  })),
});

const kindOf = ({ purpose, issues, independent, billable }: Omit<OutcomeRead, 'due' | 'ladder'>) => ({
  purpose,
  issues,
  independent,
  billable,
});

/** In the order of `ROUTING_DIFFERENCES`; none where both come to the same. Reads are compared place by place. */
export function differencesOf(one: RoutingOutcome, other: RoutingOutcome): RoutingDifference[] {
  const pairs = one.reads.flatMap((read, place) => {
    const twin = other.reads[place];
    return twin === undefined ? [] : [{ read, twin }];
  });
  const anyPair = (differs: (read: OutcomeRead, twin: OutcomeRead) => boolean): boolean =>
    pairs.some(({ read, twin }) => differs(read, twin));
  const differs: Record<RoutingDifference, boolean> = {
    plan: one.plan !== other.plan,
    reads: one.reads.length !== other.reads.length || anyPair(otherKind),
    level: anyPair((read, twin) => read.issues !== twin.issues),
    due: anyPair((read, twin) => !same(read.due, twin.due)),
    pools: anyPair((read, twin) => !same(poolsOf(read.ladder), poolsOf(twin.ladder))),
    openings:
      !same(one.coverage ?? {}, other.coverage ?? {}) ||
      anyPair((read, twin) => !same(opensOf(read.ladder), opensOf(twin.ladder))),
    priority: one.sets.priority !== other.sets.priority,
    subspecialty: one.sets.subspecialty !== other.sets.subspecialty,
    protocol: one.sets.protocol !== other.sets.protocol,
  };
  return ROUTING_DIFFERENCES.filter((difference) => differs[difference]);
}

const otherKind = (read: OutcomeRead, twin: OutcomeRead): boolean =>
  read.purpose !== twin.purpose || read.independent !== twin.independent || read.billable !== twin.billable;

const poolsOf = (ladder: Ladder) => ladder.map(({ pool }) => pool);
const opensOf = (ladder: Ladder) => ladder.map(({ opens }) => opens);
