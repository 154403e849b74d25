import type { Principal } from '@overread/domain';
import type { Scope } from '../database/scope.js';

/** The scope in which this principal's transactions run. */
export const scopeOf = (principal: Principal): Scope => ({
  kind: 'principal',
  principalId: principal.id,
  role: principal.role,
  organizationIds: principal.organizationIds,
  ...(principal.readerId === null ? {} : { readerId: principal.readerId }),
});
