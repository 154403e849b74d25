import { Injectable } from '@nestjs/common';
import { asId, DomainError, type Instant, type Principal, type StudyId } from '@overread/domain';
import { Tokens } from '@overread/platform';
import { PrincipalDirectory, type RevocationListener } from './principal-directory.js';
import type { UserRow } from './principals.queries.js';

const LIFETIME_SECONDS = 15 * 60;
const VIEWER_LIFETIME_SECONDS = 10 * 60;
export const API_KEY_PREFIX = 'ovk_';

export interface Verified {
  principal: Principal;
  /** Null for an API key: it is good until it is revoked. */
  expiresAt: Instant | null;
}

/** Access tokens of people, and API keys, told apart and told whose they are. */
@Injectable()
export class TokenService {
  constructor(
    private readonly tokens: Tokens,
    private readonly directory: PrincipalDirectory,
  ) {}

  /** `sessionId` names the sign-in, so that signing out takes back the tokens it gave. */
  issue(user: UserRow, sessionId: string): Promise<{ token: string; expiresAt: Instant }> {
    const claims = {
      sub: user.id,
      sid: sessionId,
      role: user.role,
      organizations: user.organizationIds,
      ...(user.readerId === null ? {} : { readerId: user.readerId }),
    };
    return this.tokens.sign(claims, LIFETIME_SECONDS);
  }

  /**
   * A token for a viewer, good for the images of one study as this person may see them. Null for a system, whose key
   * ends with no sign-in.
   */
  async issueForViewer(principal: Principal, studyId: StudyId): Promise<string | null> {
    if (principal.kind !== 'user' || principal.signInId === undefined) return null;
    const claims = { sub: principal.id, sid: principal.signInId, study: studyId };
    return (await this.tokens.sign(claims, VIEWER_LIFETIME_SECONDS)).token;
  }

  /** Whose token it is; `unauthenticated` when nobody's, expired or revoked. */
  async verify(token: string): Promise<Verified> {
    const verified = await this.find(token);
    if (verified) return verified;
    throw new DomainError('unauthenticated', 'auth/token-invalid', 'the token is unknown, expired or revoked');
  }

  /** Null when nobody's, expired or revoked; also for a viewer's token, which is good where it is asked for by name. */
  async find(token: string): Promise<Verified | null> {
    const found = await this.findAny(token);
    return found?.principal.studyId === undefined ? found : null;
  }

  /** Viewers' tokens too: whoever asks must keep to `principal.studyId`. */
  async findAny(token: string): Promise<Verified | null> {
    if (token.startsWith(API_KEY_PREFIX)) {
      const known = await this.directory.keyOf(token);
      return known && { principal: known.principal, expiresAt: null };
    }
    const claims = await this.tokens.verify(token);
    if (!claims) return null;
    const known = await this.directory.userOf(claims.sub);
    const signInId = String(claims['sid']);
    // What the token claims is what was true when it was made: the directory knows what is true now.
    if (!known || known.revokedSessions.has(signInId)) return null;
    const scoped = 'study' in claims ? { studyId: asId<StudyId>(String(claims['study'])) } : {};
    return { principal: { ...known.principal, signInId, ...scoped }, expiresAt: new Date(claims.exp * 1000) };
  }

  /** The sign-in that gave a person's token; null for an API key, a viewer's token or one that is not good. */
  async sessionOf(token: string): Promise<{ userId: string; sessionId: string } | null> {
    const claims = await this.tokens.verify(token);
    if (!claims || typeof claims['sid'] !== 'string' || 'study' in claims) return null;
    return { userId: claims.sub, sessionId: claims['sid'] };
  }

  onRevoked(listener: RevocationListener): () => void {
    return this.directory.onRevoked(listener);
  }
}
