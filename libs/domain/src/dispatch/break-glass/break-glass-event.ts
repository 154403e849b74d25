import type { DomainEvent, JsonObject } from '../../core/event.js';
import type { Read } from '../../studies/read.js';
import { studyEvent } from '../../studies/study-event.js';
import type { Study } from '../../studies/study.js';
import type { BreakGlass } from './break-glass.js';

export interface BreakGlassRows {
  study: Study;
  reads: Read[];
  act: BreakGlass;
}

type Moment = 'requested' | 'confirmed' | 'granted' | 'refused' | 'expired' | 'taken' | 'reviewed' | 'escalated';

/** An event of a break-glass act: ids, rule codes and roles. The reader it is for hears of it, who has no part in the study yet. */
export function breakGlassEvent(
  moment: Moment,
  { study, reads, act }: BreakGlassRows,
  more: JsonObject = {},
): DomainEvent {
  const rules = act.rules.map(({ code }) => code);
  const data = { breakGlassId: act.id, readId: act.readId, eventId: act.eventId, rules, ...more };
  const event = studyEvent(`break-glass.${moment}`, study, reads, data);
  return {
    ...event,
    readerIds: [...new Set([...event.readerIds, act.readerId])],
    readingGroupIds: [...new Set([...event.readingGroupIds, act.readingGroupId])],
    version: act.version,
  };
}
