import { DomainError } from '../core/domain-error.js';
import type { FacilityId, HealthSystemId, ReaderId, ReadingGroupId, StudyId } from '../core/ids.js';
import { type Action, ACTION_RULES, type ActionRule, type Reach } from './action.js';
import type { Principal } from './principal.js';

/** Whose a thing is. */
export interface Resource {
  /** The study it is, or is part of. */
  studyId?: StudyId;
  healthSystemId?: HealthSystemId | null;
  facilityId?: FacilityId | null;
  /** Groups that hold it or are offered it: of a study those of its reads' holders and open ladder steps. */
  readingGroupIds?: readonly ReadingGroupId[];
  /** Readers who hold it, are offered it, or whose own it is. */
  readerIds?: readonly ReaderId[];
  /** Second readers who have not handed in an opinion yet. */
  blindedReaderIds?: readonly ReaderId[];
}

export type Verdict = 'allowed' | 'forbidden' | 'not-found';

/**
 * Whether the principal may do `action` to `resource`; without a resource (a list, a thing to be made) whether they may
 * do it to anything at all. What one may not see is `not-found`, so that an answer never says it exists; what one may see
 * but not do is `forbidden`. For a viewer's token there is its own study and nothing else.
 */
export function may(principal: Principal, action: Action, resource?: Resource): Verdict {
  const rule: ActionRule = ACTION_RULES[action];
  const reach = reachOf(principal, rule);
  if (principal.studyId !== undefined && resource?.studyId !== principal.studyId)
    return resource === undefined ? 'forbidden' : 'not-found';
  if (resource === undefined) return reach === null ? 'forbidden' : 'allowed';
  const seeing: ActionRule | null = rule.sees === null ? null : ACTION_RULES[rule.sees as Action];
  if (seeing !== null && !reaches(principal, reachOf(principal, seeing), resource)) return 'not-found';
  if (!reaches(principal, reach, resource)) return 'forbidden';
  return rule.unblinds && isBlinded(principal, resource) ? 'forbidden' : 'allowed';
}

/**
 * Refuses what `may` does not allow.
 *
 * @throws DomainError forbidden `access/forbidden`; not-found `access/not-found`, the same for what does not exist
 */
export function demand(principal: Principal, action: Action, resource?: Resource): void {
  const verdict = may(principal, action, resource);
  if (verdict === 'not-found') throw new DomainError('not-found', 'access/not-found', 'There is no such thing here');
  if (verdict === 'forbidden') {
    throw new DomainError('forbidden', 'access/forbidden', `The role ${principal.role} may not ${action} here`);
  }
}

/** Whether the principal is to read this study without knowing what was read before. */
export const isBlinded = (principal: Principal, resource: Resource): boolean =>
  principal.readerId !== null && (resource.blindedReaderIds ?? []).includes(principal.readerId);

const reachOf = (principal: Principal, rule: ActionRule): Reach | null =>
  principal.kind === 'api-key' && !rule.byKey ? null : (rule.roles[principal.role] ?? null);

function reaches(principal: Principal, reach: Reach | null, resource: Resource): boolean {
  if (reach === null) return false;
  if (reach === 'any') return true;
  const own = principal.readerId !== null && (resource.readerIds ?? []).includes(principal.readerId);
  if (reach === 'self') return own;
  return isOfOrganization(principal, resource) || (reach === 'organization-or-self' && own);
}

function isOfOrganization({ role, organizationIds, facilityIds }: Principal, resource: Resource): boolean {
  const organizations = new Set<string>(organizationIds);
  if (role !== 'hospital') return (resource.readingGroupIds ?? []).some((group) => organizations.has(group));
  const { healthSystemId = null, facilityId = null } = resource;
  if (healthSystemId === null || !organizations.has(healthSystemId)) return false;
  // A key limited to facilities does not reach what is of the health system as a whole.
  return facilityIds.length === 0 || (facilityId !== null && facilityIds.includes(facilityId));
}
