import type { PolicyId, ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { RuleCode } from '../eligibility/facts.js';

/** What set a decision off. */
export const TRIGGERS = [
  'ready',
  'reader-free',
  'declined',
  'expired',
  'released',
  'broadened',
  'preempted',
  'taken',
  'manager',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** One reader who was weighed: `score` is the sum of `terms`. */
export interface WeighedCandidate {
  readerId: ReaderId;
  score: number;
  terms: Readonly<Record<string, number>>;
}

/** A stored decision: enough to explain it and to say what would have changed it. */
export interface DecisionRecord {
  /** RFC 3339. */
  at: string;
  trigger: Trigger;
  chosen: ReaderId | null;
  /** The best few, best first. */
  candidates: WeighedCandidate[];
  /** How many readers failed each hard rule, and how many failed that one alone. */
  failedByRule: Partial<Record<RuleCode, number>>;
  soleBlockers: Partial<Record<RuleCode, number>>;
  ladderStep: number;
  policyVersion: { id: PolicyId; version: number } | null;
}

export interface DecisionFacts extends Omit<DecisionRecord, 'at' | 'candidates'> {
  candidates: readonly WeighedCandidate[];
}

/** Candidates a record keeps; the full list is replayed from the log, never stored. */
const KEPT_CANDIDATES = 5;

/** The record of a decision: small, plain JSON, scores rounded to a thousandth. */
export function decisionRecord(facts: DecisionFacts, at: Instant): DecisionRecord {
  const { trigger, chosen, failedByRule, soleBlockers, ladderStep, policyVersion } = facts;
  const candidates = facts.candidates.slice(0, KEPT_CANDIDATES).map(({ readerId, score, terms }) => ({
    readerId,
    score: thousandth(score),
    terms: Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, thousandth(term)])),
  }));
  return { at: at.toISOString(), trigger, chosen, candidates, failedByRule, soleBlockers, ladderStep, policyVersion };
}

const thousandth = (value: number): number => Math.round(value * 1000) / 1000;
