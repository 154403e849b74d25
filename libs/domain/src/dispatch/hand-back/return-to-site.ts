import type { Change } from '../../core/change.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import { returnClocks } from '../../sla/ledger/return-clock.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { HandedBack } from '../../studies/study.js';
import { endedByHandBack } from './hand-back-event.js';

/**
 * The site has the study: its waiting reads end, so that nobody here is offered what is read there, and its clocks end
 * without a result. The study says who of the site answers for it.
 */
export function returnToSite(rows: SlaRows, to: HandedBack, now: Instant): Change<SlaRows> {
  const ended = new Set(endedByHandBack(rows.reads).map(({ id }) => id));
  const events: DomainEvent[] = [];
  const study = { ...rows.study, handedBack: to, eta: null, version: rows.study.version + 1 };
  const reads = rows.reads.map((read): Read => {
    if (!ended.has(read.id)) return read;
    const next: Read = { ...read, ...NO_HOLDER, state: 'cancelled', version: read.version + 1 };
    events.push(studyEvent('read.cancelled', study, [read], { reason: 'handed-back', readerId: read.readerId }, next));
    return next;
  });
  const clocks = returnClocks({ ...rows, study }, ended, now);
  return { next: { study, reads, clocks: clocks.next }, events: [...events, ...clocks.events], result: undefined };
}

const NO_HOLDER = { readerId: null, sessionId: null, offerExpiresAt: null, startedAt: null } as const;
