import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@overread/domain';
import { TokenService } from '@overread/features';
import type { Problem, SignInResponse, User } from '@overread/wire';
import { groupBody, make, readerBody, sampleNetwork } from '../support/sample-network.js';
import { eventually } from '../support/started-server.js';
import { PASSWORD, startTestServer, type TestServer } from '../support/test-server.js';

const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('signing in', () => {
  let server: TestServer;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  beforeAll(async () => {
    server = await startTestServer();
    sample = await sampleNetwork(server);
  });
  afterAll(() => server.close());

  const signIn = (body: object) => server.call<SignInResponse & Problem>('POST', '/auth/sign-in', { body });
  const refresh = (cookie: string) =>
    server.call<SignInResponse & Problem>('POST', '/auth/refresh', { headers: { cookie } });
  const me = async (token: string) => (await server.call<User>('GET', '/auth/me', { token })).status;
  /** A person of their own, and the cookie of a sign-in of theirs. */
  const signedIn = async () => {
    const person = await server.person('auditor');
    const answer = await signIn({ email: person.email, password: PASSWORD });
    return { ...person, token: answer.body.token, cookie: cookieOf(answer.headers) };
  };

  it('gives a token that the person is known by', async () => {
    const { email } = server.administrator;
    const answer = await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.user).toEqual({
      id: server.administrator.id,
      email,
      name: 'Ada Admin',
      role: 'administrator',
      organization: { kind: 'network', id: null, name: 'Network' },
    });
    const known = await server.call<User>('GET', '/auth/me', { token: answer.body.token });
    expect(known.body).toEqual(answer.body.user);
    const minutes = (new Date(answer.body.expiresAt).getTime() - server.clock.now().getTime()) / 60_000;
    expect(Math.round(minutes)).toBe(15);
  });

  it('says of what organization the person is, and which reader', async () => {
    const reader = await server.person('reader', { readerId: sample.reader.id });
    expect(reader.user).toMatchObject({
      role: 'reader',
      readerId: sample.reader.id,
      organization: { kind: 'reading-group', id: sample.group.id, name: 'Home Radiology' },
    });
    const hospital = await server.person('hospital', { organizationId: sample.healthSystem.id });
    expect(hospital.user.organization).toEqual({
      kind: 'health-system',
      id: sample.healthSystem.id,
      name: 'Mercy Health',
    });
  });

  it('answers a wrong password and an unknown email alike', async () => {
    const { email } = server.administrator;
    const wrong = await signIn({ email, password: 'not the password' });
    const unknown = await signIn({ email: 'nobody@example.test', password: 'not the password' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'auth/wrong-credentials']);
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
  });

  it('slows failures of an account, tells for how long, and counts no success', async () => {
    const person = await server.person('auditor');
    for (let count = 0; count < 12; count++)
      expect((await signIn({ email: person.email, password: PASSWORD })).status).toBe(200);
    const attempts = Array.from({ length: 15 }, () => signIn({ email: person.email, password: 'guess' }));
    const statuses = (await Promise.all(attempts)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    const refused = await signIn({ email: person.email, password: PASSWORD });
    expect([refused.status, refused.body.code]).toEqual([429, 'auth/too-many-failures']);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await signIn({ email: server.administrator.email, password: PASSWORD })).status).toBe(200);
  });

  it('is prolonged by a cookie that scripts cannot read and other sites cannot send, good once', async () => {
    const person = await signedIn();
    const answer = await signIn({ email: person.email, password: PASSWORD });
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    expect(set).toMatch(/Path=\/api\/v1\/auth/);
    await server.clock.advance({ minutes: 16 });
    expect(await me(answer.body.token)).toBe(401);
    const renewed = await refresh(cookieOf(answer.headers));
    expect(renewed.status).toBe(200);
    expect(await me(renewed.body.token)).toBe(200);
    expect(cookieOf(renewed.headers)).not.toBe(cookieOf(answer.headers));
    expect((await refresh(cookieOf(renewed.headers))).status).toBe(200);
  });

  it('is over for everybody when a used cookie comes back later: somebody copied it', async () => {
    const person = await signedIn();
    const renewed = await refresh(person.cookie);
    await server.clock.advance({ minutes: 1 });
    const copied = await refresh(person.cookie);
    expect([copied.status, copied.body.code]).toEqual([401, 'auth/refresh-invalid']);
    expect(copied.headers.get('set-cookie')).toMatch(/overread_refresh=;/);
    expect((await refresh(cookieOf(renewed.headers))).status).toBe(401);
    expect(await me(renewed.body.token)).toBe(401);
  });

  it('ends with the sign-out, for that sign-in alone', async () => {
    const person = await signedIn();
    const elsewhere = await signIn({ email: person.email, password: PASSWORD });
    const out = await server.call('POST', '/auth/sign-out', {
      token: person.token,
      headers: { cookie: person.cookie },
    });
    expect(out.status).toBe(204);
    expect(await me(person.token)).toBe(401);
    expect((await refresh(person.cookie)).status).toBe(401);
    expect(await me(elsewhere.body.token)).toBe(200);
    expect((await server.call('POST', '/auth/sign-out')).status).toBe(204);
  });

  it('is worth nothing once the person is disabled, here and in other processes', async () => {
    const other = await startTestServer({ on: server.fresh });
    const { token } = await other.person('auditor');
    const person = await signedIn();
    const theirs = other.app.get(TokenService);
    expect((await theirs.verify(person.token)).principal.id).toBe(person.id);
    const told = new Promise<string>((resolve) => theirs.onRevoked((id) => id === person.id && resolve(id)));
    const admin = await signIn({ email: server.administrator.email, password: PASSWORD });
    const disabled = await server.call('DELETE', `/users/${person.id}`, { token: admin.body.token });
    expect(disabled.status).toBe(204);
    expect(await me(person.token)).toBe(401);
    await told;
    await expect(theirs.verify(person.token)).rejects.toBeInstanceOf(DomainError);
    expect((await theirs.verify(token)).expiresAt).toBeInstanceOf(Date);
    expect((await signIn({ email: person.email, password: PASSWORD })).status).toBe(401);
    expect((await refresh(person.cookie)).status).toBe(401);
    await other.close();
  });

  it('follows a reader who changes groups and a membership that ends', async () => {
    const body = readerBody(sample.group.id);
    const reader = await make<{ id: string }>(server, '/readers', body);
    const person = await server.person('reader', { readerId: reader.id });
    const groups = async () => (await server.app.get(TokenService).verify(person.token)).principal.organizationIds;
    expect(await groups()).toEqual([sample.group.id]);
    const { token } = server.administrator;
    const other = await make<{ id: string }>(server, '/reading-groups', groupBody({ name: 'Other' }));
    const moved = { ...body, readingGroupIds: [other.id] };
    expect((await server.call('PUT', `/readers/${reader.id}`, { token, body: moved })).status).toBe(200);
    await eventually('the new group', async () => (await groups()).includes(other.id) || undefined);
    await server.asOwner('update membership set valid_until = overread_now() where user_id = $1', [person.id]);
    expect((await signIn({ email: person.email, password: PASSWORD })).status).toBe(401);
  });

  it('refuses tokens that are not ours', async () => {
    for (const token of ['nonsense', 'ovk_nonsense', 'a.b.c']) expect(await me(token)).toBe(401);
    expect((await server.call('GET', '/auth/me')).status).toBe(401);
  });
});
