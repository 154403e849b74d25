import { may, type Action } from '@overread/domain';
import type { User } from '@overread/wire';
import { useUser } from './session.js';

const anybody = { id: '', kind: 'user', name: '', readerId: null } as const;

/** Whether a role does such a thing at all: what it never does is not shown. The server has the last word. */
export const roleMay = (role: User['role'], action: Action): boolean =>
  may({ ...anybody, organizationIds: [], facilityIds: [], role }, action) === 'allowed';

export function useMay(): (action: Action) => boolean {
  const { role } = useUser();
  return (action) => roleMay(role, action);
}
