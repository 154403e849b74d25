import type { FieldError } from '../../core/domain-error.js';
import { checkCondition } from '../conditions/check-condition.js';
import type { PolicyDocument } from '../policy.js';
import { RULED_FROM, RULED_TO, type PriorityRule } from './priority-rule.js';

/** What is wrong with the rules on priorities. Their ids are apart from those of other rules: both are counted by id. */
export function checkPriorityRules({ priority = [], rules }: PolicyDocument): FieldError[] {
  const taken = new Set(rules.map(({ id }) => id));
  return priority.flatMap((rule, index) => {
    const path = `priority.${index}`;
    const faults = checkRule(rule, path);
    if (taken.has(rule.id))
      faults.push(fault(`${path}.id`, 'rule/repeated', 'Two rules of this document have this id'));
    taken.add(rule.id);
    return faults;
  });
}

function checkRule({ conditions, from, to, reason }: PriorityRule, path: string): FieldError[] {
  const faults = conditions.flatMap((each, index) => checkCondition(each, `${path}.conditions.${index}`));
  conditions.forEach(({ attribute }, index) => {
    if (attribute !== 'subspecialty') return;
    const message = 'Rules say which subspecialty a study needs, and are tried after its priority is known';
    faults.push(fault(`${path}.conditions.${index}.attribute`, 'priority/not-known-yet', message));
  });
  if (reason.trim() === '') {
    faults.push(fault(`${path}.reason`, 'priority/reason-required', 'The site is told why: a reason is required'));
  }
  if (!(RULED_FROM as readonly string[]).includes(from)) {
    const message = 'A policy says what stat, urgent and routine count as; critical stays critical';
    faults.push(fault(`${path}.from`, 'priority/never-lowered', message));
  }
  if (!(RULED_TO as readonly string[]).includes(to)) {
    const message =
      'A priority counts as stat or urgent: STAT is lowered to urgent at most, critical is by protocol only';
    faults.push(fault(`${path}.to`, 'priority/out-of-range', message));
  }
  return faults;
}

const fault = (path: string, code: string, message: string): FieldError => ({ path, code, message });
