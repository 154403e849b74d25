import { describe, expect, it } from '@jest/globals';
import { Clock } from '../clock/clock.js';
import type { Config } from '../config/config.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { hashSecret, newSecret } from './secrets.js';
import { Tokens } from './tokens.js';

class SetClock extends Clock {
  at = new Date('2026-11-22T10:00:00Z');
  override now() {
    return this.at;
  }
}

describe('passwords', () => {
  it('are known again in any Unicode form, and only they', async () => {
    const hash = await hashPassword('Zür\u0069\u0308ch 1');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword('Zür\u00efch 1', hash)).toBe(true);
    expect(await verifyPassword('zurich 1', hash)).toBe(false);
    expect(await verifyPassword('anything', null)).toBe(false);
    expect(await hashPassword('Zür\u0069\u0308ch 1')).not.toBe(hash);
  });
});

describe('secrets', () => {
  it('carry 256 random bits and are kept as a hash', () => {
    const made = newSecret('ovk_');
    expect(made.secret).toMatch(/^ovk_[A-Za-z0-9_-]{43}$/);
    expect(hashSecret(made.secret)).toBe(made.hash);
    expect(newSecret('ovk_').secret).not.toBe(made.secret);
  });
});

describe('tokens', () => {
  const clock = new SetClock();
  const tokens = (secret: string) => new Tokens({ tokenSecret: secret } as Config, clock);
  const ours = tokens('a'.repeat(32));

  it('tell their claims until they expire', async () => {
    const { token, expiresAt } = await ours.sign({ sub: 'u1', role: 'reader' }, 600);
    expect(expiresAt).toEqual(new Date('2026-11-22T10:10:00Z'));
    expect(await ours.verify(token)).toMatchObject({ sub: 'u1', role: 'reader' });
    clock.at = new Date('2026-11-22T10:10:01Z');
    expect(await ours.verify(token)).toBeNull();
    clock.at = new Date('2026-11-22T10:00:00Z');
  });

  it('are refused when altered, unsigned or signed by another', async () => {
    const { token } = await ours.sign({ sub: 'u1' }, 600);
    const [, payload] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const foreign = (await tokens('b'.repeat(32)).sign({ sub: 'u1' }, 600)).token;
    for (const wrong of [unsigned, foreign, `${token.slice(0, -2)}xx`, 'nonsense', ''])
      expect(await ours.verify(wrong)).toBeNull();
  });
});
