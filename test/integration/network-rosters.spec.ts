import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReaderId } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import type { Problem, Reader } from '@overread/wire';
import { groupBody, make, readerBody, sampleNetwork } from '../support/sample-network.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Roster = Problem & { version: number; date: string; shifts: { id: string; name: string; readerId: string }[] };

describe('a roster', () => {
  let server: TestServer;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  let manager: Person;
  const date = '2026-11-22';
  beforeAll(async () => {
    server = await startTestServer();
    await server.clock.set('2026-11-22T12:00:00Z');
    sample = await sampleNetwork(server);
    manager = await server.person('group-manager', { organizationId: sample.group.id });
  });
  afterAll(() => server.close());

  const shift = (changes: object = {}) => ({
    readerId: sample.reader.id,
    name: 'MR MSK',
    startsAt: '2026-11-22T08:00:00-06:00',
    endsAt: '2026-11-22T17:00:00-06:00',
    modalityFamilies: ['MR'],
    facilityIds: [sample.facility.id],
    ...changes,
  });
  const path = (group = sample.group.id, day = date) => `/rosters/${group}/${day}`;
  const put = (shifts: object[], call: { token?: string; headers?: Record<string, string>; path?: string } = {}) =>
    server.call<Roster>('PUT', call.path ?? path(), {
      token: call.token ?? manager.token,
      body: { shifts },
      headers: call.headers ?? {},
    });
  const get = (token = manager.token) => server.call<Roster>('GET', path(), { token });

  it('is replaced as a whole, each version kept, known at once and told to its readers', async () => {
    const empty = await get();
    expect([empty.status, empty.headers.get('etag'), empty.body.shifts]).toEqual([200, '"v0"', []]);
    const first = await put([
      shift(),
      shift({ name: 'Late', startsAt: '2026-11-22T23:00:00-06:00', endsAt: '2026-11-23T05:00:00-06:00' }),
    ]);
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"v1"']);
    const inMemory = () =>
      server.app
        .get(NetworkDirectory)
        .snapshot()
        .readers.get(sample.reader.id as ReaderId)
        ?.shifts.map((one) => one.name);
    expect(inMemory()?.sort()).toEqual(['Late', 'MR MSK']);
    const [kept] = first.body.shifts;
    const second = await put([{ ...shift({ name: 'MR spine' }), id: kept?.id }], { headers: { 'if-match': '"v1"' } });
    expect(second.body.shifts).toMatchObject([{ id: kept?.id, name: 'MR spine' }]);
    expect((await get()).body).toEqual(second.body);
    expect(inMemory()).toEqual(['MR spine']);
    const stale = await put([], { headers: { 'if-match': '"v1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
    const history = await server.asOwner<{ version: number; names: string[] }>(
      `select version, array(select s ->> 'name' from jsonb_array_elements(row -> 'shifts') s order by 1) as names
       from network_history where kind = 'roster' and entity_id = $1 order by version`,
      [sample.group.id],
    );
    expect(history).toEqual([
      { version: 1, names: ['Late', 'MR MSK'] },
      { version: 2, names: ['MR spine'] },
    ]);
    const told = await server.asOwner<{ version: number; actor: string; readers: string[] }>(
      `select version, actor, reader_ids as readers from event where type = 'roster.changed' order by position`,
    );
    expect(told).toEqual([1, 2].map((version) => ({ version, actor: manager.id, readers: [sample.reader.id] })));
  });

  it('is the group’s own day, whatever the zone of who plans it', async () => {
    const day = '2026-12-01';
    const early = { startsAt: '2026-12-01T05:59:00Z', endsAt: '2026-12-01T12:00:00Z' };
    const other = await put([shift(early)], { path: path(sample.group.id, day) });
    expect([other.status, other.body.errors?.[0]?.path]).toEqual([422, 'shifts.0.startsAt']);
    const own = await put([shift({ ...early, startsAt: '2026-12-01T06:00:00Z' })], {
      path: path(sample.group.id, day),
    });
    expect(own.status).toBe(200);
    expect((await server.call('GET', path(sample.group.id, '2026-02-30'), { token: manager.token })).status).toBe(404);
  });

  it('refuses shifts that cannot be', async () => {
    const group = await make<{ id: string }>(server, '/reading-groups', groupBody({ name: 'Else' }));
    const stranger = await make<Reader>(server, '/readers', readerBody(group.id));
    const answer = await put([
      shift({ endsAt: '2026-11-22T07:00:00-06:00' }),
      shift({ readerId: stranger.id }),
      shift({ id: stranger.id }),
    ]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((error) => error.path)).toEqual([
      'shifts.0.endsAt',
      'shifts.1.readerId',
      'shifts.2.id',
    ]);
    const facility = await put([shift({ facilityIds: [stranger.id] })]);
    expect(facility.body.errors?.[0]?.path).toBe('shifts.0.facilityIds.0');
  });

  it('is planned by the group’s manager, seen by its readers, and hidden from others', async () => {
    const reader = await server.person('reader', { readerId: sample.reader.id });
    const hospital = await server.person('hospital', { organizationId: sample.healthSystem.id });
    const group = await make<{ id: string }>(server, '/reading-groups', groupBody({ name: 'Third' }));
    const stranger = await server.person('group-manager', { organizationId: group.id });
    expect((await get(reader.token)).status).toBe(200);
    expect((await put([], { token: reader.token })).status).toBe(403);
    for (const person of [hospital, stranger]) {
      expect((await get(person.token)).status).toBe(404);
      expect((await put([], { token: person.token })).status).toBe(404);
    }
  });

  it('keeps one order when two plan a day nobody has planned', async () => {
    const call = { path: path(sample.group.id, '2026-12-24'), headers: { 'if-match': '"v0"' } };
    const at = { startsAt: '2026-12-24T14:00:00Z', endsAt: '2026-12-24T20:00:00Z' };
    const answers = await Promise.all([put([shift(at)], call), put([shift(at)], call)]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });
});
