import type { HardRule } from '../hard-rules.js';

/**
 * Held work and this read stay under the cap, in expected minutes; critical and STAT have their own, higher one. One read
 * longer than the cap may be held alone, or nobody could ever read it. Changes by the minute: asked at offer and open only.
 */
export const capacityRule: HardRule = ({ read, reader, stage }) => {
  if (stage === 'plan' || stage === 'sign') return null;
  const pressing = read.priority === 'critical' || read.priority === 'stat';
  const { routineMinutes, urgentMinutes } = reader.reader.limits;
  const cap = pressing ? urgentMinutes : routineMinutes;
  const held = reader.held.routineMinutes + reader.held.urgentMinutes;
  if (cap === null || held + read.expectedMinutes <= cap || (held === 0 && cap > 0)) return null;
  return `holds ${rounded(held)} expected minutes, ${rounded(read.expectedMinutes)} more pass the ${pressing ? 'urgent ' : ''}cap of ${cap}`;
};

const rounded = (minutes: number): number => Math.round(minutes * 10) / 10;
