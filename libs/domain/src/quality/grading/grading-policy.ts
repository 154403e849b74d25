import { FieldChecks } from '../../core/field-checks.js';
import type { FieldError } from '../../core/domain-error.js';
import { RADPEER_GRADES, type RadpeerGrade } from './radpeer.js';

/** Lists and no thresholds, for the grades are no order. */
export interface GradingPolicy {
  /** Grades that are nothing without a comment. */
  commentOn: readonly RadpeerGrade[];
  /** Grades that call for a third, independent reader. */
  discordant: readonly RadpeerGrade[];
  /** Days that a third reader has to decide; a week where nobody says. */
  dueDays?: number;
}

/** eRADPEER asks for a comment from 2b on; the same grades go to adjudication where nothing else is agreed. */
export const DEFAULT_GRADING: GradingPolicy = { commentOn: ['2b', '3a', '3b'], discordant: ['2b', '3a', '3b'] };

/** What is wrong with a grading policy: lists that are missing, or name what is no grade. */
export function gradingErrors(policy: GradingPolicy): FieldError[] {
  const checks = new FieldChecks();
  for (const name of ['commentOn', 'discordant'] as const) {
    const list: unknown = policy[name];
    if (Array.isArray(list)) list.forEach((grade, at) => checks.oneOf(`${name}.${at}`, grade ?? '', RADPEER_GRADES));
    else checks.fail(name, 'required', `${name} is a list of grades`);
  }
  const { dueDays } = policy;
  if (dueDays !== undefined && !(dueDays > 0 && dueDays <= 90)) {
    checks.fail('dueDays', 'grading/due-days', 'a discordant pair is decided within 90 days');
  }
  return checks.errors;
}
