import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import { type Adjudication, ADJUDICATION_STEPS, escalationAt } from './adjudication.js';

export interface OpenAdjudications {
  study: Study;
  reads: Read[];
  adjudications: Adjudication[];
}

/**
 * Takes every step of escalation that is due of the adjudications nobody has decided: its owner is told, then the network.
 * How many were taken stands on the row: each is taken once, also those that came due while nobody looked.
 */
export function escalateAdjudications(
  { adjudications, reads, study }: OpenAdjudications,
  now: Instant,
): Change<OpenAdjudications> {
  const events: DomainEvent[] = [];
  const next = adjudications.map((adjudication) => {
    let current = adjudication;
    while (current.decidedAt === null && current.nextEscalationAt !== null && current.nextEscalationAt <= now) {
      const to = ADJUDICATION_STEPS[current.escalations]?.to ?? null;
      const escalations = current.escalations + 1;
      const nextEscalationAt = escalationAt(current, escalations);
      current = { ...current, escalations, nextEscalationAt, version: current.version + 1 };
      const facts = { adjudicationId: current.id, step: escalations, to, dueAt: current.dueAt.toISOString() };
      const read = reads.find(({ id }) => id === current.readId);
      events.push(studyEvent('adjudication.escalated', study, [], facts, read));
    }
    return current;
  });
  return events.length === 0 ? { result: undefined } : { next: { adjudications: next }, events, result: undefined };
}
