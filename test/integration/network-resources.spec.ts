import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Facility, HealthSystem, ReadingGroup } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import type { Problem, Reader } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import {
  facilityBody,
  groupBody,
  healthSystemBody,
  make,
  readerBody,
  sampleNetwork,
} from '../support/sample-network.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type List<Item> = { items: Item[]; next: string | null };
type Versions = List<{ version: number; actor: string; row: Record<string, unknown> }>;

describe('what administrators edit', () => {
  let server: TestServer;
  let token: string;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  beforeAll(async () => {
    server = await startTestServer();
    token = server.administrator.token;
    sample = await sampleNetwork(server);
  });
  afterAll(() => server.close());

  const changes = (type: string) =>
    server.asOwner<{ data: Record<string, unknown>; actor: string; version: number }>(
      'select data, actor, version from event where type = $1 order by position',
      [type],
    );

  it('is created, read, replaced and retired, each version kept with its author', async () => {
    const created = await server.call<Facility>('POST', '/facilities', {
      token,
      body: facilityBody(sample.healthSystem.id, { aeTitles: ['HOSPX'] }),
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"v1"');
    const { id } = created.body;
    expect(created.body).toMatchObject({
      version: 1,
      retiredAt: null,
      phone: null,
      defaults: { priority: 'routine', patientClass: 'outpatient', payer: null, reportLanguage: 'en' },
    });
    const body = { ...created.body, name: 'Renamed', aeTitles: ['HOSPY'] };
    const stale = await server.call<Problem>('PUT', `/facilities/${id}`, {
      token,
      body,
      headers: { 'if-match': '"v7"' },
    });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
    const replaced = await server.call<Facility>('PUT', `/facilities/${id}`, {
      token,
      body,
      headers: { 'if-match': '"v1"' },
    });
    expect(replaced.status).toBe(200);
    expect(replaced.headers.get('etag')).toBe('"v2"');
    expect(replaced.body).toMatchObject({ name: 'Renamed', version: 2 });
    expect(await server.asOwner('select ae_title from facility_ae_title where facility_id = $1', [id])).toEqual([
      { ae_title: 'HOSPY' },
    ]);
    expect((await server.call('DELETE', `/facilities/${id}`, { token })).status).toBe(204);
    expect((await server.call('DELETE', `/facilities/${id}`, { token })).status).toBe(204);
    const history = await server.call<Versions>('GET', `/facilities/${id}/history`, { token });
    expect(
      history.body.items.map(({ version, actor, row }) => [version, actor, row['name'], row['retiredAt'] !== null]),
    ).toEqual([
      [1, server.administrator.id, 'Mercy East', false],
      [2, server.administrator.id, 'Renamed', false],
      [3, server.administrator.id, 'Renamed', true],
    ]);
    const told = (await changes('network.changed')).filter(({ data }) => data['id'] === id);
    expect(told.map(({ data, version, actor }) => [data['kind'], data['what'], version, actor])).toEqual([
      ['facility', 'created', 1, server.administrator.id],
      ['facility', 'updated', 2, server.administrator.id],
      ['facility', 'retired', 3, server.administrator.id],
    ]);
    const edited = await server.call<Problem>('PUT', `/facilities/${id}`, { token, body });
    expect([edited.status, edited.body.code]).toEqual([409, 'facility/retired']);
    const list = `/facilities?healthSystem=${sample.healthSystem.id}`;
    const shown = await server.call<List<Facility>>('GET', list, { token });
    expect(shown.body.items.map((item) => item.id)).toEqual([sample.facility.id]);
    const all = await server.call<List<Facility>>('GET', `${list}&retired=true`, { token });
    expect(all.body.items.map((item) => item.id)).toEqual([sample.facility.id, id]);
  });

  it('is made once however often the request is repeated', async () => {
    const call = { token, body: healthSystemBody({ name: 'Once' }), headers: { 'idempotency-key': randomUUID() } };
    const answers = await Promise.all([1, 2, 3].map(() => server.call<HealthSystem>('POST', '/health-systems', call)));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await server.asOwner(`select 1 from health_system where name = 'Once'`)).toHaveLength(1);
  });

  it('names the path of each broken rule, of what is unknown and of what cannot move', async () => {
    const wrong = await server.call<Problem>('POST', '/facilities', {
      token,
      body: { ...facilityBody(sample.healthSystem.id), zone: 'Mars/Olympus', country: 'usa' },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors?.map((error) => error.path).sort()).toEqual(['country', 'zone']);
    const offset = await server.call<Problem>('POST', '/reading-groups', {
      token,
      body: groupBody({ zone: '+02:00' }),
    });
    expect([offset.status, offset.body.errors?.[0]?.path]).toEqual([422, 'zone']);
    const unknown = await server.call<Problem>('POST', '/readers', {
      token,
      body: readerBody(sample.group.id, { readingGroupIds: [sample.group.id, randomUUID()] }),
    });
    expect(unknown.status).toBe(422);
    expect(unknown.body.errors).toMatchObject([{ path: 'readingGroupIds.1', code: 'unknown' }]);
    const other = await make<HealthSystem>(server, '/health-systems', healthSystemBody());
    const moved = await server.call<Problem>('PUT', `/facilities/${sample.facility.id}`, {
      token,
      body: { ...sample.facility, healthSystemId: other.id },
    });
    expect([moved.status, moved.body.errors?.[0]?.path]).toEqual([422, 'healthSystemId']);
    const foreign = await server.call<Problem>('POST', '/contracts', {
      token,
      body: {
        healthSystemId: other.id,
        readingGroupId: sample.group.id,
        name: 'Nights',
        engagementModel: 'transaction',
        facilityIds: [sample.facility.id],
      },
    });
    expect([foreign.status, foreign.body.errors?.[0]?.path]).toEqual([422, 'facilityIds.0']);
    const upsideDown = await server.call<Problem>('POST', `/readers/${sample.reader.id}/licences`, {
      token,
      body: {
        jurisdiction: 'US-TX',
        number: '1',
        validFrom: '2026-02-01T00:00:00Z',
        validUntil: '2026-01-01T00:00:00Z',
      },
    });
    expect([upsideDown.status, upsideDown.body.errors?.[0]?.path]).toEqual([422, 'validUntil']);
  });

  it('keeps codes and AE titles to one facility, also when two ask at once', async () => {
    const bodies = [1, 2].map(() => facilityBody(sample.healthSystem.id, { aeTitles: ['RACE'] }));
    const answers = await Promise.all(
      bodies.map((body) => server.call<Problem>('POST', '/facilities', { token, body })),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const taken = await server.call<Problem>('POST', '/facilities', {
      token,
      body: facilityBody(sample.healthSystem.id, { aeTitles: ['FREE', 'RACE'] }),
    });
    expect(taken.body).toMatchObject({
      status: 409,
      code: 'facility/ae-title-taken',
      errors: [{ path: 'aeTitles.1' }],
    });
    const code = await server.call<Problem>('POST', '/facilities', {
      token,
      body: facilityBody(sample.healthSystem.id, { code: sample.facility.code }),
    });
    expect([code.status, code.body.code]).toEqual([409, 'facility/code-taken']);
  });

  it('bumps the reader with each licence and privilege', async () => {
    const reader = await make<Reader>(server, '/readers', readerBody(sample.group.id));
    const path = `/readers/${reader.id}`;
    const licence = await make<{ id: string }>(server, `${path}/licences`, { jurisdiction: 'US-TX', number: 'T1' });
    const privilege = await make<{ id: string }>(server, `${path}/privileges`, {
      facilityId: sample.facility.id,
      level: 'final',
    });
    const shown = await server.call<Reader>('GET', path, { token });
    expect(shown.headers.get('etag')).toBe('"v3"');
    expect(shown.body).toMatchObject({
      version: 3,
      licences: [{ id: licence.id, number: 'T1', validUntil: null }],
      privileges: [{ id: privilege.id, level: 'final', byProxy: false }],
      presence: null,
      shift: null,
      load: { reads: 0, expectedMinutes: 0 },
    });
    const stale = await server.call('DELETE', `${path}/licences/${licence.id}`, {
      token,
      headers: { 'if-match': '"v2"' },
    });
    expect(stale.status).toBe(412);
    await server.call('DELETE', `${path}/licences/${licence.id}`, { token, headers: { 'if-match': '"v3"' } });
    const after = await server.call<Reader>('GET', path, { token });
    expect(after.body).toMatchObject({ version: 4, licences: [] });
    const told = (await changes('reader.changed')).filter(({ data }) => data['readerId'] === reader.id);
    expect(told.map(({ data, version }) => [data['kind'], data['what'], version])).toEqual([
      ['reader', 'created', 1],
      ['licence', 'created', 2],
      ['privilege', 'created', 3],
      ['licence', 'retired', 4],
    ]);
    const elsewhere = await server.call('GET', `/readers/${sample.reader.id}/privileges/${privilege.id}`, { token });
    expect(elsewhere.status).toBe(404);
  });

  it('is read by this process as soon as it is written, and by others through the log', async () => {
    const other = await startTestServer({ on: server.fresh });
    const mine = server.app.get(NetworkDirectory);
    const theirs = other.app.get(NetworkDirectory);
    const changed = new Promise<void>((resolve) => {
      const stop = theirs.onChanged(() => {
        if ([...theirs.snapshot().groups.values()].some((group) => group.name === 'Seen')) {
          stop();
          resolve();
        }
      });
    });
    const group = await make<ReadingGroup>(server, '/reading-groups', groupBody({ name: 'Seen' }));
    expect(mine.snapshot().groups.get(group.id)?.name).toBe('Seen');
    await changed;
    expect(theirs.snapshot().readers.get(sample.reader.id as never)?.reader.name).toBe('Dr Rita Reader');
    expect(theirs.snapshot().facilityByCode.get(sample.facility.code)?.id).toBe(sample.facility.id);
    await other.close();
  });

  describe('and others', () => {
    let hospital: Person;
    let manager: Person;
    let stranger: Person;
    let reader: Person;
    let auditor: Person;
    beforeAll(async () => {
      const other = await make<HealthSystem>(server, '/health-systems', healthSystemBody({ name: 'Other' }));
      hospital = await server.person('hospital', { organizationId: sample.healthSystem.id });
      stranger = await server.person('hospital', { organizationId: other.id });
      manager = await server.person('group-manager', { organizationId: sample.group.id });
      reader = await server.person('reader', { readerId: sample.reader.id });
      auditor = await server.person('auditor');
    });

    it('see what is theirs, and are told that the rest does not exist', async () => {
      const see = async (person: Person, path: string) =>
        (await server.call('GET', path, { token: person.token })).status;
      const facility = `/facilities/${sample.facility.id}`;
      expect(await see(hospital, facility)).toBe(200);
      expect(await see(stranger, facility)).toBe(404);
      expect(await see(auditor, facility)).toBe(200);
      expect(await see(manager, `/readers/${sample.reader.id}`)).toBe(200);
      expect(await see(reader, `/readers/${sample.reader.id}`)).toBe(200);
      expect(await see(hospital, `/readers/${sample.reader.id}`)).toBe(404);
      expect(await see(hospital, '/readers')).toBe(403);
      expect(await see(reader, '/contracts')).toBe(403);
      const mine = await server.call<List<HealthSystem>>('GET', '/health-systems', { token: hospital.token });
      expect(mine.body.items.map((item) => item.id)).toEqual([sample.healthSystem.id]);
    });

    it('edit only what their role may', async () => {
      const put = async (person: Person, path: string, body: object) =>
        (await server.call('PUT', path, { token: person.token, body })).status;
      expect(await put(hospital, `/facilities/${sample.facility.id}`, sample.facility)).toBe(403);
      expect(await put(stranger, `/facilities/${sample.facility.id}`, sample.facility)).toBe(404);
      expect(await put(auditor, `/facilities/${sample.facility.id}`, sample.facility)).toBe(403);
      const path = `/readers/${sample.reader.id}`;
      expect(await put(manager, path, readerBody(sample.group.id, { name: 'By the manager' }))).toBe(200);
      const elsewhere = await make<ReadingGroup>(server, '/reading-groups', groupBody());
      const claimed = readerBody(sample.group.id, { readingGroupIds: [sample.group.id, elsewhere.id] });
      expect(await put(manager, path, claimed)).toBe(404);
      const made = await server.call('POST', '/health-systems', { token: manager.token, body: healthSystemBody() });
      expect(made.status).toBe(403);
    });
  });

  it('is documented: every address with its ids, its body and its answer', async () => {
    type Operation = {
      parameters?: { name: string; in: string }[];
      requestBody?: object;
      responses: Record<string, { content?: object }>;
    };
    const response = await fetch(`${server.url}/api/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
    const put = paths['/api/v1/readers/{parentId}/licences/{id}']?.['put'];
    expect(put?.parameters?.map((parameter) => parameter.name).toSorted()).toEqual(['id', 'parentId']);
    expect(put?.requestBody).toBeDefined();
    const names = [
      'health-systems',
      'facilities',
      'reading-groups',
      'readers',
      'agreements',
      'contracts',
      'service-levels',
    ];
    for (const name of names) {
      const list = paths[`/api/v1/${name}`];
      expect(list?.['get']?.parameters?.map((parameter) => parameter.name)).toContain('limit');
      expect(list?.['get']?.responses['200']?.content).toBeDefined();
      expect(list?.['post']?.responses['201']?.content).toBeDefined();
      expect(Object.keys(paths[`/api/v1/${name}/{id}`] ?? {}).toSorted()).toEqual(['delete', 'get', 'put']);
      expect(paths[`/api/v1/${name}/{id}/history`]?.['get']?.responses['200']?.content).toBeDefined();
    }
  });

  it('comes in pages', async () => {
    const owner = await make<HealthSystem>(server, '/health-systems', healthSystemBody({ name: 'Paged' }));
    const ids: string[] = [];
    for (let count = 0; count < 5; count++)
      ids.push((await make<Facility>(server, '/facilities', facilityBody(owner.id))).id);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const path = `/facilities?healthSystem=${owner.id}&limit=2${after}`;
      const page: { body: List<Facility> } = await server.call<List<Facility>>('GET', path, { token });
      seen.push(...page.body.items.map((item) => item.id));
      next = page.body.next;
    }
    expect(seen).toEqual(ids);
    const wrong = await server.call<Problem>('GET', '/facilities?after=bm9wZQ', { token });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'request/invalid-cursor']);
  });
});
