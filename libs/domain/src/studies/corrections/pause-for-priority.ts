import type { Instant } from '../../core/instant.js';
import type { SlaRows } from '../../sla/ledger/start-clocks.js';
import type { Study } from '../study.js';
import { isPressing, startPause } from './hold-study.js';
import { stopPause } from './resume-study.js';

/**
 * A held study whose priority changed: raised to critical or STAT it is offered again, so its clocks run on; lowered from
 * there it waits again, and they stand still.
 */
export function pauseForPriority(before: Pick<Study, 'priority'>, rows: SlaRows, now: Instant): SlaRows {
  const { hold } = rows.study;
  if (hold === null || isPressing(before) === isPressing(rows.study) || new Date(hold.until) <= now) return rows;
  return isPressing(rows.study) ? stopPause(rows, now) : startPause(rows, hold, now);
}
