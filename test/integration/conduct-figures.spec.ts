import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Conduct, ConductContest, ListedContest, Problem } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let manager: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  // 03:00 in Texas.
  await server.clock.set('2026-11-22T09:00:00Z');
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada');
  bea = await scene.reader('Dr Bea', ada);
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(ada.readingGroupId, '2026-01-01T00:00:00.000Z')];
  const now = await scene.now();
  await scene.study([{ by: ada, state: 'completed', completedAt: now, expectedMinutes: 5 }], { priority: 'stat' });
  await scene.study([{ by: bea, state: 'completed', completedAt: now, expectedMinutes: 5 }], { priority: 'routine' });
  const slow = { by: ada, ...nobody, state: 'queued' as const, ladder, ladderStep: 0, expectedMinutes: 20 };
  for (const code of ['other', 'competence']) {
    const { reads } = await scene.study([slow], { priority: 'routine', state: 'ready' });
    const skipped = await server.call('POST', `/reads/${reads[0]}/decline`, {
      token: ada.person.token,
      body: { code },
    });
    expect(skipped.status).toBe(200);
  }
  await server.clock.advance({ minutes: 1 });
}, 60_000);
afterAll(() => server.close());

const call = <Body>(method: string, path: string, { token }: Person, body?: object) =>
  server.call<Body & Problem>(method, path, { token, ...(body ? { body } : {}) });
const conductOf = (by: Person, { readerId } = ada) => call<Conduct>('GET', `/readers/${readerId}/conduct`, by);

describe('what is recorded of a reader', () => {
  it('is shown to them and to who leads them: what they took, what they skipped by choice, nights and STAT', async () => {
    const own = await conductOf(ada.person);
    expect(own.status).toBe(200);
    expect(own.body.figures).toMatchObject({
      taken: { n: 1, meanMinutes: 5, worthPerMinute: 2 },
      skipped: { n: 1, meanMinutes: 20, worthPerMinute: 0.05 },
      takenToSkipped: 40,
      night: { own: 1, group: 1 },
      pressing: { own: 1, group: 0.5 },
      belowMinimum: true,
    });
    expect((await conductOf(manager)).body.figures).toEqual(own.body.figures);
  });

  it('is nobody else’s to see', async () => {
    const stranger = await server.person('group-manager', {
      organizationId: (await scene.reader('Dr Else')).readingGroupId,
    });
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    for (const person of [bea.person, stranger, hospital]) expect((await conductOf(person)).status).toBe(404);
  });

  it('may be contested by the reader alone, and is kept with the figures as they stood', async () => {
    const path = `/readers/${ada.readerId}/conduct/contest`;
    const body = { about: 'skipped', note: 'The monitor was broken' };
    expect((await call('POST', path, manager, body)).status).toBe(403);
    expect((await call('POST', path, bea.person, body)).status).toBe(404);
    const made = await call<ConductContest>('POST', path, ada.person, body);
    expect([made.status, made.body.note, made.body.figures?.skipped.n]).toEqual([201, 'The monitor was broken', 1]);
    expect((await conductOf(manager)).body.contests).toMatchObject([
      { note: 'The monitor was broken', about: 'skipped' },
    ]);
    const told = await server.asOwner(`select data ->> 'about' as about from event where type = 'reader.contested'`);
    expect(told).toEqual([{ about: 'skipped' }]);
  });

  it('is answered once by who leads the reader; a struck figure is made without the work it was of', async () => {
    const waiting = await call<{ items: ListedContest[] }>('GET', '/conduct-contests', manager);
    expect(waiting.body.items).toMatchObject([{ readerName: 'Dr Ada', about: 'skipped', answer: null }]);
    const answer = `/conduct-contests/${waiting.body.items[0]?.id}/answer`;
    const stranger = await server.person('group-manager', {
      organizationId: (await scene.reader('Dr Far')).readingGroupId,
    });
    const said = { outcome: 'struck', reason: 'It was broken all week' };
    expect((await call('POST', answer, ada.person, said)).status).toBe(403);
    for (const person of [bea.person, stranger]) expect((await call('POST', answer, person, said)).status).toBe(404);
    const wordless = await call('POST', answer, manager, { outcome: 'struck', reason: ' ' });
    expect([wordless.status, wordless.body.errors?.map(({ path }) => path)]).toEqual([422, ['reason']]);
    const both = await Promise.all([call('POST', answer, manager, said), call('POST', answer, manager, said)]);
    expect(new Set(both.map(({ status, body }) => `${status} ${body.code ?? ''}`))).toEqual(
      new Set(['200 ', '409 conduct/contest-answered']),
    );
    const { body } = await conductOf(ada.person);
    expect(body.figures).toMatchObject({ skipped: { n: 0 }, taken: { n: 1 }, takenToSkipped: null });
    expect(body.contests[0]).toMatchObject({ figures: { skipped: { n: 1 } }, answer: said });
    for (const person of [manager, stranger, ada.person])
      expect((await call<{ items: ListedContest[] }>('GET', '/conduct-contests', person)).body.items).toEqual([]);
    const list = async (person: Person) =>
      (await call<{ items: ListedContest[] }>('GET', '/conduct-contests?state=all', person)).body.items.length;
    expect(await Promise.all([manager, ada.person, bea.person, stranger].map(list))).toEqual([1, 1, 0, 0]);
    const told = await server.asOwner(
      `select data ->> 'outcome' as outcome, data ->> 'reason' as reason from event where type = 'reader.contest-answered'`,
    );
    expect(told).toEqual([{ outcome: 'struck', reason: null }]);
  });

  it('is nothing where the country turns it off', async () => {
    const settings = {
      holding: { timesExpected: 3, leastMinutes: 30, warningMinutes: 5, signedOffMinutes: 5 },
      skipsPerSession: 3,
      surveillance: false,
    };
    const [reader] = await server.asOwner<{ country: string }>(
      `select home_place ->> 'country' as country from reader where id = $1`,
      [ada.readerId],
    );
    const put = await call('PUT', `/conduct-settings/${reader?.country}`, server.administrator, settings);
    expect(put.status).toBe(200);
    const { body } = await conductOf(manager);
    expect([body.figures, body.contests.map(({ figures }) => figures)]).toEqual([null, [null]]);
    const contest = await call('POST', `/readers/${ada.readerId}/conduct/contest`, ada.person, {
      about: 'night',
      note: 'x',
    });
    expect([contest.status, contest.body.code]).toEqual([409, 'conduct/switched-off']);
  });
});
