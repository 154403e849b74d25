import type { DomainEvent, EventType, JsonObject } from '../../core/event.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import { unblinded } from '../held-read.js';
import type { DutyKind, NotificationDuty } from './duty.js';

type Moment = 'found' | 'notified' | 'acknowledged' | 'escalated' | 'closed';

/** A retraction is found with `report.retracted`, for everybody at once: this tells of each who must hear of it. */
const EVENT_OF: Readonly<Record<DutyKind, Readonly<Record<Moment, EventType>>>> = {
  discrepancy: {
    found: 'discrepancy.found',
    notified: 'discrepancy.notified',
    acknowledged: 'discrepancy.acknowledged',
    escalated: 'discrepancy.escalated',
    closed: 'discrepancy.closed',
  },
  retraction: {
    found: 'retraction.notice-opened',
    notified: 'retraction.notified',
    acknowledged: 'retraction.acknowledged',
    escalated: 'retraction.escalated',
    closed: 'retraction.closed',
  },
  'critical-result': {
    found: 'critical-result.found',
    notified: 'critical-result.notified',
    acknowledged: 'critical-result.acknowledged',
    escalated: 'critical-result.escalated',
    closed: 'critical-result.closed',
  },
};

export interface DutyRows {
  study: Study;
  reads: readonly Read[];
  duty: NotificationDuty;
}

/**
 * An event of a duty to tell: its ids, source and instants, never the words, the author or a grade. Reaches the health
 * system and every reader and group of the study but a second reader who is still to read blind.
 */
export function dutyEvent(moment: Moment, { study, reads, duty }: DutyRows, more: JsonObject = {}): DomainEvent {
  const data: JsonObject = {
    dutyId: duty.id,
    source: duty.source,
    owedTo: duty.owedTo,
    reportId: duty.reportId,
    formerReportId: duty.formerReportId,
    dueAt: duty.dueAt.toISOString(),
    ...more,
  };
  const event = studyEvent(EVENT_OF[duty.kind][moment], study, unblinded(reads), data);
  return { ...event, readId: duty.readId, version: duty.version };
}
