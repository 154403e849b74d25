import type { Condition } from './conditions/condition.js';
import type { PolicyDocument } from './policy.js';

const LOAD = new Set(['queueLength', 'queueWaitingMinutes', 'shareAtRisk']);
const STAT_SHARE = new Set(['siteStatShare']);
const CALENDAR = new Set(['holiday', 'holidayName', 'closed', 'closureName']);

/** Whether any rule asks how the queue stands: nobody else needs it counted. */
export const asksForLoad = (document: PolicyDocument): boolean => anyCondition(document, LOAD);

/** Whether any rule asks for the calendar. */
export const asksForCalendar = (document: PolicyDocument): boolean => anyCondition(document, CALENDAR);

/** Whether any rule asks what share of a site's studies is STAT. */
export const asksForStatShare = (document: PolicyDocument): boolean => anyCondition(document, STAT_SHARE);

const anyCondition = ({ rules, priority = [] }: PolicyDocument, attributes: ReadonlySet<string>): boolean =>
  [...rules, ...priority].some(({ conditions }) =>
    conditions.some((each: Condition) => attributes.has(each.attribute)),
  );
