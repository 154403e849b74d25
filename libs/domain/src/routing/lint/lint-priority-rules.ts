import { morePressing } from '../../studies/change-priority.js';
import type { Condition } from '../conditions/condition.js';
import type { PriorityRule } from '../priority/priority-rule.js';
import { warning, type Finding } from './finding.js';
import { excludes, implies } from './implies.js';

/** Rules on priorities that can never have a say: by themselves, by one before them, or because STAT is protected. */
export function lintPriorityRules(rules: readonly PriorityRule[]): Finding[] {
  return rules.flatMap((rule, place) => {
    const path = `priority.${place}`;
    const conditions = [...rule.conditions, isPriority(rule)];
    const clash = conditions.some((one, a) => conditions.some((other, b) => b > a && excludes(one, other)));
    if (clash) return [warning(path, 'rule/unreachable', 'No study can match: its conditions exclude each other')];
    const by = rules.slice(0, place).find((earlier) => takesAll(earlier, rule));
    if (by !== undefined) {
      return [
        warning(path, 'rule/unreachable', `Rule "${by.name}" before it decides every study that this one matches`),
      ];
    }
    const why = forbidden(rule);
    return why === null
      ? []
      : [warning(path, 'priority/forbidden', `It never takes effect: STAT ${why} is never lowered`)];
  });
}

/** What `from` says, as a condition. */
const isPriority = ({ from }: PriorityRule): Condition => ({ attribute: 'priority', operator: 'equals', value: from });

const takesAll = (earlier: PriorityRule, rule: PriorityRule): boolean =>
  earlier.from === rule.from &&
  earlier.conditions.every((wide) => rule.conditions.some((narrow) => implies(narrow, wide)));

const PROTECTED: [Condition, string][] = [
  [{ attribute: 'patientClass', operator: 'equals', value: 'emergency' }, 'of an emergency patient'],
  [{ attribute: 'protocol', operator: 'exists', value: true }, 'under a protocol'],
  [{ attribute: 'identityUnconfirmed', operator: 'equals', value: true }, 'with an unconfirmed identity'],
];

function forbidden({ from, to, conditions }: PriorityRule): string | null {
  if (!morePressing(from, to)) return null;
  return PROTECTED.find(([is]) => conditions.some((each) => implies(each, is)))?.[1] ?? null;
}
