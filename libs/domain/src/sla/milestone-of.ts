import type { DomainEvent, EventType } from '../core/event.js';
import type { MilestoneKind } from './clock.js';

const MILESTONE_OF: Partial<Record<EventType, MilestoneKind>> = {
  'study.received': 'ordered',
  'study.images-arrived': 'first-image',
  'study.ready': 'case-complete',
  'read.assigned': 'offered',
  'read.started': 'assigned',
  'read.opened': 'opened',
  'read.verbal': 'verbal-result',
  'report.issued': 'preliminary',
  'report.finalized': 'final',
  'report.addended': 'addended',
  'critical-result.found': 'critical-found',
  'critical-result.notified': 'critical-notified',
  'critical-result.acknowledged': 'critical-acknowledged',
  'discrepancy.found': 'discrepancy-found',
  'discrepancy.acknowledged': 'discrepancy-acknowledged',
  'hand-back.acknowledged': 'returned-to-site',
  'report.retracted': 'retracted',
};

/** The milestone that an event of the log marks; null for the rest. Milestones are read from the log, never kept twice. */
export const milestoneOf = (event: Pick<DomainEvent, 'type'>): MilestoneKind | null => MILESTONE_OF[event.type] ?? null;
