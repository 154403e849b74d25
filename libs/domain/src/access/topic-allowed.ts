import type { Topic } from '../realtime/topic.js';
import { isBlinded, may, type Resource } from './may.js';
import type { Principal } from './principal.js';

/**
 * Whether the principal may follow a topic live. A topic carries everything of its organization, so that a key limited
 * to some facilities, plain readers of a group, and a blinded reader of a study get none.
 *
 * @param study whose the study of a `study` topic is; `null` when there is none
 */
export function topicAllowed(principal: Principal, topic: Topic, study: Resource | null = null): boolean {
  const { organizationIds, facilityIds, role } = principal;
  const seesAll = role === 'administrator' || role === 'auditor';
  switch (topic.kind) {
    case 'network':
      return seesAll;
    case 'health-system':
      return seesAll || (role === 'hospital' && facilityIds.length === 0 && organizationIds.includes(topic.id));
    case 'reading-group':
      return seesAll || (role === 'group-manager' && organizationIds.includes(topic.id));
    case 'worklist':
      return role === 'reader' && principal.readerId !== null;
    case 'study':
      return study !== null && may(principal, 'view-study', study) === 'allowed' && !isBlinded(principal, study);
  }
}

/** The topic as the log names it: `worklist` is the reader's own. */
export function loggedTopic(principal: Principal, topic: Topic): string {
  if (topic.kind === 'worklist') return `worklist:${principal.readerId ?? ''}`;
  return topic.id === null ? topic.kind : `${topic.kind}:${topic.id}`;
}
