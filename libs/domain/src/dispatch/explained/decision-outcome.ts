import type { Instant } from '../../core/instant.js';
import { minutesBetween } from '../../core/instant.js';
import type { Trigger } from './trigger.js';

/** What became of a decision. `offered` and `accepted` are still open; `withdrawn` was given to another instead. */
export const OUTCOMES = [
  'offered',
  'accepted',
  'declined',
  'expired',
  'released',
  'withdrawn',
  'on-time',
  'late',
  'completed',
] as const;
export type OutcomeState = (typeof OUTCOMES)[number];

export interface DecisionOutcome {
  state: OutcomeState;
  /** When it came to that; null while the offer stands. */
  at: Instant | null;
  /** Why it was declined or given back, where somebody said. */
  reason: string | null;
  /** Of a completed read with a deadline: minutes past it, negative before. */
  lateMinutes: number | null;
}

/** What the log says of a read after the decision and before the next one, in order. */
export interface AfterDecision {
  type: string;
  at: Instant;
  reason?: string | null;
}

const ENDS: Readonly<Record<string, OutcomeState>> = {
  'read.declined': 'declined',
  'read.expired': 'expired',
  'read.released': 'released',
  'read.cancelled': 'withdrawn',
};

/** Read off the log when somebody asks: a record is never written twice. */
export function decisionOutcome(
  trigger: Trigger,
  after: readonly AfterDecision[],
  of: { dueAt: Instant | null; superseded: boolean },
): DecisionOutcome {
  const none = { reason: null, lateMinutes: null };
  let outcome: DecisionOutcome = { state: trigger === 'taken' ? 'accepted' : 'offered', at: null, ...none };
  for (const { type, at, reason } of after) {
    const end = ENDS[type];
    if (end) return { ...none, state: end, at, reason: reason ?? null };
    if (type === 'read.completed') return completed(at, of.dueAt);
    if (type === 'read.started') outcome = { state: 'accepted', at, ...none };
  }
  // The one who accepts an offer, and the manager who gives it to another, decide anew.
  if (of.superseded && outcome.state === 'offered') return { ...outcome, state: 'withdrawn' };
  return outcome;
}

function completed(at: Instant, dueAt: Instant | null): DecisionOutcome {
  if (dueAt === null) return { state: 'completed', at, reason: null, lateMinutes: null };
  const lateMinutes = minutesBetween(dueAt, at);
  return { state: lateMinutes > 0 ? 'late' : 'on-time', at, reason: null, lateMinutes };
}
