import type { ReaderId, ReadId, StudyId } from '../../core/ids.js';
import type { RuleCode } from '../../eligibility/facts.js';
import { DEFAULT_DISPATCH_PARAMS, type DispatchParams } from '../../dispatch/dispatch-params.js';
import { POLICIES, type PolicyName } from '../../dispatch/policies/policies.js';
import { tierOf } from '../../network/tier-of.js';
import type { Tier } from '../../network/network.js';
import { runDay, type DayRecord } from '../engine/run-day.js';
import { measureRun, type RunOutcome } from '../outcome/measure-run.js';
import { compileWhatIf, type CompiledWhatIf } from './compile-what-if.js';
import type { WhatIfDay } from './what-if-day.js';

/** One side of a comparison: what a day came to. Minutes throughout. */
export interface DayOutcome extends RunOutcome {
  breaches: number;
  /** Share (0..1) of the reads that were read, by tier of their reader towards the facility. */
  tierMix: Partial<Record<Tier, number>>;
  /** The sum of `costByTier`. */
  cost: number;
  costByTier: Partial<Record<Tier, TierCost>>;
  minutesByReader: Record<ReaderId, number>;
  /** Starts against a hard rule, by the rule; none in a simulated day. */
  violationsByRule: Partial<Record<RuleCode | 'shift' | 'capacity', number>>;
  /** Who read each read of the window, and when it was done; null where nobody has. */
  reads: ReadOutcome[];
}

/** What the reads of the window cost that were begun, of one tier: `cost` is `workUnits` times `rate`. */
export interface TierCost {
  reads: number;
  workUnits: number;
  rate: number;
  cost: number;
}

export interface ReadOutcome {
  readId: ReadId;
  studyId: StudyId;
  readerId: ReaderId | null;
  completedAtMinute: number | null;
  breached: boolean;
}

export interface DayChoice {
  /** The product's own unless given. */
  policy?: PolicyName;
  params?: DispatchParams;
  seed?: string;
  /** Milliseconds of a clock outside, to time decisions by. */
  timer?: () => number;
}

/** Plays a day under a policy. The same day and choice give the same outcome; hard rules are asked at every start. */
export function simulateDay(given: WhatIfDay, choice: DayChoice = {}): DayOutcome {
  const { policy = 'default', params = DEFAULT_DISPATCH_PARAMS, seed = '1', timer } = choice;
  const compiled = compileWhatIf(given, params);
  const { maker, knowsReadingTimes } = POLICIES[policy];
  const record = runDay({
    day: compiled.day,
    maker,
    settings: { params, seed },
    knowledge: knowsReadingTimes ? 'exact' : 'expected',
    ...(timer ? { timer } : {}),
  });
  return outcomeOf({ given, compiled, record, params });
}

interface Played {
  given: WhatIfDay;
  compiled: CompiledWhatIf;
  record: DayRecord;
  params: DispatchParams;
}

/** Measures a day that was played, or that happened. */
export function outcomeOf({ given, compiled, record, params }: Played): DayOutcome {
  const { day, reads } = compiled;
  const measured = measureRun({ day, record, maximumWaitMinutes: params.maximumWaitMinutes, cpuMs: 0 });
  const isInWindow = (slot: number): boolean => {
    const at = record.queuedAt[slot] as number;
    return at >= day.measuredFrom && at < day.measuredTo;
  };
  const slots = reads.flatMap((_, slot) => (isInWindow(slot) ? [slot] : []));
  const outcomes = slots.map((slot) => readOutcome({ given, compiled, record, params }, slot));
  return {
    ...measured,
    breaches: slots.filter((slot, index) => slot < day.firstReads && outcomes[index]?.breached).length,
    ...perReader({ given, compiled, record, params }, slots),
    violationsByRule: countBy(record.violations.map(({ rule }) => rule)),
    reads: outcomes,
  };
}

function readOutcome({ given, compiled: { day, reads }, record }: Played, slot: number): ReadOutcome {
  const row = reads[slot];
  if (!row) throw new Error('a read without a row');
  const doneAt = record.doneAt[slot] as number;
  const isDone = !Number.isNaN(doneAt);
  const due = record.dueAt[slot] as number;
  return {
    readId: row.facts.readId,
    studyId: row.studyId,
    readerId: given.stints[record.readBy[slot] as number]?.reader.reader.id ?? null,
    completedAtMinute: isDone ? doneAt : null,
    breached: isDone ? doneAt > due : due <= day.endsAt,
  };
}

function perReader({ given, compiled: { reads }, record }: Played, slots: readonly number[]) {
  const minutesByReader: Record<string, number> = {};
  const costByTier: Partial<Record<Tier, TierCost>> = {};
  let begun = 0;
  for (const slot of slots) {
    const [row, stint] = [reads[slot], given.stints[record.readBy[slot] as number]];
    if (!row || !stint) continue;
    begun += 1;
    const tier = tierOf(stint.session, row.facts.facility, stint.session.startedAt);
    const of = (costByTier[tier] ??= { reads: 0, workUnits: 0, rate: given.rates?.[tier] ?? 1, cost: 0 });
    of.reads += 1;
    of.workUnits += row.workUnits;
    const minutes = (record.doneAt[slot] as number) - (record.startedAt[slot] as number);
    const { id } = stint.reader.reader;
    if (!Number.isNaN(minutes)) minutesByReader[id] = (minutesByReader[id] ?? 0) + minutes;
  }
  const tiers = Object.entries(costByTier) as [Tier, TierCost][];
  for (const [, of] of tiers) of.cost = of.workUnits * of.rate;
  const tierMix = Object.fromEntries(tiers.map(([tier, of]) => [tier, of.reads / begun]));
  return { tierMix, cost: tiers.reduce((sum, [, of]) => sum + of.cost, 0), costByTier, minutesByReader };
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
