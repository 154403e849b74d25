import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

export interface NewSecret {
  /** Shown once. */
  readonly secret: string;
  /** What is kept. */
  readonly hash: string;
}

/** SHA-256 suffices for 256 random bits: there is nothing to guess. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** 256 random bits behind a prefix that tells leaks apart: API keys (`ovk_`), refresh tokens (`ovr_`). */
export function newSecret(prefix: string): NewSecret {
  const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashSecret(secret) };
}

/** A new UUIDv7. */
export const newId = <T extends string>(): T => v7() as T;
