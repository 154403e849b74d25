import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import type { Study } from '../../studies/study.js';
import { dutyState, type NotificationDuty } from './duty.js';
import { dutyEvent } from './duty-event.js';
import { ESCALATION_STEPS } from './telling-times.js';

export interface DutiesRows {
  study: Study;
  reads: Read[];
  duties: NotificationDuty[];
}

/**
 * Takes every step of escalation that is due of the duties nobody has acknowledged. How many were taken stands on the
 * row: each step is taken once, also those that came due while nobody looked. Asked again it changes nothing.
 */
export function escalateDuties({ study, reads, duties }: DutiesRows, now: Instant): Change<DutiesRows> {
  const events: DomainEvent[] = [];
  const next = duties.map((duty) => {
    let escalated = duty;
    while (isDue(escalated, now)) {
      const step = ESCALATION_STEPS[escalated.escalations];
      escalated = withStep(escalated);
      const facts = { step: escalated.escalations, to: step?.to ?? null };
      events.push(dutyEvent('escalated', { study, reads, duty: escalated }, facts));
    }
    return escalated;
  });
  return events.length === 0 ? { result: undefined } : { next: { duties: next }, events, result: undefined };
}

const isDue = (duty: NotificationDuty, now: Instant): boolean =>
  dutyState(duty) === 'open' && duty.nextEscalationAt !== null && duty.nextEscalationAt <= now;

function withStep(duty: NotificationDuty): NotificationDuty {
  const escalations = duty.escalations + 1;
  const following = ESCALATION_STEPS[escalations];
  const nextEscalationAt =
    following === undefined ? null : plusMinutes(duty.openedAt, duty.targetMinutes * following.atTargets);
  return { ...duty, escalations, nextEscalationAt, version: duty.version + 1 };
}
