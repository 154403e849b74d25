import type { DomainEvent, JsonObject } from '../../core/event.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { HandBack } from './hand-back.js';

export interface HandBackRows extends SlaRows {
  handBack: HandBack;
}

type Moment = 'opened' | 'attempted' | 'escalated' | 'acknowledged' | 'refused' | 'withdrawn' | 'read' | 'reclaimed';

/** An event of a hand-back: ids, roles and instants; who was called by name is in the row. */
export function handBackEvent(
  moment: Moment,
  { study, reads, handBack }: Pick<HandBackRows, 'study' | 'reads' | 'handBack'>,
  more: JsonObject = {},
): DomainEvent {
  const data = { handBackId: handBack.id, reason: handBack.reason, ...more };
  return { ...studyEvent(`hand-back.${moment}`, study, reads, data), version: handBack.version };
}

/** Primary reads that nobody has taken: what could be given back. */
export const waitingReads = (reads: readonly Read[]): Read[] =>
  reads.filter(({ purpose, state }) => purpose === 'primary' && (state === 'queued' || state === 'assigned'));

/** What ends when the site takes the study: second reads that wait would wait for ever. An addendum is owed to another result. */
export const endedByHandBack = (reads: readonly Read[]): Read[] =>
  reads.filter(({ purpose, state }) => purpose !== 'addendum' && (state === 'queued' || state === 'assigned'));

/** A primary read in somebody's hands. */
export const readBeingRead = (reads: readonly Read[]): Read | null =>
  reads.find(({ purpose, state }) => purpose === 'primary' && state === 'in-progress') ?? null;
