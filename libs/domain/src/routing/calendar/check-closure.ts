import type { FieldError } from '../../core/domain-error.js';
import type { Closure } from './closure.js';

const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60_000;

/** What is wrong with a closure: it ends before it begins, or lasts longer than a year. */
export function checkClosure({ firstDay, lastDay }: Pick<Closure, 'firstDay' | 'lastDay'>): FieldError[] {
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS + 1;
  if (days < 1)
    return [{ path: 'lastDay', code: 'not-after-start', message: 'a closure ends on or after its first day' }];
  if (days > LONGEST_DAYS) return [{ path: 'lastDay', code: 'too-long', message: 'a closure lasts a year at most' }];
  return [];
}
