import { DomainError } from '../core/domain-error.js';

/** What a report may be grouped by. */
export const GROUP_KEYS = [
  'modalityFamily',
  'priority',
  'tier',
  'readingGroup',
  'facility',
  'patientClass',
  'reader',
  'issues',
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

const isGroupKey = (text: string): text is GroupKey => GROUP_KEYS.some((key) => key === text);

/**
 * The keys of `by=modalityFamily,priority`, each once, in the order given; an empty text is one total row.
 *
 * @throws DomainError invalid `analytics/unknown-key` naming every unknown key
 */
export function groupKeys(by: string | undefined): GroupKey[] {
  const asked = [...new Set((by ?? '').split(',').map((part) => part.trim()))].filter((part) => part !== '');
  const unknown = asked.filter((part) => !isGroupKey(part));
  if (unknown.length > 0) {
    const message = `cannot group by ${unknown.join(', ')}; known are ${GROUP_KEYS.join(', ')}`;
    throw new DomainError('invalid', 'analytics/unknown-key', message, {
      errors: unknown.map(() => ({ path: 'by', code: 'analytics/unknown-key', message })),
    });
  }
  return asked.filter(isGroupKey);
}
