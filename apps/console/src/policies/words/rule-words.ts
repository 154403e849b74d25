import { label, text } from '../../texts/text.js';

interface ConditionLike {
  attribute: string;
  operator: string;
  value?: unknown;
  hours?: { zone: string; windows: { days: number[]; from: string; to: string }[] } | undefined;
}

/** ISO weekdays; none is every day. */
const windowWords = ({ days, from, to }: { days: number[]; from: string; to: string }): string =>
  [...(days.length === 0 ? [] : [days.map((day) => label('dayShort', String(day))).join(' ')]), `${from}–${to}`].join(
    ' ',
  );

/** A condition as a person would say it. */
export function conditionWords({ attribute, operator, value, hours }: ConditionLike): string {
  const name = label('attribute', attribute);
  if (hours !== undefined) {
    return `${name}: ${hours.windows.map(windowWords).join(', ')} ${hours.zone}`.trim();
  }
  if (operator === 'exists') return `${name} ${text(value === false ? 'policies.unknown' : 'policies.known')}`;
  const said = Array.isArray(value) ? value.join(', ') : String(value);
  return `${name} ${label('operator', operator).toLowerCase()} ${said}`;
}

export const conditionsOf = (conditions: readonly ConditionLike[]): string =>
  conditions.length === 0 ? text('policies.always') : conditions.map(conditionWords).join('; ');

/** What follows when a rule matches. */
export function effectOf({
  plan,
  sets = {},
}: {
  plan?: string | undefined;
  sets?: Record<string, string | undefined> | undefined;
}): string {
  const set = Object.entries(sets).map(([name, value]) => `${label('attribute', name).toLowerCase()} ${value}`);
  return [...(plan === undefined ? [] : [text('policies.plan', { plan })]), ...set].join('; ');
}
