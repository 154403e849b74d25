import type { Study } from './study.js';

/** Whether a person has said how pressing the study is: no policy says otherwise then. */
export const isSetByPerson = ({ priorityBasis }: Pick<Study, 'priorityBasis'>): boolean =>
  priorityBasis?.source === 'submitter' || priorityBasis?.source === 'network';

/** Whether a change asked for a priority that nobody answers for by name: policy says what it counts as. */
export const asksForPriority = (before: Study, after: Study): boolean =>
  after.priorityBasis === null && after.priority !== before.priority;

/** Whose STAT no policy may lower, to be said behind it; null when one may. */
export function whyNeverLowered(
  study: Pick<Study, 'patientClass' | 'protocol' | 'identityUnconfirmed' | 'hold'>,
): string | null {
  if (study.patientClass === 'emergency') return 'of an emergency patient';
  if (study.protocol !== null) return `under the protocol ${study.protocol}`;
  if (study.identityUnconfirmed || study.hold?.reason === 'patient-identity') return 'with an unconfirmed identity';
  return null;
}
