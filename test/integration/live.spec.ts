import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainEvent, LoggedEvent, ReadingGroup } from '@overread/domain';
import { ReaderEntity } from '@overread/features';
import { systemScope } from '@overread/platform';
import type { Study, Subscribed } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { liveClient, refusalOf, type LiveClient } from '../support/live.js';
import {
  facilityBody,
  groupBody,
  healthSystemBody,
  make,
  readerBody,
  sampleNetwork,
} from '../support/sample-network.js';
import { putStudy, readEvent, type SampleRead } from '../support/sample-study.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Accepted = { position: number; snapshot?: { items: { readId: string }[] } };
const accepted = (answer: Subscribed): Accepted => {
  if ('error' in answer) throw new Error(`refused: ${answer.error.code}`);
  return answer as Accepted;
};
const codeOf = (answer: Subscribed): string | null => ('error' in answer ? answer.error.code : null);

describe('live events', () => {
  let server: TestServer;
  let home: Awaited<ReturnType<typeof sampleNetwork>>;
  let other: { healthSystemId: string; facilityId: string; groupId: string };
  let people: Record<'hospital' | 'otherHospital' | 'manager' | 'otherManager' | 'reader', Person>;
  let study: SampleRead;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    home = await sampleNetwork(server);
    const healthSystem = await make<{ id: string }>(
      server,
      '/health-systems',
      healthSystemBody({ name: 'Other Health' }),
    );
    const facility = await make<{ id: string }>(server, '/facilities', facilityBody(healthSystem.id));
    const group = await make<ReadingGroup>(server, '/reading-groups', groupBody({ name: 'Night Radiology' }));
    other = { healthSystemId: healthSystem.id, facilityId: facility.id, groupId: group.id };
    people = {
      hospital: await server.person('hospital', { organizationId: home.healthSystem.id }),
      otherHospital: await server.person('hospital', { organizationId: other.healthSystemId }),
      manager: await server.person('group-manager', { organizationId: home.group.id }),
      otherManager: await server.person('group-manager', { organizationId: other.groupId }),
      reader: await server.person('reader', { organizationId: home.group.id, readerId: home.reader.id }),
    };
    study = await homeStudy();
  }, 60_000);
  afterAll(() => server.close());
  afterEach(() => clients.splice(0).forEach((client) => client.close()));

  const homeStudy = (more: object = {}) =>
    putStudy(server, {
      healthSystemId: home.healthSystem.id,
      facilityId: home.facility.id,
      groups: [home.group.id],
      ...more,
    });
  const connect = (token: string) => {
    const client = liveClient(server.url, { token });
    clients.push(client);
    return client;
  };
  const append = (...events: DomainEvent[]) =>
    server.database.transaction(systemScope, (tx) => tx.put(ReaderEntity, [], events));
  const logged = (topic: string, after = 0) =>
    server.asOwner<LoggedEvent>(
      `select e.* from event_topic t join event e using (position) where t.topic = $1 and t.position > $2 order by position`,
      [topic, after],
    );

  describe('a connection', () => {
    it.each([{}, { token: 'nonsense' }, { token: 7 }, { token: 'ovk_unknown' }])('is refused with %j', async (auth) => {
      const client = liveClient(server.url, auth);
      clients.push(client);
      expect((await refusalOf(client)).code).toMatch(/^auth\/token-(missing|invalid)$/);
    });

    it('is only to be had in its namespace, and by websocket', async () => {
      const { io } = await import('socket.io-client');
      const socket = io(server.url, { transports: ['websocket'], forceNew: true, reconnection: false });
      const data = await new Promise((resolve) =>
        socket.once('connect_error', (error) => resolve((error as never)['data'])),
      );
      expect(data).toMatchObject({ code: 'live/namespace' });
      socket.disconnect();
      const polled = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
      expect(polled.status).toBe(400);
    });

    it('is closed when the token is taken back', async () => {
      const person = await server.person('auditor');
      const client = connect(person.token);
      accepted(await client.subscribe('network'));
      let reason = '';
      client.socket.on('disconnect', (why) => (reason = why));
      await server.call('POST', '/auth/sign-out', { token: person.token });
      await client.until(() => !client.socket.connected);
      expect(reason).toBe('io server disconnect');
      client.socket.connect();
      expect((await refusalOf(client)).code).toBe('auth/token-invalid');
    });

    it('is closed when an API key is revoked', async () => {
      const { token } = server.administrator;
      const body = { healthSystemId: home.healthSystem.id, name: 'PACS' };
      const made = await server.call<{ id: string; key: string }>('POST', '/api-keys', { token, body });
      const client = connect(made.body.key);
      accepted(await client.subscribe(`health-system:${home.healthSystem.id}`));
      await server.call('DELETE', `/api-keys/${made.body.id}`, { token });
      await client.until(() => !client.socket.connected);
      expect(client.socket.connected).toBe(false);
    });

    it('is closed when the token expires', async () => {
      const { email, password } = await server.person('auditor');
      const signedIn = await server.call<{ token: string }>('POST', '/auth/sign-in', { body: { email, password } });
      const client = connect(signedIn.body.token);
      accepted(await client.subscribe('network'));
      await server.clock.advance({ minutes: 14 });
      accepted(await client.subscribe('network'));
      await server.clock.advance({ minutes: 2 });
      await client.until(() => !client.socket.connected);
      await server.clock.advance({ minutes: -16 });
      expect(client.socket.connected).toBe(false);
    });
  });

  describe('a topic', () => {
    const ids = () => ({ ours: home.healthSystem.id, theirs: other.healthSystemId, group: home.group.id });

    it('is followed by those whose it is', async () => {
      const { ours, group } = ids();
      const cases: [Person, string][] = [
        [server.administrator, 'network'],
        [server.administrator, `health-system:${ours}`],
        [people.hospital, `health-system:${ours}`],
        [people.manager, `reading-group:${group}`],
        [people.reader, 'worklist'],
        [people.hospital, `study:${study.studyId}`],
        [people.manager, `study:${study.studyId}`],
      ];
      for (const [person, topic] of cases) {
        const answer = await connect(person.token).subscribe(topic);
        expect([topic, codeOf(answer)]).toEqual([topic, null]);
      }
    });

    it('of another is no topic, whether it exists or not', async () => {
      const { ours, theirs, group } = ids();
      const nobody = randomUUID();
      const cases: [Person, string, string][] = [
        [people.hospital, `health-system:${theirs}`, 'topic/not-found'],
        [people.hospital, `health-system:${nobody}`, 'topic/not-found'],
        [people.hospital, `reading-group:${group}`, 'topic/not-found'],
        [people.otherHospital, `study:${study.studyId}`, 'topic/not-found'],
        [people.otherManager, `study:${study.studyId}`, 'topic/not-found'],
        [people.reader, `study:${nobody}`, 'topic/not-found'],
        [people.manager, `health-system:${ours}`, 'topic/not-found'],
        [server.administrator, `health-system:${nobody}`, 'topic/not-found'],
        [people.hospital, 'network', 'topic/forbidden'],
        [people.manager, 'worklist', 'topic/forbidden'],
        [people.reader, `worklist:${home.reader.id}`, 'topic/invalid'],
        [people.reader, 'nonsense', 'topic/invalid'],
      ];
      for (const [person, topic, code] of cases)
        expect([topic, codeOf(await connect(person.token).subscribe(topic))]).toEqual([topic, code]);
    });

    it('is asked for in one way only: anything else is answered, and hurts nobody', async () => {
      const client = connect(people.hospital.token);
      for (const body of [
        undefined,
        null,
        7,
        'network',
        [],
        { topic: 7 },
        { topic: 'network', after: -1 },
        { topic: '' },
      ])
        expect(await client.socket.timeout(5_000).emitWithAck('subscribe', body)).toMatchObject({
          error: { code: 'request/invalid' },
        });
      client.socket.emit('subscribe');
      client.socket.emit('unsubscribe', { topic: 3 });
      client.socket.emit('subscribe', { topic: 'network' });
      client.socket.emit('nothing', Buffer.from('x'));
      expect(
        await client.socket.emitWithAck('subscribe', { topic: `study:${study.studyId}`, after: null }),
      ).toMatchObject({
        snapshot: { id: study.studyId },
      });
      accepted(await client.subscribe(`health-system:${home.healthSystem.id}`));
      client.socket.emit('subscribe', { topic: 'x'.repeat(20_000) });
      await client.until(() => !client.socket.connected);
    });

    it('starts from a snapshot of what its organization sees', async () => {
      const theirs = await putStudy(server, { ...other, groups: [other.groupId] });
      const held = await homeStudy({
        read: { state: 'in-progress', readerId: home.reader.id, readingGroupId: home.group.id },
      });
      const items = async (person: Person, topic: string) =>
        accepted(await connect(person.token).subscribe(topic))
          .snapshot?.items.map(({ readId }) => readId)
          .sort();
      const ours = [study.id, held.id].sort();
      expect(await items(server.administrator, 'network')).toEqual([...ours, theirs.id].sort());
      expect(await items(server.administrator, `health-system:${home.healthSystem.id}`)).toEqual(ours);
      expect(await items(people.hospital, `health-system:${home.healthSystem.id}`)).toEqual(ours);
      expect(await items(server.administrator, `reading-group:${other.groupId}`)).toEqual([theirs.id]);
      expect(await items(people.manager, `reading-group:${home.group.id}`)).toEqual(ours);
      expect(await items(people.reader, 'worklist')).toEqual([held.id]);
      const answer = await connect(people.hospital.token).subscribe(`study:${study.studyId}`);
      const seen = accepted(answer).snapshot as unknown as Study;
      expect(seen).toMatchObject({ id: study.studyId, state: 'ready', reads: [{ id: study.id }], clocks: [] });
      const looks = await server.asOwner(
        'select distinct action, address from access_log where study_id = $1 and principal = $2',
        [study.studyId, people.hospital.id],
      );
      expect(looks).toEqual([{ action: 'study.follow', address: expect.stringMatching(/127\.0\.0\.1$/) }]);
    });
  });

  describe('an event', () => {
    it('reaches both groups of a move, in the documented shape', async () => {
      const before = connect(people.manager.token);
      const after = connect(people.otherManager.token);
      accepted(await before.subscribe(`reading-group:${home.group.id}`));
      accepted(await after.subscribe(`reading-group:${other.groupId}`));
      await append(
        readEvent(study, { groups: [home.group.id] }),
        readEvent(
          study,
          { groups: [home.group.id, other.groupId] },
          { type: 'read.assigned', version: 2, data: { because: 'moved' } },
        ),
      );
      await before.until(() => before.events.length === 2);
      await after.until(() => after.events.length === 1);
      expect(after.events[0]).toEqual({
        position: before.events[1]?.position,
        type: 'read.assigned',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        studyId: study.studyId,
        readId: study.id,
        version: 2,
        data: { because: 'moved' },
      });
    });

    it('of one health system never reaches another', async () => {
      const [ours, theirs] = [connect(people.hospital.token), connect(people.otherHospital.token)];
      const own = await putStudy(server, { ...other, groups: [other.groupId] });
      accepted(await ours.subscribe(`health-system:${home.healthSystem.id}`));
      accepted(await theirs.subscribe(`health-system:${other.healthSystemId}`));
      const events = Array.from({ length: 40 }, (_, index) => readEvent(index % 2 ? study : own));
      await Promise.all(events.map((event) => append(event)));
      await ours.until(() => ours.events.length >= 20);
      await theirs.until(() => theirs.events.length >= 20);
      expect(new Set(ours.events.map(({ studyId }) => studyId))).toEqual(new Set([study.studyId]));
      expect(new Set(theirs.events.map(({ studyId }) => studyId))).toEqual(new Set([own.studyId]));
    });

    it('comes once to a socket that follows several of its topics, and no more after unsubscribing', async () => {
      const client = connect(server.administrator.token);
      const first = accepted(await client.subscribe('network'));
      accepted(await client.subscribe(`health-system:${home.healthSystem.id}`));
      await append(readEvent(study), readEvent(study));
      await client.until(() => client.events.length >= 2);
      // The replay of a third topic leaves out what the others have brought.
      accepted(await client.subscribe(`study:${study.studyId}`, first.position));
      await client.socket.emitWithAck('unsubscribe', { topic: 'network' });
      await append(readEvent(study));
      const positions = (await logged('network', first.position)).map(({ position }) => Number(position));
      await client.until(() => client.positions().includes(positions.at(-1) ?? 0));
      expect(client.positions()).toEqual(positions);
      for (const topic of [`health-system:${home.healthSystem.id}`, `study:${study.studyId}`])
        await client.socket.emitWithAck('unsubscribe', { topic });
      await append(readEvent(study));
      const watcher = connect(server.administrator.token);
      accepted(await watcher.subscribe('network', positions.at(-1)));
      await watcher.until(() => watcher.events.length === 1);
      expect(client.positions()).toEqual(positions);
    });

    it('is replayed from a position, and a position the log does not know starts over', async () => {
      const topic = `study:${study.studyId}`;
      const positions = (await logged(topic)).map(({ position }) => Number(position));
      const from = positions[2] ?? 0;
      const client = connect(people.hospital.token);
      expect(accepted(await client.subscribe(topic, from))).toEqual({ position: from });
      await client.until(() => client.events.length === positions.length - 3);
      expect(client.positions()).toEqual(positions.slice(3));
      const ahead = accepted(await connect(people.hospital.token).subscribe(topic, 9_000_000));
      expect([ahead.snapshot === undefined, ahead.position < 9_000_000]).toEqual([false, true]);
    });

    it('of a study no longer reaches a group that lost it, which is told to start over and refused', async () => {
      const moved = await homeStudy();
      const client = connect(people.manager.token);
      accepted(await client.subscribe(`study:${moved.studyId}`));
      await append(readEvent(moved, { groups: [home.group.id] }));
      await client.until(() => client.events.length === 1);
      // Another read's event, while the group may still see the study, is asked for and arrives.
      await append(readEvent(moved, {}, { version: 2 }));
      await client.until(() => client.events.length === 2);
      await server.asOwner(
        `update read set ladder = jsonb_set(ladder, '{0,pool,readingGroupIds}', to_jsonb(array[$2::text])) where id = $1`,
        [moved.id, other.groupId],
      );
      await append(readEvent(moved, { groups: [other.groupId] }, { version: 3 }));
      await client.until(() => client.resyncs.length === 1);
      expect(client.resyncs).toEqual([`study:${moved.studyId}`]);
      expect(codeOf(await client.subscribe(`study:${moved.studyId}`))).toBe('topic/not-found');
      expect(client.events.map(({ version }) => version)).toEqual([1, 2]);
    });
  });

  it('a slow client is told to start over, holds up nobody, and is as new after that', async () => {
    const [slow, quick] = [connect(server.administrator.token), connect(server.administrator.token)];
    const { position } = accepted(await slow.subscribe('network'));
    accepted(await quick.subscribe('network', position));
    const stream = (slow.socket.io.engine as never as { transport: { ws: { pause(): void; resume(): void } } })
      .transport.ws;
    stream.pause();
    const data = { padding: 'x'.repeat(8_000) };
    for (let round = 1; round <= 40; round++) {
      await append(...Array.from({ length: 100 }, () => readEvent(study, {}, { data })));
      // One process plays both sides: without this, a busy machine makes the quick client a slow one.
      await quick.until(() => quick.events.length === round * 100);
    }
    stream.resume();
    await slow.until(() => slow.resyncs.length === 1);
    expect(slow.events.length).toBeLessThan(4_000);
    const again = accepted(await slow.subscribe('network'));
    expect(again.snapshot?.items.length).toBeGreaterThan(0);
    const seen = slow.events.length;
    await append(readEvent(study));
    await slow.until(() => slow.events.length > seen);
    expect(slow.events.at(-1)?.position).toBeGreaterThan(again.position);
  });

  it('follows at most so many topics on a socket', async () => {
    const client = connect(server.administrator.token);
    const made = await Promise.all(
      Array.from({ length: 3 }, () => make<{ id: string }>(server, '/readers', readerBody(home.group.id))),
    );
    expect(made).toHaveLength(3);
    const studies = [];
    for (let index = 0; index < 201; index++) studies.push(await homeStudy());
    const after = accepted(await client.subscribe('network')).position;
    const answers = await Promise.all(studies.map(({ studyId }) => client.subscribe(`study:${studyId}`, after)));
    expect(answers.map(codeOf).filter((code) => code !== null)).toEqual(Array(2).fill('live/too-many-topics'));
  });
});
