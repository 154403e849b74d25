import type { RuleCode } from '../../eligibility/facts.js';
import type { DecisionRecord, WeighedCandidate } from '../decision-record.js';
import { runnerUp } from '../decision-record.js';
import type { Band } from '../place-in-order.js';

/** A candidate as it is stored: id, score, terms in the order of `terms` (nothing where it has none), band. */
export type StoredCandidate = [id: string, score: number, terms: number[], band?: Band];

/** A record as it is stored, about a kilobyte: what five candidates have in common is said once. */
export interface StoredDecision {
  candidates: StoredCandidate[];
  facts: Omit<
    DecisionRecord,
    'at' | 'trigger' | 'chosen' | 'candidates' | 'runnerUp' | 'failedByRule' | 'soleBlockers'
  > & {
    terms: string[];
    /** Of each rule that anybody failed: how many did, and how many failed nothing else. */
    rules: Partial<Record<RuleCode, [failed: number, alone: number]>>;
  };
}

/** The record without what has a column of its own. */
export function storedDecision(record: DecisionRecord): StoredDecision {
  const { at: _at, trigger: _trigger, chosen: _chosen, runnerUp: _second, candidates, ...rest } = record;
  const { failedByRule, soleBlockers, ...facts } = rest;
  const terms = [...new Set(candidates.flatMap((each) => Object.keys(each.terms)))];
  return {
    candidates: candidates.map(({ readerId, readId, score, terms: own, band }) => [
      readerId ?? readId ?? '',
      score,
      terms.map((name) => own[name] ?? 0),
      ...(band ? ([band] as const) : ([] as const)),
    ]),
    facts: { ...facts, terms, rules: rulesOf(failedByRule, soleBlockers) },
  };
}

/** The record again, from its row. */
export function decisionOf(
  { at, trigger, chosen }: Pick<DecisionRecord, 'at' | 'trigger' | 'chosen'>,
  { candidates, facts: { terms, rules, ...facts } }: StoredDecision,
): DecisionRecord {
  const whose = facts.weighs === 'read' ? 'readId' : 'readerId';
  const weighed = candidates.map(([id, score, own, band]): WeighedCandidate => ({
    [whose]: id,
    score,
    terms: Object.fromEntries(terms.map((name, index) => [name, own[index] ?? 0])),
    ...(band ? { band } : {}),
  }));
  const counts = Object.entries(rules).map(([code, [failed, alone]]) => ({ code, failed, alone }));
  const failedByRule = Object.fromEntries(counts.map(({ code, failed }) => [code, failed]));
  const soleBlockers = Object.fromEntries(counts.flatMap(({ code, alone }) => (alone > 0 ? [[code, alone]] : [])));
  return {
    ...facts,
    at,
    trigger,
    chosen,
    failedByRule,
    soleBlockers,
    candidates: weighed,
    runnerUp: runnerUp(weighed),
  };
}

type Counts = DecisionRecord['failedByRule'];

/** Who fails one rule alone fails it: the second count is never without the first. */
const rulesOf = (failed: Counts, alone: Counts): StoredDecision['facts']['rules'] =>
  Object.fromEntries(
    Object.entries(failed).map(([code, count]): [string, [number, number]] => [
      code,
      [count, alone[code as RuleCode] ?? 0],
    ]),
  );
