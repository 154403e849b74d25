import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Read, ReadDetail, Study } from '@overread/wire';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let hospital: Person;
beforeAll(async () => {
  server = await startTestServer({
    config: { roles: new Set(['api']), viewerUrlTemplate: 'https://viewer.example/?uid={studyInstanceUid}' },
  });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Bea Ohm');
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
}, 60_000);
afterAll(() => server.close());

const as = <Body>({ person }: { person: Person }, method: string, path: string, more: object = {}) =>
  server.call<Body>(method, path, { token: person.token, ...more });
const post = <Body = Problem>(who: SignedOn, study: PlacedStudy, action: string, more: object = {}) =>
  as<Body>(who, 'POST', `/reads/${study.reads[0]}/${action}`, more);
const put = <Body = Problem>(who: SignedOn, study: PlacedStudy, body: object, headers = {}) =>
  as<Body>(who, 'PUT', `/reads/${study.reads[0]}/draft`, { body, headers });

describe('opening a read', () => {
  it('starts reading for good, once, and leaves a trace of who looked', async () => {
    const study = await scene.study([{ by: ada }]);
    const opened = await post<Read>(ada, study, 'open');
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({ id: study.reads[0], state: 'in-progress', reader: { name: 'Dr Ada Byrd' } });
    const again = await post<Read>(ada, study, 'open');
    expect([again.status, again.body.version]).toEqual([200, opened.body.version]);
    const events = await scene.events(study);
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([['read.opened', ada.person.id]]);
    const looks = await server.asOwner('select principal, action from access_log where study_id = $1', [study.id]);
    expect(looks).toContainEqual({ principal: ada.person.id, action: 'read.open' });
  });

  it('asks every hard rule again, with the reader as they are now', async () => {
    const study = await scene.study([{ by: ada }]);
    const caps = (minutes: number | null) =>
      server.asOwner(
        `update reader set limits = jsonb_set(limits, '{consecutiveStudies}', $2::jsonb), version = version + 1 where id = $1`,
        [ada.readerId, JSON.stringify(minutes)],
      );
    await caps(0);
    const refused = await post(ada, study, 'open');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'eligibility/fatigue', fact: '0 studies in a row, the limit is 0' });
    await caps(null);
    expect((await post(ada, study, 'open')).status).toBe(200);
    expect((await scene.events(study)).map(({ type }) => type)).toEqual(['read.opened']);
  });

  it('is its holder’s alone: others are told nothing, or that they may not', async () => {
    const study = await scene.study([{ by: ada }, { by: bea, issues: 'preliminary' }]);
    const alone = await scene.study([{ by: ada }]);
    expect((await post(bea, alone, 'open')).status).toBe(404);
    expect((await post(bea, study, 'open')).body).toMatchObject({ status: 403, code: 'read/not-yours' });
    expect((await post({ ...ada, person: hospital }, study, 'open')).body).toMatchObject({
      status: 403,
      code: 'access/forbidden',
    });
    expect((await post({ ...ada, person: server.administrator }, study, 'open')).status).toBe(403);
    expect((await as(ada, 'POST', '/reads/no-id/open')).status).toBe(404);
  });

  it('needs the version it was decided on, when one is named', async () => {
    const study = await scene.study([{ by: ada }]);
    const stale = await post(ada, study, 'open', { headers: { 'if-match': '"v1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
    expect((await post(ada, study, 'open', { headers: { 'if-match': '"v3"' } })).status).toBe(200);
  });

  it('waits for an accepted read', async () => {
    const study = await scene.study([{ by: ada, state: 'assigned' }]);
    expect((await post(ada, study, 'open')).body).toMatchObject({ status: 409, code: 'read/not-held' });
  });
});

describe('proof of reading', () => {
  it('counts the first time the images were shown', async () => {
    const study = await scene.study([{ by: ada }]);
    await post(ada, study, 'open');
    const at = new Date((await scene.now()).getTime() - 1_500).toISOString();
    const first = await post<Read>(ada, study, 'images-opened', {
      body: { viewer: 'console', instances: 64, at },
    });
    const second = await post<Read>(ada, study, 'images-opened');
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.version).toBe(first.body.version);
    const events = await scene.events(study);
    expect(events.map(({ type }) => type)).toEqual(['read.opened', 'read.images-opened']);
    expect(events[1]?.data).toEqual({ at, viewer: 'console', instances: 64 });
    const kept = await server.asOwner('select images_opened_at from read where id = $1', [study.reads[0]]);
    expect(kept).toEqual([{ images_opened_at: new Date(at) }]);
  });
});

describe('a draft', () => {
  const text = { sections: { findings: 'Clear.' }, impression: 'Nor' };

  it('is kept, told to its writer alone, and is no event', async () => {
    const study = await scene.study([{ by: ada }, { by: bea, issues: 'preliminary' }]);
    const path = `/reads/${study.reads[0]}/draft`;
    expect((await as<Problem>(ada, 'GET', path)).body).toMatchObject({ status: 404, code: 'draft/not-found' });
    const saved = await put<{ version: number }>(ada, study, text);
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"v1"']);
    const read = await as<typeof text>(ada, 'GET', path);
    expect(read.body).toMatchObject({ ...text, conclusion: null, version: 1 });
    expect((await as(bea, 'GET', path)).status).toBe(404);
    expect((await as({ person: hospital }, 'GET', path)).status).toBe(403);
    expect(await scene.events(study)).toEqual([]);
  });

  it('written in two windows is lost in neither: the second save is told that it is stale', async () => {
    const study = await scene.study([{ by: ada }]);
    expect((await put(ada, study, text, { 'if-match': '"v0"' })).status).toBe(200);
    const stale = await put(ada, study, { impression: 'Other' }, { 'if-match': '"v0"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'draft/stale']);
    expect((await put(ada, study, text, { 'if-match': '"v1"' })).headers.get('etag')).toBe('"v2"');
    const both = await Promise.all(
      ['A', 'B'].map((impression) => put(ada, study, { impression }, { 'if-match': '"v2"' })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  });

  it('that two windows begin at once is begun once', async () => {
    const study = await scene.study([{ by: ada }]);
    const both = await Promise.all(
      ['A', 'B'].map((impression) => put(ada, study, { impression }, { 'if-match': '"v0"' })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  });

  it('has a limit in size', async () => {
    const study = await scene.study([{ by: ada }]);
    const sections = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`part-${n}`, 'x'.repeat(99_000)]));
    expect((await put(ada, study, { sections })).status).toBe(413);
    expect((await put(ada, study, { impression: 'x'.repeat(100_001) })).status).toBe(422);
    expect((await put(ada, study, { impression: 'a\u0000b' })).status).toBe(422);
  });
});

describe('a read with everything beside it', () => {
  it('shows its study, its reader’s draft and where to see the images', async () => {
    const study = await scene.study([{ by: ada }, { by: bea, issues: 'preliminary' }]);
    await put(ada, study, { impression: 'Nor' });
    const path = `/reads/${study.reads[0]}`;
    const mine = await as<ReadDetail>(ada, 'GET', path);
    expect([mine.status, mine.headers.get('etag')]).toEqual([200, '"v3"']);
    const { studyInstanceUid } = mine.body.study;
    expect(mine.body).toMatchObject({
      id: study.reads[0],
      study: {
        id: study.id,
        patient: { name: { family: 'Doe' } },
        reads: [{ state: 'in-progress' }, { issues: 'preliminary' }],
      },
      draft: { impression: 'Nor', version: 1 },
      reports: [],
      viewerUrl: `https://viewer.example/?uid=${studyInstanceUid}`,
    });
    expect((await as<ReadDetail>(bea, 'GET', path)).body.draft).toBeNull();
    expect((await as<ReadDetail>({ person: hospital }, 'GET', path)).body.draft).toBeNull();
    const stranger = await scene.study([{ by: bea }]);
    expect((await as(ada, 'GET', `/reads/${stranger.reads[0]}`)).status).toBe(404);
    const { body } = await as<Study>(ada, 'GET', `/studies/${study.id}`);
    expect(mine.body.study).toEqual({ ...body, clocks: mine.body.study.clocks, eta: mine.body.study.eta });
  });
});
