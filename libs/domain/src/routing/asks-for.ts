import type { Condition } from './conditions/condition.js';
import type { PolicyDocument } from './policy.js';

const LOAD = new Set(['queueLength', 'queueWaitingMinutes', 'shareAtRisk']);
const CALENDAR = new Set(['holiday', 'holidayName', 'closed', 'closureName']);

/** Whether any rule asks how the queue stands: nobody else needs it counted. */
export const asksForLoad = (document: PolicyDocument): boolean => anyCondition(document, LOAD);

/** Whether any rule asks for the calendar. */
export const asksForCalendar = (document: PolicyDocument): boolean => anyCondition(document, CALENDAR);

const anyCondition = (document: PolicyDocument, attributes: ReadonlySet<string>): boolean =>
  document.rules.some(({ conditions }) => conditions.some((each: Condition) => attributes.has(each.attribute)));
