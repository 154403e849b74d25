import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { LoggedEvent, Principal } from '@overread/domain';
import { Database, hashSecret, LogTail, systemScope } from '@overread/platform';
import { findKey, findRevokedSessions, findUser, type KeyRow, type UserRow } from './principals.queries.js';
import { Remembered } from './remembered.js';

/** What a membership that ends by itself may outlive its end by; edits are seen at once, through the log. */
const KEPT_MS = 15_000;
const AT_MOST = 20_000;

/** A person as of a moment ago, with the sign-ins that were taken back. */
export interface KnownUser {
  user: UserRow;
  principal: Principal;
  revokedSessions: ReadonlySet<string>;
}

export interface KnownKey {
  key: KeyRow;
  principal: Principal;
}

export type RevocationListener = (principalId: string) => void;

/** Who is who, from memory: asked for every request, so kept for seconds and forgotten when the log says so. */
@Injectable()
export class PrincipalDirectory implements OnModuleInit, OnModuleDestroy {
  private readonly users: Remembered<KnownUser | null>;
  private readonly keys: Remembered<KnownKey | null>;
  /** Hash of each kept key by its id: the log names ids. */
  private readonly hashes = new Map<string, string>();
  private readonly listeners = new Set<RevocationListener>();
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {
    const options = { forMs: KEPT_MS, atMost: AT_MOST, now: () => performance.now() };
    this.users = new Remembered((id) => this.loadUser(id), options);
    this.keys = new Remembered((hash) => this.loadKey(hash), options);
  }

  onModuleInit(): void {
    this.stopListening = this.tail.onEvents((events) => this.follow(events));
  }

  onModuleDestroy(): void {
    this.stopListening?.();
  }

  /** Null when unknown, disabled or without a membership in force. */
  userOf(userId: string): Promise<KnownUser | null> {
    return this.users.get(userId);
  }

  /** Null when unknown or revoked. */
  async keyOf(secret: string): Promise<KnownKey | null> {
    const hash = hashSecret(secret);
    const known = await this.keys.get(hash);
    // Guesses take no room.
    if (known === null) this.keys.forget(hash);
    else this.hashes.set(known.key.id, hash);
    return known;
  }

  /** A key that was used a moment ago, by its id. */
  async keyWithId(id: string): Promise<KnownKey | null> {
    const hash = this.hashes.get(id);
    return hash === undefined ? null : this.keys.get(hash);
  }

  /** Told the id of a person or key whose access may have changed: ask again whether its tokens are still good. */
  onRevoked(listener: RevocationListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** After a change of this process, which the log will tell a moment later. */
  forget(principalId: string): void {
    this.users.forget(principalId);
    const hash = this.hashes.get(principalId);
    if (hash !== undefined) this.keys.forget(hash);
    this.hashes.delete(principalId);
  }

  private follow(events: readonly LoggedEvent[]): void {
    if (events.some((event) => event.type === 'network.changed' || event.type === 'reader.changed')) {
      // A retired health system, a reader's groups: rare enough to ask for everyone again.
      this.users.forgetAll();
      this.keys.forgetAll();
      this.hashes.clear();
    }
    for (const event of events) {
      const principalId = event.type === 'access.changed' ? event.data['principalId'] : null;
      if (typeof principalId !== 'string') continue;
      this.forget(principalId);
      for (const listener of this.listeners) listener(principalId);
    }
  }

  private loadUser(id: string): Promise<KnownUser | null> {
    return this.database.transaction(systemScope, async (tx) => {
      const user = await findUser(tx, id);
      if (!user) return null;
      const revokedSessions = new Set(await findRevokedSessions(tx, id));
      return { user, principal: principalOfUser(user), revokedSessions };
    });
  }

  private loadKey(hash: string): Promise<KnownKey | null> {
    return this.database.transaction(systemScope, async (tx) => {
      const key = await findKey(tx, hash);
      return key && { key, principal: principalOfKey(key) };
    });
  }
}

const principalOfUser = (user: UserRow): Principal => ({
  id: user.id,
  kind: 'user',
  role: user.role,
  name: user.name,
  organizationIds: user.organizationIds,
  readerId: user.readerId,
  offices: user.offices,
  facilityIds: [],
});

const principalOfKey = (key: KeyRow): Principal => ({
  id: key.id,
  kind: 'api-key',
  role: 'hospital',
  name: key.name,
  organizationIds: [key.healthSystemId],
  readerId: null,
  facilityIds: key.facilityIds,
});
