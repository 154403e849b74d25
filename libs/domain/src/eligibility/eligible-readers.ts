import type { ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import type { Tier } from '../network/network.js';
import { tierOf } from '../network/tier-of.js';
import { judgeReader } from './failed-rules.js';
import type { FailedRule, ReaderFacts, ReadFacts, Relations, RuleCode, Stage } from './facts.js';
import { DEFAULT_HARD_RULES, type HardRules } from './hard-rules.js';

export interface EligibleReadersQuestion {
  read: ReadFacts;
  readers: readonly ReaderFacts[];
  relations: Relations;
  stage: Stage;
  now: Instant;
}

export interface Eligibility {
  eligible: { readerId: ReaderId; tier: Tier | null }[];
  ineligible: { readerId: ReaderId; failed: FailedRule[] }[];
  /** How many readers fail each rule, whatever else they fail. */
  failedByRule: Partial<Record<RuleCode, number>>;
  /** How many readers fail that rule alone: what mending it would bring. */
  soleBlockers: Partial<Record<RuleCode, number>>;
}

/** Who may take a read and who may not, with the fact against each and what a thin set lacks most. */
export function eligibleReaders(
  { readers, ...asked }: EligibleReadersQuestion,
  rules: HardRules = DEFAULT_HARD_RULES,
): Eligibility {
  const answer: Eligibility = { eligible: [], ineligible: [], failedByRule: {}, soleBlockers: {} };
  for (const reader of readers) {
    const { failed, standing } = judgeReader({ ...asked, reader }, rules);
    const readerId = reader.reader.id;
    if (failed.length === 0) {
      const { place } = standing;
      answer.eligible.push({ readerId, tier: place === null ? null : tierOf(place, asked.read.facility, asked.now) });
      continue;
    }
    answer.ineligible.push({ readerId, failed });
    for (const { code } of failed) answer.failedByRule[code] = (answer.failedByRule[code] ?? 0) + 1;
    const [first, second] = failed;
    if (first !== undefined && second === undefined) {
      answer.soleBlockers[first.code] = (answer.soleBlockers[first.code] ?? 0) + 1;
    }
  }
  return answer;
}
