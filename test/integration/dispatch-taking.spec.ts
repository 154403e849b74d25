import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { one, systemScope } from '@overread/platform';
import type { ReadWithStudy } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { StudyEntity } from '../../libs/features/src/studies/index.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
}, 60_000);
afterAll(() => server.close());

const next = ({ person }: SignedOn) => server.call<ReadWithStudy>('POST', '/worklist/next', { token: person.token });

/** A study that waits for the reader's group. */
const waiting = (by: SignedOn, priority: 'stat' | 'routine'): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  return scene.study([{ by, ...nobody, state: 'queued', ladder, ladderStep: 0 }], { state: 'ready', priority });
};

/** Does the work while somebody else's change of the study is under way. */
async function whileLocked<T>({ id }: PlacedStudy, work: () => Promise<T>): Promise<T> {
  return server.database.transaction(systemScope, async (tx) => {
    await tx.change({ study: one(StudyEntity, { healthSystemId: scene.healthSystemId, id }) }, () => ({
      result: null,
    }));
    return work();
  });
}

describe('taking the next read', () => {
  it('takes the most pressing one and shows its study as it is then', async () => {
    const ada = await scene.reader('Dr Ada Next');
    await waiting(ada, 'routine');
    const pressing = await waiting(ada, 'stat');
    const { status, body } = await next(ada);
    expect([status, body.read.id]).toEqual([200, pressing.reads[0]]);
    expect(body.study).toMatchObject({
      id: pressing.id,
      reads: [{ state: 'in-progress', reader: { id: ada.readerId } }],
    });
    const looks = await server.asOwner('select principal, action from access_log where study_id = $1', [pressing.id]);
    expect(looks).toEqual([{ principal: ada.person.id, action: 'take' }]);
  });

  it('is the same one for the same key: who asks again because no answer came holds one', async () => {
    const ada = await scene.reader('Dr Ada Again');
    for (let count = 0; count < 3; count += 1) await waiting(ada, 'routine');
    const headers = { 'idempotency-key': 'next-1' };
    const again = () => server.call<ReadWithStudy>('POST', '/worklist/next', { token: ada.person.token, headers });
    const [first, second, third] = [...(await Promise.all([again(), again()])), await again()];
    expect([first!.status, second!.body, third!.body]).toEqual([200, first!.body, first!.body]);
    const held = await server.asOwner(`select from read where reader_id = $1 and state = 'in-progress'`, [
      ada.readerId,
    ]);
    expect(held).toHaveLength(1);
  });

  it('passes over what another is taking, without waiting for it', async () => {
    const bea = await scene.reader('Dr Bea Next');
    const pressing = await waiting(bea, 'stat');
    const routine = await waiting(bea, 'routine');
    const taken = await whileLocked(pressing, () => next(bea));
    expect(taken.body.study.id).toBe(routine.id);
    expect((await next(bea)).body.study.id).toBe(pressing.id);
  });

  it('answers that there is none when nothing waits', async () => {
    expect((await next(await scene.reader('Dr Cy Next'))).status).toBe(204);
  });
});
