import { type Instant, minutesBetween } from '../core/instant.js';

/** One link of a chain of refresh tokens that began with a sign-in; each is good for one use. */
export interface RefreshToken {
  issuedAt: Instant;
  expiresAt: Instant;
  usedAt: Instant | null;
  revokedAt: Instant | null;
}

/**
 * - `rotate`: mark it used and issue the next of its family.
 * - `refuse`: sign in again; nothing else happens.
 * - `revoke-family`: a used one came back, so somebody has a copy: end every token of the family.
 */
export type Rotation = 'rotate' | 'refuse' | 'revoke-family';

/** Two tabs of one browser may present the same token at nearly the same time. */
const REUSE_GRACE_SECONDS = 10;

/** What a presented refresh token leads to. Source: RFC 9700, section 4.14.2 (rotation detects replay). */
export function refreshTokenRotation(token: RefreshToken, now: Instant): Rotation {
  if (token.revokedAt !== null || now >= token.expiresAt) return 'refuse';
  if (token.usedAt === null) return 'rotate';
  return minutesBetween(token.usedAt, now) * 60 <= REUSE_GRACE_SECONDS ? 'rotate' : 'revoke-family';
}
