import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { Clock } from '../clock/clock.js';
import { Config } from '../config/config.js';

const ISSUER = 'overread';
const ALGORITHM = 'HS256';

/** Short-lived signed tokens; what they claim is the access feature's business. */
@Injectable()
export class Tokens {
  private readonly key: Uint8Array;

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
  async verify(token: string): Promise<(JWTPayload & { sub: string; exp: number }) | null> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        issuer: ISSUER,
        algorithms: [ALGORITHM],
        currentDate: this.clock.now(),
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      return payload as JWTPayload & { sub: string; exp: number };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
