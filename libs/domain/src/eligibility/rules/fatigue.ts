import { minutesBetween } from '../../core/instant.js';
import type { HardRule } from '../hard-rules.js';

/** Under the hours and the consecutive studies of one session. Asked at offer and open only. */
export const fatigueRule: HardRule = ({ reader, stage, now }) => {
  const { session } = reader;
  if (stage === 'plan' || stage === 'sign' || session === null) return null;
  const { sessionHours, consecutiveStudies } = reader.reader.limits;
  if (sessionHours !== null && minutesBetween(session.startedAt, now) >= sessionHours * 60) {
    return `reading since ${session.startedAt.toISOString()}, the limit is ${sessionHours} h`;
  }
  if (consecutiveStudies !== null && session.completedReads >= consecutiveStudies) {
    return `${session.completedReads} studies in a row, the limit is ${consecutiveStudies}`;
  }
  return null;
};
