import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, WorklistAnswer } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
}, 60_000);
afterAll(() => server.close());

const waiting = (by: SignedOn): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  return scene.study([{ by, ...nobody, state: 'queued', ladder, ladderStep: 0 }], { state: 'ready' });
};
const skip = async (by: SignedOn, code = 'other', study?: PlacedStudy) =>
  server.call<Problem>('POST', `/reads/${(study ?? (await waiting(by))).reads[0]}/decline`, {
    token: by.person.token,
    body: { code },
  });
const skips = async ({ person }: SignedOn) =>
  (await server.call<WorklistAnswer>('GET', '/worklist', { token: person.token })).body.skips;

describe('the budget of skips', () => {
  it('is shown in the worklist, counts what counts, and refuses with its facts once it is spent', async () => {
    const ada = await scene.reader('Dr Ada');
    expect(await skips(ada)).toEqual({ limit: 3, used: 0, left: 3 });
    for (const code of ['competence', 'conflict', 'fatigue', 'technical', 'other', 'other', 'other'])
      expect([code, (await skip(ada, code)).status]).toEqual([code, 200]);
    expect(await skips(ada)).toEqual({ limit: 3, used: 3, left: 0 });
    const refused = await skip(ada);
    expect([refused.status, refused.body.code]).toEqual([409, 'skip/budget-spent']);
    expect(refused.body).toMatchObject({ limit: 3, used: 3 });
    expect((await skip(ada, 'fatigue')).status).toBe(200);
  });

  it('counts a read once, however often it is skipped', async () => {
    const ada = await scene.reader('Dr Ada');
    const study = await waiting(ada);
    for (let time = 0; time < 3; time += 1) expect((await skip(ada, 'other', study)).status).toBe(200);
    expect((await skips(ada))?.used).toBe(1);
  });

  it('is not overdrawn by skips at once', async () => {
    const ada = await scene.reader('Dr Ada');
    const studies = await Promise.all(Array.from({ length: 6 }, () => waiting(ada)));
    const answers = await Promise.all(studies.map((study) => skip(ada, 'other', study)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect((await skips(ada))?.used).toBe(3);
  });

  it('begins anew with the next session', async () => {
    const ada = await scene.reader('Dr Ada');
    await skip(ada);
    const body = { country: 'US', subdivision: 'US-TX', zone: 'America/Chicago', mode: 'pull' };
    expect((await server.call('POST', '/reading-sessions', { token: ada.person.token, body })).status).toBe(201);
    expect(await skips(ada)).toEqual({ limit: 3, used: 0, left: 3 });
  });
});
