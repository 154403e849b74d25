import { Injectable } from '@nestjs/common';
import {
  checkPassword,
  DomainError,
  type FieldError,
  type Office,
  type Principal,
  type ReaderId,
  type Role,
} from '@overread/domain';
import {
  Database,
  hashPassword,
  newId,
  one,
  pageOf,
  scopeOf,
  type Page,
  type Tx,
  hashSecret,
  withIdempotency,
  type RepeatableRequest,
} from '@overread/platform';
import type { NewUser } from '@overread/wire';
import { accessChanged } from '../access-changed.js';
import { MembershipEntity } from '../entities/membership.entity.js';
import { UserAccountEntity } from '../entities/user-account.entity.js';
import { PrincipalDirectory } from '../identity/principal-directory.js';
import { idAfter } from './id-after.js';
import { findUser, listUsers, type UserRow } from '../identity/principals.queries.js';

type OrganizationKind = MembershipEntity['organizationKind'];
const ORGANIZATION_OF: Record<Role, OrganizationKind> = {
  administrator: 'network',
  auditor: 'network',
  'group-manager': 'reading-group',
  reader: 'reading-group',
  hospital: 'health-system',
};
const TABLES = { 'health-system': 'health_system', 'reading-group': 'reading_group' } as const;

/** What a person may be: checked, with the password already hashed. */
interface NewAccount {
  email: string;
  name: string;
  passwordHash: string;
  role: Role;
  organizationId: string | null;
  readerId: ReaderId | null;
  office: Office | null;
}

/** People who sign in. Administrators make and disable them. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly directory: PrincipalDirectory,
  ) {}

  async create(principal: Principal, body: NewUser, repeatable: RepeatableRequest | null): Promise<UserRow> {
    checkPassword(body.password, body);
    const { email, name, role } = body;
    const office = officeOf(body);
    const passwordHash = await hashPassword(body.password);
    const answer = await this.database.transaction(scopeOf(principal), (tx) =>
      withIdempotency(tx, withoutPassword(repeatable, body), async () => {
        const place = await placeOf(tx, body);
        const made = await insertUser(tx, { email, name, passwordHash, role, office, ...place });
        return { status: 201, body: made };
      }),
    );
    return answer.body;
  }

  list(principal: Principal, query: { after?: string | undefined; limit: number }): Promise<Page<UserRow>> {
    const after = idAfter(query.after);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await listUsers(tx, after, query.limit + 1);
      const { items, next } = pageOf(rows, query.limit, (row) => [row.id]);
      return { items: items.flatMap(({ user }) => user ?? []), next };
    });
  }

  async get(principal: Principal, id: string): Promise<UserRow> {
    const user = await this.database.transaction(scopeOf(principal), (tx) => findUser(tx, id));
    if (!user) throw new DomainError('not-found', 'user/not-found', 'no such user');
    return user;
  }

  /** A disabled person stays known, and may not do anything from now on. */
  async disable(principal: Principal, id: string): Promise<void> {
    if (principal.id === id)
      throw new DomainError('conflict', 'user/own-account', 'nobody can disable their own account');
    await this.database.transaction(scopeOf(principal), (tx) =>
      tx.change({ user: one(UserAccountEntity, { id: id as UserAccountEntity['id'] }) }, ({ user }, now) => {
        if (user.disabledAt !== null) return { result: undefined };
        return {
          next: { user: { ...user, disabledAt: now, version: user.version + 1 } },
          events: [accessChanged(user.id)],
          result: undefined,
        };
      }),
    );
    this.directory.forget(id);
  }
}

/** A fast hash of the request is kept beside its answer: the password must not be in it. */
const withoutPassword = (repeatable: RepeatableRequest | null, body: NewUser): RepeatableRequest | null =>
  repeatable && { ...repeatable, hash: hashSecret(JSON.stringify({ ...body, password: null })) };

/** The first administrator, before anybody can sign in to make one. */
export async function createAdministrator(
  tx: Tx,
  account: { email: string; name: string; password: string },
): Promise<UserRow> {
  const { email, name } = account;
  checkPassword(account.password, account);
  const passwordHash = await hashPassword(account.password);
  const nobodys = { organizationId: null, readerId: null, office: null };
  return insertUser(tx, { email, name, passwordHash, role: 'administrator', ...nobodys });
}

async function insertUser(tx: Tx, account: NewAccount): Promise<UserRow> {
  const user: UserAccountEntity = {
    id: newId(),
    email: account.email,
    name: account.name,
    passwordHash: account.passwordHash,
    disabledAt: null,
    createdAt: await tx.now(),
    version: 1,
  };
  const membership: MembershipEntity = {
    id: newId(),
    userId: user.id,
    role: account.role,
    organizationKind: ORGANIZATION_OF[account.role],
    organizationId: account.organizationId,
    readerId: account.readerId,
    office: account.office,
    validFrom: null,
    validUntil: null,
  };
  await tx.put(UserAccountEntity, user);
  await tx.put(MembershipEntity, membership, [accessChanged(user.id)]);
  const row = await findUser(tx, user.id);
  if (!row) throw new Error('a user just made is not found');
  return row;
}

const broken = (...errors: FieldError[]): never => {
  throw new DomainError('invalid', 'request/invalid', 'the body breaks a rule', { errors });
};

/** A medical director is the network's, a physician a health system's. */
function officeOf({ office, role }: NewUser): Office | null {
  if (!office) return null;
  const kind = office === 'physician' ? 'health-system' : 'network';
  if (ORGANIZATION_OF[role] === kind) return office;
  return broken({ path: 'office', code: 'unexpected', message: `is not for the role ${role}` });
}

/** The organization and reader that the role asks for, both of which must exist. */
async function placeOf(tx: Tx, body: NewUser): Promise<Pick<NewAccount, 'organizationId' | 'readerId'>> {
  if (body.role === 'reader') return readerPlaceOf(tx, body);
  if (body.readerId) broken({ path: 'readerId', code: 'unexpected', message: `is not for the role ${body.role}` });
  const kind = ORGANIZATION_OF[body.role];
  if (kind === 'network') {
    if (body.organizationId)
      broken({ path: 'organizationId', code: 'unexpected', message: `is not for the role ${body.role}` });
    return { organizationId: null, readerId: null };
  }
  const organizationId = body.organizationId ?? null;
  if (organizationId === null)
    return broken({ path: 'organizationId', code: 'required', message: `is the ${kind} of the role ${body.role}` });
  const sql = `select id from ${TABLES[kind]} where id = $1 and retired_at is null`;
  const [found] = await tx.read(sql, [organizationId]);
  if (!found) broken({ path: 'organizationId', code: 'unknown', message: `no ${kind} has this id` });
  return { organizationId, readerId: null };
}

async function readerPlaceOf(tx: Tx, body: NewUser): Promise<Pick<NewAccount, 'organizationId' | 'readerId'>> {
  if (!body.readerId) return broken({ path: 'readerId', code: 'required', message: 'is the reader who signs in' });
  const sql = 'select reading_group_ids as groups from reader where id = $1 and retired_at is null';
  const [reader] = await tx.read<{ groups: string[] }>(sql, [body.readerId]);
  if (!reader) return broken({ path: 'readerId', code: 'unknown', message: 'no reader has this id' });
  const organizationId = body.organizationId ?? reader.groups[0] ?? null;
  if (organizationId !== null && !reader.groups.includes(organizationId))
    broken({ path: 'organizationId', code: 'unknown', message: 'is no reading group of this reader' });
  return { organizationId, readerId: body.readerId as ReaderId };
}
