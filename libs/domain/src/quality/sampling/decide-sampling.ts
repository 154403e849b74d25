import type { ReaderId, StudyId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import { matches } from '../../routing/conditions/matches.js';
import type { StudyAttributes } from '../../routing/conditions/study-attributes.js';
import { draw } from './draw.js';
import type { SamplingKind, SamplingPolicy, SamplingRule } from './sampling-policy.js';

/** Chosen by a known chance, so that rates weigh back to all reads; or for a reason, which says nothing of the others. */
export const SAMPLING_BASES = ['probability', 'purposive'] as const;
export type SamplingBasis = (typeof SAMPLING_BASES)[number];

export interface SamplingQuestion {
  studyId: StudyId;
  attributes: StudyAttributes;
  /** Who did the first read. */
  readerId: ReaderId;
  /** Reads that this reader had completed before. */
  readsBefore: number;
  /** The health system asked for a second read of this study. */
  requestedByClient: boolean;
}

/** Kept with the study whether it was chosen or not: what was not chosen is part of the rate's frame. */
export interface SamplingDecision {
  sampled: boolean;
  basis: SamplingBasis | null;
  /** What it was chosen by; null when it was not. */
  kind: SamplingKind | null;
  ruleId: string | null;
  /** Chance 0..1 that it had of being chosen by design, whatever became of it; null when it was chosen for a reason. */
  probability: number | null;
  /** The number in [0, 1) that was held against the chance. */
  draw: number;
}

/**
 * Whether a study gets a second read. Every rule that fits is looked at: the highest chance counts against one draw, so
 * that a study drawn at random stays one although somebody also asked for it, and one only asked for enters no rate.
 * Depends on nothing but its arguments: the same policy version chooses the same studies again.
 */
export function decideSampling(question: SamplingQuestion, policy: SamplingPolicy, now: Instant): SamplingDecision {
  const fitting = policy.rules.filter((rule) =>
    rule.conditions.every((condition) => matches(condition, question.attributes, now)),
  );
  const drawn = draw(question.studyId, policy.salt);
  const likeliest = fitting.reduce<SamplingRule | null>(
    (best, rule) => (chanceOf(rule, question) > (best === null ? 0 : chanceOf(best, question)) ? rule : best),
    null,
  );
  const probability = likeliest === null ? 0 : chanceOf(likeliest, question);
  if (likeliest !== null && drawn < probability) {
    const { id, kind } = likeliest;
    return { sampled: true, basis: 'probability', kind, ruleId: id, probability, draw: drawn };
  }
  const reason = fitting.find((rule) => isReason(rule, question));
  if (reason !== undefined) {
    const { id, kind } = reason;
    return { sampled: true, basis: 'purposive', kind, ruleId: id, probability: null, draw: drawn };
  }
  return { sampled: false, basis: null, kind: null, ruleId: null, probability, draw: drawn };
}

/** Chance by design; 0 for what is chosen for a reason. */
function chanceOf(rule: SamplingRule, { readsBefore }: SamplingQuestion): number {
  switch (rule.kind) {
    case 'all':
      return 1;
    case 'random':
      return rule.probability;
    case 'new-reader':
      return readsBefore < rule.first ? 1 : 0;
    case 'targeted':
    case 'client-request':
      return 0;
  }
}

function isReason(rule: SamplingRule, { readerId, requestedByClient }: SamplingQuestion): boolean {
  if (rule.kind === 'client-request') return requestedByClient;
  return rule.kind === 'targeted' && (rule.readerIds.length === 0 || rule.readerIds.includes(readerId));
}
