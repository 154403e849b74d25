import type { HealthSystemId, ReaderId, ReadId, ReadingGroupId, StudyId } from './ids.js';
import type { Instant } from './instant.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Every event type the log may carry: past tense, `noun.verb`. */
export const EVENT_TYPES = [
  'study.received',
  'study.updated',
  'study.images-arrived',
  'study.ready',
  'study.held',
  'study.resumed',
  'study.unroutable',
  'study.prioritized',
  'study.cancelled',
  'study.reopened',
  'study.linked',
  'study.split',
  'study.merged',
  'study.identity-questioned',
  'study.identity-corrected',
  'patient.merged',
  'read.queued',
  'read.assigned',
  'read.declined',
  'read.expired',
  'read.started',
  'read.opened',
  'read.images-opened',
  'read.released',
  'read.broadened',
  'read.narrowed',
  'read.overflow-accepted',
  'read.overflow-declined',
  'read.kept',
  'read.pinned',
  'read.unpinned',
  'read.idle-warned',
  'read.still-reading',
  'read.completed',
  'read.cancelled',
  'read.uncovered',
  'read.verbal',
  'discrepancy.found',
  'discrepancy.notified',
  'discrepancy.acknowledged',
  'discrepancy.escalated',
  'discrepancy.closed',
  'retraction.notice-opened',
  'retraction.notified',
  'retraction.acknowledged',
  'retraction.escalated',
  'retraction.closed',
  'mass-casualty.declared',
  'mass-casualty.ended',
  'mass-casualty.reviewed',
  'break-glass.requested',
  'break-glass.confirmed',
  'break-glass.granted',
  'break-glass.refused',
  'break-glass.expired',
  'break-glass.taken',
  'break-glass.reviewed',
  'break-glass.escalated',
  'hand-back.opened',
  'hand-back.attempted',
  'hand-back.escalated',
  'hand-back.acknowledged',
  'hand-back.refused',
  'hand-back.withdrawn',
  'hand-back.read',
  'hand-back.reclaimed',
  'report.issued',
  'report.finalized',
  'report.addended',
  'report.retracted',
  'sla.started',
  'sla.warned',
  'sla.breached',
  'sla.stopped',
  'sla.escalated',
  'concordance.compared',
  'concordance.graded',
  'adjudication.requested',
  'adjudication.decided',
  'adjudication.escalated',
  'critical-result.found',
  'critical-result.notified',
  'critical-result.acknowledged',
  'critical-result.escalated',
  'critical-result.closed',
  'reader.signed-on',
  'reader.signed-off',
  'reader.changed',
  'reader.paused',
  'reader.resumed',
  'reader.contested',
  'reader.contest-answered',
  'group.paused',
  'group.drained',
  'group.resumed',
  'network.changed',
  'roster.changed',
  'roster.move-proposed',
  'roster.move-agreed',
  'roster.move-declined',
  'roster.move-withdrawn',
  'roster.moved',
  'roster.called-in',
  'policy.activated',
  'policy.tested',
  'policy.forbidden',
  'policy.permitted',
  'jurisdiction.changed',
  'policy.shadow-started',
  'policy.shadow-ended',
  'calendar.changed',
  'dispatch.parameters-changed',
  'eligibility.disagreed',
  'access.changed',
  'intake.refused',
  'intake.resolved',
  'queue.forecasted',
  'coverage.warned',
  'coverage.recovered',
  'coverage.lapsed',
  'coverage.acknowledged',
  'credential.expiring',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/**
 * What happened, as a rule says it. `data` holds ids and facts, never a patient's identity, report text or a blinded
 * author. `readingGroupIds` and `readerIds` are everyone who may see it: before the change and after.
 */
export interface DomainEvent {
  type: EventType;
  healthSystemId: HealthSystemId | null;
  studyId: StudyId | null;
  readId: ReadId | null;
  readingGroupIds: readonly ReadingGroupId[];
  readerIds: readonly ReaderId[];
  version: number;
  data: JsonObject;
}

/** An event with its place in the log. Positions grow; they may have gaps. */
export interface LoggedEvent extends DomainEvent {
  position: number;
  at: Instant;
  actor: string | null;
}
