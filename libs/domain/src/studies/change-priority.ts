import type { Change } from '../core/change.js';
import { DomainError } from '../core/domain-error.js';
import { requireOwnPlan } from './corrections/correction.js';
import type { Instant } from '../core/instant.js';
import type { StudyRows } from './images-arrived.js';
import { studyEvent } from './study-event.js';
import { PRIORITIES, type PatientClass, type Priority, type PrioritySource, type Study } from './study.js';

/** Whether `a` is more pressing than `b`. */
export const morePressing = (a: Priority, b: Priority): boolean => PRIORITIES.indexOf(a) < PRIORITIES.indexOf(b);

/** The more pressing of two. */
export const mostPressing = (a: Priority, b: Priority): Priority => (morePressing(a, b) ? a : b);

/** The priority of the more pressing of two studies that become one work, with who answers for it. */
export function sharedPriority(one: Study, other: Study): Pick<Study, 'priority' | 'priorityBasis'> {
  const { priority, priorityBasis } = morePressing(other.priority, one.priority) ? other : one;
  return { priority, priorityBasis };
}

/**
 * The priority a study starts with when its message names none: the facility's default, but never below stat for an
 * emergency patient, whose unknown priority is not routine.
 */
export const priorityWhenUnknown = (patientClass: PatientClass, facilityDefault: Priority): Priority =>
  patientClass === 'emergency' ? mostPressing('stat', facilityDefault) : facilityDefault;

export interface PriorityCommand {
  to: Priority;
  /** Sets the protocol of a critical study; left as it is when absent. */
  protocol?: string | null;
  source: PrioritySource;
  /** Principal, policy version or model that asks. */
  by: string;
  reason: string;
  /** A site's machine asks, nobody answers for it: policy says what it counts as, as of a message. */
  automatic?: boolean;
}

/**
 * Changes the effective priority, and the requested one when the submitter asks. AI and policy may raise, never lower. Says
 * who and why, which stands until somebody says otherwise; asking for what already is changes nothing.
 * Errors: `priority/reason-required` (invalid), `priority/may-only-raise` (forbidden), `study/closed`,
 * `study/linked`, `study/merged` (conflicts).
 */
export function changePriority(
  { study, reads }: StudyRows,
  { to, protocol, source, by, reason, automatic = false }: PriorityCommand,
  now: Instant,
): Change<StudyRows, Priority> {
  if (reason.trim() === '') {
    throw new DomainError('invalid', 'priority/reason-required', 'A change of priority needs a reason', {
      errors: [{ path: 'reason', code: 'required', message: 'A change of priority needs a reason' }],
    });
  }
  requireOwnPlan(study);
  if (study.state === 'cancelled' || study.state === 'final') {
    throw new DomainError('conflict', 'study/closed', `The study is ${study.state}: its priority no longer matters`);
  }
  if ((source === 'ai' || source === 'policy') && morePressing(study.priority, to)) {
    throw new DomainError('forbidden', 'priority/may-only-raise', `${source} may not lower ${study.priority} to ${to}`);
  }
  const requestedPriority = source === 'submitter' ? to : study.requestedPriority;
  const nextProtocol = protocol === undefined ? study.protocol : protocol;
  const same =
    study.priority === to && study.requestedPriority === requestedPriority && study.protocol === nextProtocol;
  if (same) return { result: to };
  const said = { source, by, from: study.priority, reason, at: now.toISOString(), rule: null };
  const priorityBasis = automatic ? null : said;
  const changes = { priority: to, priorityBasis, requestedPriority, protocol: nextProtocol };
  const next = { ...study, ...changes, version: study.version + 1 };
  const facts = { from: study.priority, to, requested: requestedPriority, protocol: nextProtocol, source, by, reason };
  return { next: { study: next }, events: [studyEvent('study.prioritized', next, reads, facts)], result: to };
}
