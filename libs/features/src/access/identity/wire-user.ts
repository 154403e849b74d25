import type { User } from '@overread/wire';
import type { KeyRow, UserRow } from './principals.queries.js';

const NETWORK = 'Network';

/** The public shape of a person. */
export const wireUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  organization: {
    kind: row.organizationKind,
    id: row.organizationId,
    name: row.organizationName ?? NETWORK,
  },
  ...(row.readerId === null ? {} : { readerId: row.readerId }),
  ...(row.offices[0] === undefined ? {} : { office: row.offices[0].office }),
});

/** A system is no person, but `/auth/me` tells it what its key may do in the same shape. */
export const wireKey = (key: KeyRow): User => ({
  id: key.id,
  email: '',
  name: key.name,
  role: 'hospital',
  organization: { kind: 'health-system', id: key.healthSystemId, name: key.healthSystemName },
});
