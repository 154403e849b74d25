import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessLog, TokenService } from '@overread/features';
import { scopeOf } from '@overread/platform';
import type { ApiKey, Problem, User } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { facilityBody, healthSystemBody, make, sampleNetwork } from '../support/sample-network.js';
import { PASSWORD, startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Made = ApiKey & Problem & { key: string };

describe('administering access', () => {
  let server: TestServer;
  let token: string;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  let hospital: Person;
  beforeAll(async () => {
    server = await startTestServer();
    token = server.administrator.token;
    sample = await sampleNetwork(server);
    hospital = await server.person('hospital', { organizationId: sample.healthSystem.id });
  });
  afterAll(() => server.close());

  const makeUser = (body: object, by = token) =>
    server.call<User & Problem>('POST', '/users', {
      token: by,
      body: { email: `${randomUUID()}@example.test`, name: 'Some One', password: PASSWORD, ...body },
    });
  const makeKey = (body: object = {}) =>
    server.call<Made>('POST', '/api-keys', {
      token,
      body: { healthSystemId: sample.healthSystem.id, name: 'PACS', ...body },
    });
  const me = async (key: string) => server.call<User>('GET', '/auth/me', { token: key });

  describe('users', () => {
    it('have the organization and reader their role asks for', async () => {
      const paths = async (body: object) => (await makeUser(body)).body.errors?.map((error) => error.path);
      expect(await paths({ role: 'hospital' })).toEqual(['organizationId']);
      expect(await paths({ role: 'hospital', organizationId: sample.group.id })).toEqual(['organizationId']);
      expect(await paths({ role: 'group-manager', organizationId: sample.healthSystem.id })).toEqual([
        'organizationId',
      ]);
      expect(await paths({ role: 'reader' })).toEqual(['readerId']);
      expect(await paths({ role: 'reader', readerId: randomUUID() })).toEqual(['readerId']);
      expect(await paths({ role: 'auditor', organizationId: sample.group.id })).toEqual(['organizationId']);
      expect(await paths({ role: 'auditor', email: 'not an address' })).toEqual(['email']);
    });

    it('have passwords that are hard to guess, kept as argon2id', async () => {
      const weak = await makeUser({ role: 'auditor', password: 'passwordpassword' });
      expect([weak.status, weak.body.code]).toEqual([422, 'password/weak']);
      const made = await makeUser({ role: 'auditor' });
      expect(made.status).toBe(201);
      const [row] = await server.asOwner<{ hash: string }>(
        'select password_hash as hash from user_account where id = $1',
        [made.body.id],
      );
      expect(row?.hash).toMatch(/^\$argon2id\$v=19\$/);
      expect(JSON.stringify(made.body)).not.toContain('argon2id');
    });

    it('are one per email, whatever its case', async () => {
      const email = `${randomUUID()}@example.test`;
      expect((await makeUser({ role: 'auditor', email })).status).toBe(201);
      const again = await makeUser({ role: 'auditor', email: email.toUpperCase() });
      expect([again.status, again.body.code]).toEqual([409, 'user/email-taken']);
    });

    it('are made once however often the request is repeated, and no fast hash of the password is kept', async () => {
      const body = { email: `${randomUUID()}@example.test`, name: 'Some One', password: PASSWORD, role: 'auditor' };
      const repeat = (changes: object = {}) =>
        server.call<User & Problem>('POST', '/users', {
          token,
          body: { ...body, ...changes },
          headers: { 'idempotency-key': body.email },
        });
      const [first, second] = [await repeat(), await repeat()];
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect((await repeat({ name: 'Another' })).body.code).toBe('idempotency/key-reused');
      expect((await repeat({ password: 'a different long one' })).status).toBe(201);
    });

    it('are listed, made and disabled by administrators alone, who cannot disable themselves', async () => {
      const manager = await server.person('group-manager', { organizationId: sample.group.id });
      for (const person of [hospital, manager]) {
        expect((await makeUser({ role: 'auditor' }, person.token)).status).toBe(403);
        expect((await server.call('GET', '/users', { token: person.token })).status).toBe(403);
      }
      const list = await server.call<{ items: User[] }>('GET', '/users', { token });
      expect(list.body.items.find((user) => user.id === manager.id)).toEqual(manager.user);
      const own = await server.call<Problem>('DELETE', `/users/${server.administrator.id}`, { token });
      expect([own.status, own.body.code]).toEqual([409, 'user/own-account']);
      expect((await server.call('DELETE', `/users/${randomUUID()}`, { token })).status).toBe(404);
    });
  });

  describe('API keys', () => {
    it('are shown once, act as their hospital, and are kept as a hash', async () => {
      const made = await makeKey({ facilities: [sample.facility.code], defaultFacility: sample.facility.code });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        facilities: [sample.facility.code],
        defaultFacility: sample.facility.code,
        revokedAt: null,
      });
      const known = await me(made.body.key);
      expect(known.body).toMatchObject({
        id: made.body.id,
        role: 'hospital',
        organization: { kind: 'health-system', id: sample.healthSystem.id, name: 'Mercy Health' },
      });
      const { principal, expiresAt } = await server.app.get(TokenService).verify(made.body.key);
      expect(expiresAt).toBeNull();
      expect(principal).toMatchObject({ kind: 'api-key', facilityIds: [sample.facility.id] });
      const rows = await server.asOwner<object>('select * from api_key');
      expect(JSON.stringify(rows)).not.toContain(made.body.key);
      const list = await server.call('GET', '/api-keys', { token });
      expect(JSON.stringify(list.body)).toContain(made.body.id);
      expect(JSON.stringify(list.body)).not.toContain(made.body.key);
    });

    it('are made once; the key itself is in the first answer alone', async () => {
      const body = { healthSystemId: sample.healthSystem.id, name: 'Once' };
      const call = { token, body, headers: { 'idempotency-key': randomUUID() } };
      const first = await server.call<Made>('POST', '/api-keys', call);
      const second = await server.call<Made>('POST', '/api-keys', call);
      const { key, ...rest } = first.body;
      expect(second.body).toEqual(rest);
      const kept = await server.asOwner<object>('select response from idempotency');
      expect(JSON.stringify(kept)).not.toContain(key);
    });

    it('see their own health system and no other', async () => {
      const { key } = (await makeKey()).body;
      const other = await make<{ id: string }>(server, '/health-systems', healthSystemBody());
      const theirs = await make<{ id: string }>(server, '/facilities', facilityBody(other.id));
      const see = async (id: string) => (await server.call('GET', `/facilities/${id}`, { token: key })).status;
      expect(await see(sample.facility.id)).toBe(200);
      expect(await see(theirs.id)).toBe(404);
      expect((await server.call('GET', '/api-keys', { token: key })).status).toBe(403);
      const foreign = await makeKey({ healthSystemId: other.id, facilities: [sample.facility.code] });
      expect([foreign.status, foreign.body.errors?.[0]?.path]).toEqual([422, 'facilities.0']);
    });

    it('stop at once when they are revoked, in every process', async () => {
      const other = await startTestServer({ on: server.fresh });
      const { id, key } = (await makeKey()).body;
      const theirs = other.app.get(TokenService);
      await theirs.verify(key);
      const told = new Promise<void>((resolve) => theirs.onRevoked((principalId) => principalId === id && resolve()));
      expect((await server.call('DELETE', `/api-keys/${id}`, { token })).status).toBe(204);
      expect((await me(key)).status).toBe(401);
      await told;
      expect(await theirs.find(key)).toBeNull();
      expect((await server.call('DELETE', `/api-keys/${id}`, { token })).status).toBe(204);
      await other.close();
    });
  });

  it('keeps who looked at what, in the look’s own transaction, for auditors to read', async () => {
    const { principal } = await server.app.get(TokenService).verify(hospital.token);
    const log = server.app.get(AccessLog);
    const look = { studyId: null, healthSystemId: sample.healthSystem.id, patientId: null, action: 'study.view' };
    await server.database.transaction(scopeOf(principal), (tx) =>
      log.looked(tx, principal, { ...look, address: '10.0.0.1', reason: 'asked' }),
    );
    const undone = server.database.transaction(scopeOf(principal), async (tx) => {
      await log.looked(tx, principal, { ...look, action: 'study.undone' });
      throw new Error('the look failed');
    });
    await expect(undone).rejects.toThrow('the look failed');
    const auditor = await server.app.get(TokenService).verify((await server.person('auditor')).token);
    const read = (scope: Parameters<typeof scopeOf>[0]) =>
      server.database.transaction(scopeOf(scope), (tx) =>
        tx.read('select principal, action, address, reason from access_log'),
      );
    expect(await read(auditor.principal)).toEqual([
      { principal: hospital.id, action: 'study.view', address: '10.0.0.1', reason: 'asked' },
    ]);
    expect(await read(principal)).toEqual([]);
  });
});
