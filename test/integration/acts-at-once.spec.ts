import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Read } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let stranger: SignedOn;
let manager: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada');
  bea = await scene.reader('Dr Bea', ada);
  stranger = await scene.reader('Dr Else');
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
}, 60_000);
afterAll(() => server.close());

/** A read that waits; its second step is still closed. */
const waiting = (): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [
    sampleStep(ada.readingGroupId, '2026-01-01T00:00:00.000Z'),
    { ...sampleStep(stranger.readingGroupId, null), step: 1 },
  ];
  const read = { by: ada, ...nobody, state: 'queued' as const, ladder, ladderStep: 0 };
  return scene.study([read], { state: 'ready', priority: 'routine' });
};
const post = (study: PlacedStudy, act: string, { token }: Person, body: object = {}, headers = {}) =>
  server.call<Read & Problem>('POST', `/reads/${study.reads[0]}/${act}`, { token, body, headers });
const types = async (study: PlacedStudy) => (await scene.events(study)).map(({ type }) => type);
const row = async (study: PlacedStudy) => {
  const [found] = await server.asOwner<{ state: string; readerId: string | null; declined: number; version: number }>(
    `select state, reader_id as "readerId", cardinality(declined_by) as declined, version from read where id = $1`,
    [study.reads[0]],
  );
  return found!;
};

describe('two who act on one read as they saw it', () => {
  const acts: [string, () => object, () => [Person, Person]][] = [
    ['assign', () => ({ readerId: ada.readerId, reason: 'Now' }), () => [manager, server.administrator]],
    ['pin', () => ({ readerId: ada.readerId, minutes: 20, reason: 'Knows it' }), () => [manager, server.administrator]],
    ['open-step', () => ({ step: 1, reason: 'A rush' }), () => [manager, server.administrator]],
    ['accept', () => ({}), () => [ada.person, bea.person]],
    ['decline', () => ({ code: 'competence' }), () => [ada.person, bea.person]],
  ];
  it.each(acts)('%s: one does, the other is told that it has moved on', async (act, body, people) => {
    for (let turn = 0; turn < 4; turn += 1) {
      const study = await waiting();
      const seen = { 'if-match': `"v${(await row(study)).version}"` };
      const answers = await Promise.all(people().map((by) => post(study, act, by, body(), seen)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
      await server.asOwner(`update read set state = 'cancelled', reader_id = null where id = $1`, [study.reads[0]]);
    }
  });
});

describe('an act that is sent again', () => {
  it.each<[string, () => object, () => Person, string]>([
    ['assign', () => ({ readerId: bea.readerId, reason: 'Now' }), () => manager, 'read.assigned'],
    ['pin', () => ({ readerId: bea.readerId, minutes: 20, reason: 'Knows it' }), () => manager, 'read.pinned'],
    ['decline', () => ({ code: 'competence' }), () => ada.person, 'read.declined'],
  ])('%s under its key gets the first answer and happens once', async (act, body, by, told) => {
    const study = await waiting();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = [];
    for (let turn = 0; turn < 2; turn += 1) answers.push(await post(study, act, by(), body(), headers));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await types(study)).toEqual([told]);
  });

  it('takes a read that its reader has accepted meanwhile out of nobody’s hands', async () => {
    const study = await waiting();
    const assign = () => post(study, 'assign', manager, { readerId: bea.readerId, reason: 'Now' });
    expect((await assign()).status).toBe(200);
    expect((await post(study, 'accept', bea.person)).status).toBe(200);
    expect((await assign()).body).toMatchObject({ state: 'in-progress', reader: { id: bea.readerId } });
    expect((await post(study, 'accept', bea.person)).body).toMatchObject({ state: 'in-progress' });
    expect(await types(study)).toEqual(['read.assigned', 'read.started']);
  });
});

describe('a reader of a group that a read is not open to', () => {
  it.each(['accept', 'decline'])('may not %s it, nor learn that it is there', async (act) => {
    const study = await waiting();
    const before = await row(study);
    for (const headers of [{}, { 'if-match': '"v99"' }]) {
      const answer = await post(study, act, stranger.person, { code: 'competence' }, headers);
      expect([answer.status, answer.body.code]).toEqual([404, 'read/not-found']);
    }
    expect(await row(study)).toEqual(before);
    expect(await types(study)).toEqual([]);
  });
});
