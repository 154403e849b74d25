import { describe, expect, it } from '@jest/globals';
import { asId } from '../core/ids.js';
import { checkPassword, passwordErrors } from './password-rule.js';
import { type RefreshToken, refreshTokenRotation } from './refresh-token.js';
import { type Membership, standing } from './standing.js';

const NOW = new Date('2026-11-22T08:00:00Z');
const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

describe('the standing of a user', () => {
  const member = (
    role: Membership['role'],
    organizationId: string | null,
    changes: Partial<Membership> = {},
  ): Membership => ({
    role,
    organizationId,
    readerId: null,
    office: null,
    validFrom: null,
    validUntil: null,
    ...changes,
  });

  it('is one role with all of its organizations in force', () => {
    const reader = { readerId: asId<NonNullable<Membership['readerId']>>('ada') };
    const memberships = [
      member('reader', 'day', reader),
      member('reader', 'night', reader),
      member('reader', 'night', reader),
      member('reader', 'old', { ...reader, validUntil: NOW }),
      member('reader', 'soon', { ...reader, validFrom: seconds(1) }),
      member('auditor', null),
    ];
    expect(standing(memberships, NOW)).toEqual({
      role: 'reader',
      organizationIds: ['day', 'night'],
      readerId: 'ada',
      offices: [],
    });
    expect(standing(memberships, seconds(1))?.organizationIds).toEqual(['day', 'night', 'soon']);
  });

  it('takes the role that comes first', () => {
    const memberships = [member('hospital', 'mercy'), member('administrator', null)];
    expect(standing(memberships, NOW)).toEqual({
      role: 'administrator',
      organizationIds: [],
      readerId: null,
      offices: [],
    });
  });

  it('is none once every membership has ended', () => {
    expect(standing([member('reader', 'day', { validUntil: NOW })], NOW)).toBeNull();
    expect(standing([], NOW)).toBeNull();
  });
});

describe('a refresh token', () => {
  const token = (changes: Partial<RefreshToken> = {}): RefreshToken => ({
    issuedAt: seconds(-100),
    expiresAt: seconds(100),
    usedAt: null,
    revokedAt: null,
    ...changes,
  });

  it.each([
    ['is exchanged for the next', token(), 'rotate'],
    ['is refused from its end on', token({ expiresAt: NOW }), 'refuse'],
    ['is refused when revoked', token({ revokedAt: seconds(-1) }), 'refuse'],
    ['is exchanged again for a second tab', token({ usedAt: seconds(-10) }), 'rotate'],
    ['ends its whole family when it comes back later', token({ usedAt: seconds(-10.001) }), 'revoke-family'],
    ['is only refused when it comes back after its end', token({ usedAt: seconds(-50), expiresAt: NOW }), 'refuse'],
  ])('%s', (_, given, expected) => {
    expect(refreshTokenRotation(given, NOW)).toBe(expected);
  });
});

describe('a new password', () => {
  const account = { email: 'ada.byrd@mercy.example', name: 'Ada Lovelace-Byrd' };
  const codes = (password: string) => passwordErrors(password, account).map((error) => error.code);

  it.each([
    ['four plain words', 'correct horse battery staple', []],
    ['exactly twelve characters', 'k3v9-tq2m!xz', []],
    ['other scripts', 'зимняя-река-ночью', []],
    ['eleven characters', 'k3v9-tq2m!x', ['password/too-short']],
    ['eleven characters beyond the basic plane', '🙂😀🚗🐢🌍🎹🎻🎺🥁🎸🪕', ['password/too-short']],
    ['a repetition', 'abababababab', ['password/guessable']],
    ['a common word with decoration', 'Password-2026!', ['password/guessable']],
    ['the address', 'ada.byrd@mercy.example', ['password/guessable']],
    ['the name and a year', 'lovelace-byrd1815', ['password/guessable']],
    ['more than anybody types', 'k3v9-tq2m!xz'.repeat(90), ['password/too-long']],
  ])('of %s', (_, password, expected) => {
    expect(codes(password)).toEqual(expected);
  });

  it('passes when nothing is wrong', () => {
    expect(() => checkPassword('correct horse battery staple', account)).not.toThrow();
  });

  it('is refused with every broken rule', () => {
    expect(() => checkPassword('aaaa', account)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'password/weak',
        details: {
          errors: [
            expect.objectContaining({ path: 'password', code: 'password/too-short' }),
            expect.objectContaining({ path: 'password', code: 'password/guessable' }),
          ],
        },
      }),
    );
  });
});
