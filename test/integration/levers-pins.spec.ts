import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Read, WorklistRow } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
}, 60_000);
afterAll(() => server.close());

/** Two readers of a group of their own, and who leads it. */
async function team(): Promise<{ ada: SignedOn; bea: SignedOn; manager: Person }> {
  const ada = await scene.reader('Dr Ada');
  const bea = await scene.reader('Dr Bea', ada);
  return { ada, bea, manager: await server.person('group-manager', { organizationId: ada.readingGroupId }) };
}
const waiting = (by: SignedOn, changes: object = {}): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  const read = { by, ...nobody, state: 'queued' as const, ladder, ladderStep: 0 };
  return scene.study([read], { state: 'ready', priority: 'routine', ...changes });
};
const post = <Body = Read & Problem>(path: string, { token }: Person, body: object = {}) =>
  server.call<Body>('POST', path, { token, body });
const pin = (study: PlacedStudy, by: Person, to: object, minutes = 20) =>
  post(`/reads/${study.reads[0]}/pin`, by, { ...to, minutes, reason: 'Knows the patient' });
const take = (study: PlacedStudy, by: SignedOn) => post(`/reads/${study.reads[0]}/accept`, by.person);
const nextUp = async ({ person }: SignedOn) => {
  const { body } = await server.call<{ items: WorklistRow[] }>('GET', '/worklist', { token: person.token });
  return body.items.map((row) => row.studyId);
};

describe('a pinned read', () => {
  it('is next for its reader and not to be had by others, until the pin ends by itself', async () => {
    const { ada, bea, manager } = await team();
    const [pinned, other] = [await waiting(ada), await waiting(ada, { priority: 'urgent' })];
    const answer = await pin(pinned, manager, { readerId: ada.readerId });
    expect(answer.status).toBe(200);
    expect(await nextUp(ada)).toEqual([pinned.id, other.id]);
    expect(await nextUp(bea)).toEqual([other.id]);
    expect((await take(pinned, bea)).body.code).toBe('read/pinned');
    expect(await scene.events(pinned)).toMatchObject([
      { type: 'read.pinned', actor: manager.id, data: { readerId: ada.readerId, reason: 'Knows the patient' } },
    ]);
    const row = await server.call<{ items: { pin: object }[] }>('GET', '/queues', { token: manager.token });
    expect(row.body.items.find((each) => 'readId' in each && each.readId === pinned.reads[0])?.pin).toMatchObject({
      readerId: ada.readerId,
    });
    await server.clock.advance({ minutes: 21 });
    expect(await nextUp(bea)).toContain(pinned.id);
    expect((await take(pinned, bea)).status).toBe(200);
  });

  it('is unpinned by hand, and by nobody else', async () => {
    const { ada, bea, manager } = await team();
    const study = await waiting(ada);
    await pin(study, manager, { readerId: ada.readerId });
    const path = `/reads/${study.reads[0]}/unpin`;
    expect((await post(path, bea.person, { reason: 'Mine' })).status).toBe(404);
    expect((await post(path, manager, {})).body.errors?.[0]?.path).toBe('reason');
    expect((await post(path, manager, { reason: 'She left' })).status).toBe(200);
    expect((await take(study, bea)).status).toBe(200);
  });

  it('may be kept for a whole group, of one’s own', async () => {
    const { ada, bea, manager } = await team();
    const stranger = await scene.reader('Dr Else');
    const study = await waiting(ada);
    expect((await pin(study, manager, { readingGroupId: stranger.readingGroupId })).status).toBe(403);
    expect((await pin(study, manager, { readingGroupId: ada.readingGroupId })).status).toBe(200);
    expect((await take(study, bea)).status).toBe(200);
  });

  it('passes every hard rule, and names the one it does not', async () => {
    const { ada, manager } = await team();
    const study = await waiting(ada);
    await server.asOwner(`update licence set jurisdiction = 'US-CA' where reader_id = $1`, [ada.readerId]);
    await server.asOwner('update reader set version = version + 1 where id = $1', [ada.readerId]);
    await scene.refresh();
    const answer = await pin(study, manager, { readerId: ada.readerId });
    expect([answer.status, answer.body.code]).toEqual([409, 'eligibility/licence']);
    expect(await scene.events(study)).toEqual([]);
  });

  it('is refused for a critical read, a stranger’s staff, and a body that names both or none', async () => {
    const { ada, manager } = await team();
    const stranger = await scene.reader('Dr Else');
    expect(
      (await pin(await waiting(ada, { priority: 'critical' }), manager, { readerId: ada.readerId })).body.code,
    ).toBe('pin/critical');
    const study = await waiting(ada);
    expect((await pin(study, manager, { readerId: stranger.readerId })).status).toBe(404);
    for (const to of [{}, { readerId: ada.readerId, readingGroupId: ada.readingGroupId }])
      expect((await pin(study, manager, to)).body.errors?.[0]?.path).toBe('readerId');
    expect((await pin(study, ada.person, { readerId: ada.readerId })).status).toBe(404);
  });

  it('while another takes it has one outcome: taken or pinned, never both', async () => {
    const { ada, bea, manager } = await team();
    for (let turn = 0; turn < 6; turn += 1) {
      const study = await waiting(ada);
      const [pinned, taken] = await Promise.all([pin(study, manager, { readerId: ada.readerId }), take(study, bea)]);
      expect([pinned.status, taken.status].toSorted((a, b) => a - b)).toEqual([200, 409]);
      await post(`/reads/${study.reads[0]}/release`, server.administrator, { reason: 'next turn' });
      await server.asOwner(`update read set state = 'cancelled', reader_id = null where id = $1`, [study.reads[0]]);
    }
  });
});
