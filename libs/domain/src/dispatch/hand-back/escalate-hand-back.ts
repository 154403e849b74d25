import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import { plusMinutes, type Instant } from '../../core/instant.js';
import { withdrawHandBack } from './act-on-hand-back.js';
import type { HandBack } from './hand-back.js';
import { handBackEvent, type HandBackRows, waitingReads } from './hand-back-event.js';

/** Past the last of the site's contacts: the network's own people, who must find another way. */
export const NETWORK_STEP = 'network';

/**
 * Goes up the call tree while nobody of the site has answered: every step that is due, each once, also those that came due
 * while nobody looked; after the last contact the network is told. What somebody has taken or read meanwhile need not be
 * handed back: that is withdrawn. Asked again it changes nothing.
 */
export function escalateHandBack(rows: HandBackRows, now: Instant): Change<HandBackRows> {
  if (rows.handBack.endedAt !== null) return { result: undefined };
  if (waitingReads(rows.reads).length === 0) {
    const { events = [], next = {} } = withdrawHandBack(rows, 'nothing of it waits any more', now);
    return { next, events, result: undefined };
  }
  const events: DomainEvent[] = [];
  let { handBack } = rows;
  while (handBack.nextEscalationAt !== null && handBack.nextEscalationAt <= now) {
    handBack = withStep(handBack);
    const to = handBack.callees[handBack.escalations]?.role ?? NETWORK_STEP;
    events.push(handBackEvent('escalated', { ...rows, handBack }, { step: handBack.escalations, to }));
  }
  return events.length === 0 ? { result: undefined } : { next: { handBack }, events, result: undefined };
}

/** The first callee is called when it is opened: step 1 is the second of them, and behind the last comes the network. */
function withStep(handBack: HandBack): HandBack {
  const escalations = handBack.escalations + 1;
  const done = escalations >= handBack.callees.length;
  const nextEscalationAt = done ? null : plusMinutes(handBack.openedAt, handBack.stepMinutes * (escalations + 1));
  return { ...handBack, escalations, nextEscalationAt, version: handBack.version + 1 };
}
