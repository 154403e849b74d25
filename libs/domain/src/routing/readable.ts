import type { Study } from '../studies/study.js';

/**
 * Whether reading may begin. A study is read from `ready`, a critical one while images still arrive; a hold stops it,
 * unless it is critical or STAT: a hold never hides those. One whose result was withdrawn waits for the right one.
 */
export function readable(study: Pick<Study, 'state' | 'priority' | 'hold'>): boolean {
  const pressing = study.priority === 'critical' || study.priority === 'stat';
  if (study.hold !== null && !pressing) return false;
  if (study.state === 'receiving') return study.priority === 'critical';
  return study.state !== 'expected' && study.state !== 'cancelled';
}
