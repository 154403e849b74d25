import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Read, ReadWithStudy } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let home: SignedOn;
let away: SignedOn;
let manager: Person;
let neighbour: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  home = await scene.reader('Dr Home');
  away = await scene.reader('Dr Away');
  manager = await server.person('group-manager', { organizationId: home.readingGroupId });
  neighbour = await server.person('group-manager', { organizationId: away.readingGroupId });
}, 60_000);
afterAll(() => server.close());

/** A read open to the home group; the other group's step is closed. */
const waiting = (changes: object = {}): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [
    sampleStep(home.readingGroupId, '2026-01-01T00:00:00.000Z'),
    { ...sampleStep(away.readingGroupId, null, 1), opens: { ...sampleStep('x', null).opens, atOnce: false } },
  ];
  const read = { by: home, ...nobody, state: 'queued' as const, ladder, ladderStep: 0 };
  return scene.study([read], { state: 'ready', priority: 'routine', ...changes });
};
const post = <Body = Read & Problem>(path: string, { token }: Person, body: object, headers = {}) =>
  server.call<Body>('POST', path, { token, body, headers });
const open = (study: PlacedStudy, by: Person, step = 1) =>
  post(`/reads/${study.reads[0]}/open-step`, by, { step, reason: 'We are full' });
const take = (study: PlacedStudy, by: SignedOn) => post(`/reads/${study.reads[0]}/accept`, by.person, {});

describe('opening a step by hand', () => {
  it('lets the next group take the read, and says who opened it and why', async () => {
    const study = await waiting();
    expect((await take(study, away)).status).toBe(404);
    const opened = await open(study, manager);
    expect([opened.status, opened.body.ladderStep]).toEqual([200, 1]);
    expect(await scene.events(study)).toEqual([
      expect.objectContaining({
        type: 'read.broadened',
        actor: manager.id,
        data: expect.objectContaining({ reason: 'by-hand', note: 'We are full' }),
      }),
    ]);
    const taken = await post<ReadWithStudy>('/worklist/next', away.person, {});
    expect([taken.status, taken.body.read.id]).toEqual([200, study.reads[0]]);
  });

  it('needs a reason, a step that is there, and the read as it was seen', async () => {
    const study = await waiting();
    const path = `/reads/${study.reads[0]}/open-step`;
    const without = await post(path, manager, { step: 1 });
    expect([without.status, without.body.errors?.[0]?.path]).toEqual([422, 'reason']);
    expect((await open(study, manager, 7)).body.code).toBe('ladder/no-such-step');
    const stale = await post(path, manager, { step: 1, reason: 'x' }, { 'if-match': '"v99"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
  });

  it('is not for readers, hospitals, or the group it would open to', async () => {
    const study = await waiting();
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    expect((await open(study, home.person)).status).toBe(404);
    expect((await open(study, hospital)).status).toBe(403);
    expect((await open(study, neighbour)).status).toBe(404);
    expect(await scene.events(study)).toEqual([]);
  });

  it('by two at once opens it once', async () => {
    const study = await waiting();
    const answers = await Promise.all([open(study, manager), open(study, server.administrator)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await scene.events(study)).toHaveLength(1);
  });

  it('while a reader takes it is either first: nothing is lost', async () => {
    const study = await waiting({ priority: 'stat' });
    const [opened, taken] = await Promise.all([open(study, manager), take(study, home)]);
    expect(taken.status).toBe(200);
    expect([200, 409]).toContain(opened.status);
  });
});

describe('opening to a group all that names it', () => {
  it('opens what fits and is the manager’s to move, the earliest due first, once', async () => {
    const [first, second] = [await waiting({ modalityFamily: 'MR' }), await waiting({ modalityFamily: 'MR' })];
    const other = await waiting({ modalityFamily: 'US' });
    const body = { readingGroup: away.readingGroupId, modalityFamilies: ['MR'], reason: '2 MRs will miss' };
    const limited = await post<{ opened: { readId: string; step: number }[] }>('/queues/open-steps', manager, {
      ...body,
      limit: 1,
    });
    expect(limited.body.opened).toEqual([{ readId: first.reads[0], studyId: first.id, step: 1 }]);
    const both = await Promise.all([1, 2].map(() => post<{ opened: object[] }>('/queues/open-steps', manager, body)));
    expect(both.flatMap((answer) => answer.body.opened)).toHaveLength(1);
    expect(await scene.events(second)).toHaveLength(1);
    expect(await scene.events(other)).toEqual([]);
  });

  it('opens nothing of another group’s, and is no reader’s to ask', async () => {
    const study = await waiting();
    const body = { readingGroup: away.readingGroupId, reason: 'Mine' };
    expect((await post('/queues/open-steps', neighbour, body)).body).toEqual({ opened: [] });
    expect((await post('/queues/open-steps', home.person, body)).status).toBe(403);
    expect(await scene.events(study)).toEqual([]);
  });
});

describe('closing a step by hand', () => {
  it('takes the read out of the sight of those it admitted, with its time and its reason', async () => {
    const study = await waiting();
    await open(study, manager);
    const closed = await post(`/reads/${study.reads[0]}/close-step`, manager, {
      step: 1,
      reason: 'Bounced',
      minutes: 30,
    });
    expect([closed.status, closed.body.ladderStep]).toEqual([200, 0]);
    expect((await take(study, away)).status).toBe(404);
    expect((await scene.events(study)).at(-1)).toMatchObject({ type: 'read.narrowed', data: { note: 'Bounced' } });
    const first = await post(`/reads/${study.reads[0]}/close-step`, manager, { step: 0, reason: 'All' });
    expect([first.status, first.body.code]).toEqual([409, 'ladder/first-step']);
  });

  it('is refused while the read is critical', async () => {
    const study = await waiting({ priority: 'critical' });
    await open(study, manager);
    const closed = await post(`/reads/${study.reads[0]}/close-step`, manager, { step: 1, reason: 'Bounced' });
    expect([closed.status, closed.body.code]).toEqual([409, 'ladder/critical']);
  });
});
