import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, SignInResponse, User } from '@overread/wire';
import { PASSWORD, startTestServer, type TestServer } from '../support/test-server.js';


describe('signing in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const signIn = (body: object) => server.call<SignInResponse & Problem>('POST', '/auth/sign-in', { body });

  it('gives a token that the person is known by', async () => {
    const { email } = server.administrator;
    const answer = await signIn({ email: email.toUpperCase(), password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.user).toEqual({
      id: server.administrator.id,
      email,
      name: 'Ada Admin',
      role: 'administrator',
      organization: { kind: 'network', id: null, name: 'Network' },
    });
    const me = await server.call<User>('GET', '/auth/me', { token: answer.body.token });
    expect(me.body).toEqual(answer.body.user);
  });
});
