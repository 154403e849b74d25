import type { Duty, User } from '@overread/wire';
import { roleMay } from '../session/may.js';

export type DutyAct = 'attempt' | 'acknowledge' | 'close';

/** What somebody may do with a duty now: what the server would refuse is not offered. */
export function actsOf(duty: Duty, role: User['role']): DutyAct[] {
  if (duty.state === 'closed' || !roleMay(role, 'answer-duty')) return [];
  if (duty.state === 'acknowledged') return ['close'];
  return role === 'hospital' && duty.owedTo === 'readers' ? ['attempt'] : ['acknowledge', 'attempt'];
}

/** Those who read write down what a clinician said to them: they say that it was repeated to them. */
export const writesDown = (duty: Duty, role: User['role']): boolean =>
  duty.owedTo === 'clinician' && (role === 'reader' || role === 'group-manager');
