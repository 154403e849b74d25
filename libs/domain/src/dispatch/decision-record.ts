import type { PolicyId, ReaderId } from '../core/ids.js';
import { minutesBetween } from '../core/instant.js';
import type { RuleCode } from '../eligibility/facts.js';
import type { DispatchParams } from './dispatch-params.js';
import type { DecisionInputs, OrderedInputs, PoolSizes, WeighedId } from './explained/decision-inputs.js';
import { chooseAgain } from './explained/decision-inputs.js';
import type { Band } from './place-in-order.js';
import type { RankQuestion } from './rank-for-reader.js';
import { rankAll } from './rank-for-reader.js';
import type { Trigger } from './explained/trigger.js';
import { chanceBeyond, READING_SIGMA, withMean } from './reading-time/lognormal.js';

/** One reader (or, in a reader's own order, one read) that was weighed: `score` is the sum of `terms`. */
export interface WeighedCandidate extends WeighedId {
  score: number;
  terms: Readonly<Record<string, number>>;
  /** Of a read: bands come before scores. */
  band?: Band;
}

/** A stored decision: enough to explain it and to say what would have changed it. Minutes, shares 0..1. */
export interface DecisionRecord {
  /** RFC 3339. */
  at: string;
  trigger: Trigger;
  chosen: ReaderId | null;
  /** Whether readers were weighed for the read (least cost first), reads for the reader (highest index first), or none. */
  weighs: 'reader' | 'read' | 'named';
  /** The best few, best first. */
  candidates: WeighedCandidate[];
  /** Who or what came second, and by how much. */
  runnerUp: (WeighedId & { margin: number }) | null;
  slackMinutes: number | null;
  /** Chance that reading alone takes longer than what was left, had it begun at once. */
  breachChance: number | null;
  pools: PoolSizes;
  /** How many readers failed each hard rule, and how many failed that one alone. */
  failedByRule: Partial<Record<RuleCode, number>>;
  soleBlockers: Partial<Record<RuleCode, number>>;
  ladderStep: number;
  policyVersion: { id: PolicyId; version: number } | null;
  params: string;
  model: string;
  tick: number | null;
  position: number;
  gap: number | null;
}

/** Candidates a record keeps. */
const KEPT_CANDIDATES = 5;

interface Weighing {
  chosen: ReaderId | null;
  candidates: WeighedCandidate[];
  weighed: number;
  /** Expected minutes of the one who was chosen. */
  minutes: number;
}

/**
 * The record of a decision, made from what it stood on and nothing else: asked again with the same inputs and parameters
 * it is the same, bit for bit. Small, plain JSON; scores rounded to a thousandth.
 */
export function decisionRecord(inputs: DecisionInputs, params: DispatchParams): DecisionRecord {
  const { at, trigger, read, pools, failedByRule, soleBlockers, policyVersion, tick, position, model, gap } = inputs;
  const { chosen, candidates, weighed, minutes } = weighing(inputs, params);
  const best = candidates.slice(0, KEPT_CANDIDATES).map(rounded);
  const slack = read.dueAt === null ? null : minutesBetween(new Date(at), new Date(read.dueAt));
  return {
    at,
    trigger,
    chosen,
    weighs: inputs.choice.kind,
    candidates: best,
    runnerUp: runnerUp(best),
    slackMinutes: slack === null ? null : thousandth(slack),
    breachChance: slack === null ? null : thousandth(chanceBeyond(withMean(minutes, READING_SIGMA), slack)),
    pools: { ...pools, weighed },
    failedByRule,
    soleBlockers,
    ladderStep: read.ladderStep,
    policyVersion,
    params: inputs.params,
    model,
    tick,
    position,
    gap: gap === null ? null : thousandth(gap),
  };
}

function weighing({ read, choice }: DecisionInputs, params: DispatchParams): Weighing {
  const minutes = read.expectedMinutes;
  if (choice.kind === 'named') {
    const candidates = [{ readerId: choice.readerId, score: 0, terms: {} }];
    return { chosen: choice.readerId, candidates, weighed: 1, minutes };
  }
  if (choice.kind === 'reader') {
    const { chosen, ranked } = chooseAgain(read, choice, params);
    const candidates = ranked.map(({ readerId, score, terms }) => ({ readerId, score, terms }));
    const expected = chosen?.expectedMinutes ?? minutes;
    return { chosen: chosen?.readerId ?? null, candidates, weighed: choice.weighed, minutes: expected };
  }
  const ranked = rankAll(choice.reads.map(waitingOf), new Date(choice.asOf), params);
  const candidates = ranked.map(({ readId, score, terms, band }) => ({ readId, score, terms: { ...terms }, band }));
  // Whose order it is takes the first of it, and nothing else.
  const chosen = ranked[0]?.readId === read.id ? choice.readerId : null;
  const own = choice.reads.find((each) => each.id === read.id);
  return { chosen, candidates, weighed: choice.weighed, minutes: own?.asked.expectedMinutes ?? minutes };
}

const waitingOf = ({ studyId, priority, asked, queuedAt, dueAt, ...read }: OrderedInputs): RankQuestion => ({
  ...asked,
  read: { ...read, queuedAt: new Date(queuedAt), dueAt: dueAt === null ? null : new Date(dueAt) },
  study: { id: studyId, priority },
});

/** The one who came second. Between two bands there is no margin: the band decided. */
export function runnerUp([first, second]: readonly WeighedCandidate[]): DecisionRecord['runnerUp'] {
  if (!first || !second) return null;
  const { readerId, readId } = second;
  const margin = first.band === second.band ? thousandth(Math.abs(first.score - second.score)) : 0;
  return { ...(readerId ? { readerId } : {}), ...(readId ? { readId } : {}), margin };
}

const rounded = ({ score, terms, ...same }: WeighedCandidate): WeighedCandidate => ({
  ...same,
  score: thousandth(score),
  terms: Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, thousandth(term)])),
});

/** Never minus nothing, which JSON cannot say. */
const thousandth = (value: number): number => Math.round(value * 1000) / 1000 + 0;
