import type { Read } from '../studies/read.js';
import { eligibleReaders, type EligibleReadersQuestion } from './eligible-readers.js';
import { judgeReader } from './failed-rules.js';
import type { ReaderFacts, RuleCode } from './facts.js';
import { DEFAULT_HARD_RULES, type HardRules } from './hard-rules.js';

/** Who could read it, when the answer is nobody or one: what is missing, counted and told once. */
export interface ThinCoverage {
  eligible: 0 | 1;
  failedByRule: Partial<Record<RuleCode, number>>;
  soleBlockers: Partial<Record<RuleCode, number>>;
  /** The rule that alone keeps most readers out, else the one that most fail, with the fact of the first of them. */
  missing: { code: RuleCode; fact: string } | null;
}

/**
 * Whether too few of the readers whom the ladder may ever reach could take the read, signed on or rostered; null when two
 * or more could. Asked when a study is first known, so that a thin set is no surprise at the deadline.
 */
export function thinCoverage(
  { ladder }: Pick<Read, 'ladder'>,
  question: Omit<EligibleReadersQuestion, 'stage'>,
  rules: HardRules = DEFAULT_HARD_RULES,
): ThinCoverage | null {
  const groups = new Set(ladder.flatMap((step) => step.pool.readingGroupIds));
  const readers = question.readers.filter(({ reader }) => reader.readingGroupIds.some((id) => groups.has(id)));
  const asked = { ...question, stage: 'plan' } as const;
  // Most studies have plenty: the first two end the search.
  let found = 0;
  for (const reader of readers) {
    if (judgeReader({ ...asked, reader }, rules).failed.length === 0) found += 1;
    if (found > 1) return null;
  }
  return { eligible: found === 0 ? 0 : 1, ...whatIsMissing({ ...asked, readers }, rules) };
}

function whatIsMissing(
  question: EligibleReadersQuestion & { readers: readonly ReaderFacts[] },
  rules: HardRules,
): Omit<ThinCoverage, 'eligible'> {
  const { ineligible, failedByRule, soleBlockers } = eligibleReaders(question, rules);
  const code = mostOf(soleBlockers) ?? mostOf(failedByRule);
  const of = ineligible.flatMap(({ failed }) => failed).find((rule) => rule.code === code);
  return { failedByRule, soleBlockers, missing: of ?? null };
}

function mostOf(counts: Partial<Record<RuleCode, number>>): RuleCode | null {
  const [first] = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return (first?.[0] as RuleCode | undefined) ?? null;
}
