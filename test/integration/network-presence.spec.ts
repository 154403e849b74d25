import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReaderId } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import type { Problem, Reader, ReadingSessionBody } from '@overread/wire';
import { make, readerBody, sampleNetwork, groupBody } from '../support/sample-network.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

const texas = { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago', mode: 'push' };
type Told = { type: string; actor: string; data: Record<string, unknown>; groups: string[]; readers: string[] };

describe('presence', () => {
  let server: TestServer;
  let sample: Awaited<ReturnType<typeof sampleNetwork>>;
  let reader: Person;
  let readerId: string;
  beforeAll(async () => {
    server = await startTestServer();
    sample = await sampleNetwork(server);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    readerId = (await make<Reader>(server, '/readers', readerBody(sample.group.id))).id;
    reader = await server.person('reader', { readerId });
  });

  const signOn = (body: object, token = reader.token) =>
    server.call<ReadingSessionBody & Problem>('POST', '/reading-sessions', { token, body });
  const told = (id = readerId) =>
    server.asOwner<Told>(
      `select type, actor, data, reading_group_ids as groups, reader_ids as readers from event
       where type in ('reader.signed-on', 'reader.signed-off') and data ->> 'readerId' = $1 order by position`,
      [id],
    );
  const sessionInMemory = () =>
    server.app
      .get(NetworkDirectory)
      .snapshot()
      .readers.get(readerId as ReaderId)?.session;

  it('begins at the attested place and shows in the list of readers', async () => {
    const answer = await signOn(texas);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ readerId, readingGroupId: sample.group.id, ...texas, until: null });
    expect(sessionInMemory()?.id).toBe(answer.body.id);
    const current = await server.call('GET', '/reading-sessions/current', { token: reader.token });
    expect(current.body).toEqual(answer.body);
    const { token } = server.administrator;
    const list = await server.call<{ items: Reader[] }>('GET', `/readers?readingGroup=${sample.group.id}`, { token });
    const shown = list.body.items.find((item) => item.id === readerId);
    expect(shown?.presence).toMatchObject({ sessionId: answer.body.id, country: 'US', mode: 'push' });
    expect(await told()).toMatchObject([
      {
        type: 'reader.signed-on',
        actor: reader.id,
        data: { sessionId: answer.body.id, country: 'US', zone: 'America/Chicago', mode: 'push' },
        groups: [sample.group.id],
        readers: [readerId],
      },
    ]);
  });

  it('is at one place: signing on again, even at once, ends the session before', async () => {
    const answers = await Promise.all([signOn(texas), signOn(texas), signOn({ ...texas, mode: 'pull' })]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    const open = await server.asOwner('select 1 from reading_session where reader_id = $1 and ended_at is null', [
      readerId,
    ]);
    expect(open).toHaveLength(1);
    const types = (await told()).map((event) => event.type);
    expect(types).toEqual([
      'reader.signed-on',
      'reader.signed-off',
      'reader.signed-on',
      'reader.signed-off',
      'reader.signed-on',
    ]);
  });

  it('is the same session when the request is repeated', async () => {
    const call = { token: reader.token, body: texas, headers: { 'idempotency-key': `on-${readerId}` } };
    const first = await server.call<ReadingSessionBody>('POST', '/reading-sessions', call);
    const second = await server.call<ReadingSessionBody>('POST', '/reading-sessions', call);
    expect(second.body).toEqual(first.body);
    expect(await told()).toHaveLength(1);
  });

  it('ends for its reader and their manager, not for others', async () => {
    const { body: session } = await signOn(texas);
    const strangerId = (await make<Reader>(server, '/readers', readerBody(sample.group.id))).id;
    const stranger = await server.person('reader', { readerId: strangerId });
    const end = async (person: Person) =>
      (await server.call('DELETE', `/reading-sessions/${session.id}`, { token: person.token })).status;
    expect(await end(stranger)).toBe(404);
    expect(await end(reader)).toBe(204);
    expect(await end(reader)).toBe(204);
    expect((await told()).map((event) => event.type)).toEqual(['reader.signed-on', 'reader.signed-off']);
    expect(sessionInMemory()).toBeNull();
    const current = await server.call('GET', '/reading-sessions/current', { token: reader.token });
    expect(current.status).toBe(204);
  });

  it('names the group when the reader reads for several', async () => {
    const second = await make<{ id: string }>(server, '/reading-groups', groupBody({ name: 'Second' }));
    const two = readerBody(sample.group.id, { readingGroupIds: [sample.group.id, second.id] });
    const both = await make<Reader>(server, '/readers', two);
    const person = await server.person('reader', { readerId: both.id });
    const unsaid = await signOn(texas, person.token);
    expect([unsaid.status, unsaid.body.errors?.[0]?.path]).toEqual([422, 'readingGroup']);
    const said = await signOn({ ...texas, readingGroup: second.id }, person.token);
    expect([said.status, said.body.readingGroupId]).toEqual([201, second.id]);
    const foreign = await signOn({ ...texas, readingGroup: second.id });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'session/not-in-group']);
  });

  it('is refused to whoever is no reader, without a place, or for a time that is over', async () => {
    expect((await signOn(texas, server.administrator.token)).status).toBe(403);
    expect((await signOn({ ...texas, zone: 'Mars/Olympus' })).status).toBe(422);
    const past = await signOn({ ...texas, until: new Date(server.clock.now().getTime() - 60_000).toISOString() });
    expect([past.status, past.body.code]).toEqual([422, 'session/until-invalid']);
  });

  it('ends by itself when its time has passed', async () => {
    const until = new Date(server.clock.now().getTime() + 30 * 60_000).toISOString();
    await signOn({ ...texas, until });
    await server.clock.advance({ minutes: 31 });
    const shown = await server.call<Reader>('GET', `/readers/${readerId}`, { token: server.administrator.token });
    expect(shown.body.presence).toBeNull();
    await eventually('the reader to be signed off', async () => ((await told()).length === 2 ? true : undefined));
    expect((await told()).at(-1)).toMatchObject({ type: 'reader.signed-off', actor: 'reading-sessions' });
  });
});
