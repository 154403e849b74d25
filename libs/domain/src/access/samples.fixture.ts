import type { Principal, Role } from './principal.js';

/** Somebody with a role in organizations. */
export const samplePrincipal = (
  role: Role,
  organizationIds: string[] = [],
  changes: Partial<Principal> = {},
): Principal => ({
  id: `a-${role}`,
  kind: 'user',
  role,
  name: `A ${role}`,
  organizationIds,
  readerId: null,
  facilityIds: [],
  ...changes,
});
