import { Injectable } from '@nestjs/common';
import { plusMinutes, refreshTokenRotation, type DomainEvent, type Instant, type UserId } from '@overread/domain';
import {
  all,
  Database,
  hashSecret,
  newId,
  newSecret,
  one,
  systemScope,
  verifyPassword,
  type RowOf,
  type Tx,
} from '@overread/platform';
import { accessChanged } from '../access-changed.js';
import { RefreshTokenEntity } from '../entities/refresh-token.entity.js';
import { PrincipalDirectory } from '../identity/principal-directory.js';
import { findPassword, findUser, type UserRow } from '../identity/principals.queries.js';

const REFRESH_DAYS = 14;
const REFRESH_PREFIX = 'ovr_';

/** A person signed in: `sessionId` is one sign-in, whose refresh tokens form a family. */
export interface SignedIn {
  user: UserRow;
  sessionId: string;
  refreshToken: string;
  refreshExpiresAt: Instant;
}

/** Sign-ins: begun by a password, prolonged by refresh tokens that are each good once, ended by the person. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly directory: PrincipalDirectory,
  ) {}

  /** Null for a wrong password, an unknown email, a disabled person alike, and in the same time. */
  async begin(email: string, password: string): Promise<SignedIn | null> {
    const account = await this.database.transaction(systemScope, (tx) => findPassword(tx, email));
    const correct = await verifyPassword(password, account?.passwordHash ?? null);
    if (!correct || !account) return null;
    return this.database.transaction(scopeOfUser(account.id), async (tx) => {
      const user = await findUser(tx, account.id);
      if (!user) return null;
      const { row, secret } = newToken(user.id, await tx.now());
      await tx.put(RefreshTokenEntity, row);
      return { user, sessionId: row.familyId, refreshToken: secret, refreshExpiresAt: row.expiresAt };
    });
  }

  /**
   * The next refresh token for this one. Null when it is not good. One that was used a while before was copied: the
   * whole family is taken back, because nobody can tell the thief from the owner.
   */
  async prolong(refreshToken: string): Promise<SignedIn | null> {
    const hash = hashSecret(refreshToken);
    const known = await this.database.transaction(systemScope, (tx) => findFamily(tx, hash));
    if (!known) return null;
    const outcome = await this.database.transaction(scopeOfUser(known.userId), async (tx) => {
      await lockFamily(tx, known.familyId);
      const user = await findUser(tx, known.userId);
      return tx.change({ family: all(RefreshTokenEntity, { familyId: known.familyId }) }, ({ family }, now) =>
        rotate(family, hash, user, now),
      );
    });
    if (outcome === 'copied') this.directory.forget(known.userId);
    return outcome === 'copied' ? null : outcome;
  }

  /** Takes back every token of one sign-in. */
  async end(session: { userId: string; sessionId: string }): Promise<void> {
    await this.database.transaction(scopeOfUser(session.userId), async (tx) => {
      await lockFamily(tx, session.sessionId);
      await tx.change({ family: all(RefreshTokenEntity, { familyId: session.sessionId }) }, ({ family }, now) => ({
        ...revoked(family, session.userId, now),
        result: undefined,
      }));
    });
    this.directory.forget(session.userId);
  }

  async endByToken(refreshToken: string): Promise<void> {
    const hash = hashSecret(refreshToken);
    const known = await this.database.transaction(systemScope, (tx) => findFamily(tx, hash));
    if (known) await this.end({ userId: known.userId, sessionId: known.familyId });
  }
}

const scopeOfUser = (userId: string) => ({ kind: 'system' as const, actor: userId });

async function findFamily(tx: Tx, hash: string): Promise<{ userId: UserId; familyId: string } | null> {
  const [row] = await tx.read<{ userId: UserId; familyId: string }>(
    'select user_id as "userId", family_id as "familyId" from refresh_token where token_hash = $1',
    [hash],
  );
  return row ?? null;
}

/** The family's first token stands for all of it: its lock is held before the others are read, so none is missed. */
async function lockFamily(tx: Tx, familyId: string): Promise<void> {
  await tx.change({ first: one(RefreshTokenEntity, { id: familyId }) }, () => ({ result: undefined }));
}

function newToken(userId: UserId, now: Instant, familyId?: string): { row: RefreshTokenEntity; secret: string } {
  const { secret, hash } = newSecret(REFRESH_PREFIX);
  const id = newId();
  const row = {
    id,
    userId,
    familyId: familyId ?? id,
    tokenHash: hash,
    issuedAt: now,
    expiresAt: plusMinutes(now, REFRESH_DAYS * 24 * 60),
    usedAt: null,
    revokedAt: null,
  };
  return { row, secret };
}

type Token = RowOf<RefreshTokenEntity>;

interface Rotation {
  next?: { family: Token[] };
  events?: DomainEvent[];
  result: SignedIn | 'copied' | null;
}

function rotate(family: Token[], hash: string, user: UserRow | null, now: Instant): Rotation {
  const token = family.find((candidate) => candidate.tokenHash === hash);
  if (!token || !user) return { result: null };
  const outcome = refreshTokenRotation(token, now);
  if (outcome === 'refuse') return { result: null };
  if (outcome === 'revoke-family') return { ...revoked(family, token.userId, now), result: 'copied' };
  const { row, secret } = newToken(token.userId, now, token.familyId);
  return {
    next: { family: [{ ...token, usedAt: token.usedAt ?? now }, row] },
    result: { user, sessionId: token.familyId, refreshToken: secret, refreshExpiresAt: row.expiresAt },
  };
}

const revoked = (family: Token[], userId: string, now: Instant) => ({
  next: { family: family.map((token) => ({ ...token, revokedAt: token.revokedAt ?? now })) },
  events: family.every((token) => token.revokedAt !== null) ? [] : [accessChanged(userId)],
});
