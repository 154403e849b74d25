import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';

const ISSUER = 'overread';
const ALGORITHM = 'HS256';

/** Tokens whose signature is remembered: far more than there are people at work at once. */
const REMEMBERED = 10_000;
type Claims = JWTPayload & { sub: string; exp: number };

/** Short-lived signed tokens; what they claim is the access feature's business. */
@Injectable()
export class Tokens {
  private readonly key: Uint8Array;
  /** What was found good stays good until it expires: one token comes with many requests. */
  private readonly good = new Map<string, Claims>();

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.key = new TextEncoder().encode(config.tokenSecret);
  }

  async sign(
    claims: JWTPayload & { sub: string },
    lifetimeSeconds: number,
  ): Promise<{ token: string; expiresAt: Date }> {
    const issued = Math.floor(this.clock.now().getTime() / 1000);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setIssuedAt(issued)
      .setExpirationTime(issued + lifetimeSeconds)
      .sign(this.key);
    return { token, expiresAt: new Date((issued + lifetimeSeconds) * 1000) };
  }

  /** The claims, or null when the token is not ours, altered or expired. */
  async verify(token: string): Promise<Claims | null> {
    const known = this.good.get(token);
    if (known && this.clock.now().getTime() < known.exp * 1000) return known;
    this.good.delete(token);
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        currentDate: this.clock.now(),
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      const claims = payload as Claims;
      const [oldest] = this.good.keys();
      if (this.good.size >= REMEMBERED && oldest !== undefined) this.good.delete(oldest);
      this.good.set(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
