import {
  inForce,
  standing,
  type ApiKeyId,
  type FacilityId,
  type HealthSystemId,
  type HeldOffice,
  type Membership,
  type ReaderId,
  type Role,
  type UserId,
} from '@overread/domain';
import type { Tx } from '@overread/platform';

/** A person with the one role in force. */
export interface UserRow {
  id: UserId;
  email: string;
  name: string;
  role: Role;
  organizationKind: 'network' | 'health-system' | 'reading-group';
  organizationId: string | null;
  organizationName: string | null;
  /** All of the role's organizations; of a reader the groups they read for. */
  organizationIds: string[];
  readerId: ReaderId | null;
  offices: HeldOffice[];
}

type AccountRow = Pick<UserRow, 'id' | 'email' | 'name'>;
interface MembershipRow extends Membership {
  userId: UserId;
  organizationKind: UserRow['organizationKind'];
  organizationName: string | null;
  readingGroupIds: string[] | null;
}

const ACCOUNT = 'select u.id, u.email, u.name from user_account u where u.disabled_at is null';
const MEMBERSHIPS = `
  select m.user_id as "userId", m.role, m.organization_kind as "organizationKind", m.organization_id as "organizationId",
    m.reader_id as "readerId", m.office, m.valid_from as "validFrom", m.valid_until as "validUntil",
    coalesce(h.name, g.name) as "organizationName", r.reading_group_ids as "readingGroupIds"
  from membership m
  left join reader r on r.id = m.reader_id
  left join health_system h on m.organization_kind = 'health-system' and h.id = m.organization_id
  left join reading_group g on m.organization_kind = 'reading-group' and g.id = m.organization_id
  where m.user_id = any ($1) order by m.id`;

/** Null when there is no such person, it is disabled, or no membership is in force. */
export async function findUser(tx: Tx, userId: string): Promise<UserRow | null> {
  const accounts = await tx.read<AccountRow>(`${ACCOUNT} and u.id = $1`, [userId]);
  const [user] = await withStanding(tx, accounts);
  return user ?? null;
}

/** People who are not disabled, by id; those without a membership in force stand as null. */
export async function listUsers(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<{ id: UserId; user: UserRow | null }[]> {
  const sql = `${ACCOUNT} and ($1::uuid is null or u.id > $1) order by u.id limit $2`;
  const accounts = await tx.read<AccountRow>(sql, [after, limit]);
  const users = new Map((await withStanding(tx, accounts)).map((user) => [user.id, user]));
  return accounts.map(({ id }) => ({ id, user: users.get(id) ?? null }));
}

async function withStanding(tx: Tx, accounts: readonly AccountRow[]): Promise<UserRow[]> {
  if (accounts.length === 0) return [];
  const memberships = await tx.read<MembershipRow>(MEMBERSHIPS, [accounts.map((account) => account.id)]);
  const byUser = Map.groupBy(memberships, (membership) => membership.userId);
  const now = await tx.now();
  return accounts.flatMap((account) => {
    const own = byUser.get(account.id) ?? [];
    const stands = standing(own, now);
    if (!stands) return [];
    const first = own.find((each) => each.role === stands.role && inForce(each, now));
    return [
      {
        ...account,
        ...stands,
        organizationKind: first?.organizationKind ?? 'network',
        organizationId: first?.organizationId ?? null,
        organizationName: first?.organizationName ?? null,
        organizationIds: stands.role === 'reader' ? (first?.readingGroupIds ?? []) : stands.organizationIds,
      },
    ];
  });
}

export interface PasswordRow {
  id: UserId;
  passwordHash: string;
}

export async function findPassword(tx: Tx, email: string): Promise<PasswordRow | null> {
  const [row] = await tx.read<PasswordRow>(
    'select id, password_hash as "passwordHash" from user_account where lower(email) = lower($1)',
    [email],
  );
  return row ?? null;
}

/** Sign-ins taken back within the last hour, longer than any access token lives. */
export async function findRevokedSessions(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.read<{ id: string }>(
    `select distinct family_id as id from refresh_token
     where user_id = $1 and revoked_at > (select overread_now()) - interval '1 hour'`,
    [userId],
  );
  return rows.map((row) => row.id);
}

export interface KeyRow {
  id: ApiKeyId;
  name: string;
  healthSystemId: HealthSystemId;
  healthSystemName: string;
  facilityIds: FacilityId[];
  defaultFacilityId: FacilityId | null;
}

/** Null when there is no such key, it is revoked, or its health system is retired. */
export async function findKey(tx: Tx, keyHash: string): Promise<KeyRow | null> {
  const [row] = await tx.read<KeyRow>(
    `select k.id, k.name, k.health_system_id as "healthSystemId", h.name as "healthSystemName",
       k.facility_ids as "facilityIds",
       k.default_facility_id as "defaultFacilityId"
     from api_key k join health_system h on h.id = k.health_system_id
     where k.key_hash = $1 and k.revoked_at is null and h.retired_at is null`,
    [keyHash],
  );
  return row ?? null;
}
