import type { ReaderId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { inForce, type Period } from '../core/period.js';
import { type HeldOffice, type Office, type Role, ROLES } from './principal.js';

/** A user's role in an organization, for a time; network roles have no organization. */
export interface Membership extends Period {
  role: Role;
  organizationId: string | null;
  readerId: ReaderId | null;
  office: Office | null;
}

export interface Standing {
  role: Role;
  organizationIds: string[];
  readerId: ReaderId | null;
  offices: HeldOffice[];
}

/**
 * As what a user acts at `now`: one role, the first of `ROLES` that they have in force, with all of its organizations.
 * `null` without any: they may not sign in, and a token they hold is worth nothing.
 */
export function standing(memberships: readonly Membership[], now: Instant): Standing | null {
  const live = memberships.filter((membership) => inForce(membership, now));
  const role = ROLES.find((each) => live.some((membership) => membership.role === each));
  if (role === undefined) return null;
  const own = live.filter((membership) => membership.role === role);
  const organizations = own.map((membership) => membership.organizationId).filter((id) => id !== null);
  const offices = own.flatMap(({ office, organizationId }) => (office === null ? [] : [{ office, organizationId }]));
  return {
    role,
    offices,
    organizationIds: [...new Set(organizations)],
    readerId: own.find((membership) => membership.readerId !== null)?.readerId ?? null,
  };
}
