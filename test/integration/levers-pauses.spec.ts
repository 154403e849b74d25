import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Paused, Problem, Read, ReadWithStudy } from '@overread/wire';
import { LeaseKeeper, type Lease } from '@overread/platform';
import { Dispatcher } from '../../libs/features/src/dispatch/index.js';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let lease: Lease;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  lease = (await server.app.get(LeaseKeeper).acquire('dispatcher'))!;
}, 60_000);
afterAll(() => server.close());

const dispatch = () => server.app.get(Dispatcher).round(lease);
const managerOf = ({ readingGroupId }: SignedOn) => server.person('group-manager', { organizationId: readingGroupId });
const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
const waiting = (by: SignedOn, changes: object = {}, next?: SignedOn): Promise<PlacedStudy> => {
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  const late = { ...sampleStep('', null).opens, atOnce: false };
  if (next) ladder.push({ ...sampleStep(next.readingGroupId, null, 1), opens: late });
  const read = { by, ...nobody, state: 'queued' as const, ladder, ladderStep: 0 };
  return scene.study([read], { state: 'ready', priority: 'routine', ...changes });
};
const post = <Body = Paused & Problem & Read>(path: string, { token }: Person, body: object = {}, headers = {}) =>
  server.call<Body>('POST', path, { token, body, headers });
const next = ({ person }: SignedOn) => post<ReadWithStudy & Problem>('/worklist/next', person);
const holderOf = async (study: PlacedStudy) => {
  const [row] = await server.asOwner<{ holder: string | null }>('select reader_id as holder from read where id = $1', [
    study.reads[0],
  ]);
  return row?.holder ?? null;
};

describe('a paused reader', () => {
  it('gets no new work, is told why, and may finish what they hold', async () => {
    const ada = await scene.reader('Dr Ada');
    const manager = await managerOf(ada);
    const [held, other] = [await waiting(ada), await waiting(ada, { priority: 'critical' })];
    await server.asOwner(
      `update read set state = 'assigned', reader_id = $2, reading_group_id = $3, session_id = $4,
      tier = 'onshore', offer_expires_at = overread_now() + interval '5 min' where id = $1`,
      [held.reads[0], ada.readerId, ada.readingGroupId, ada.sessionId],
    );
    const paused = await post(`/readers/${ada.readerId}/pause`, manager, { minutes: 30, reason: 'Monitor fails' });
    expect([paused.status, paused.body.pause?.reason]).toEqual([200, 'Monitor fails']);
    // The offer made before stands; after it nothing comes, critical work neither.
    expect((await next(ada)).body.read.id).toBe(held.reads[0]);
    const refused = await next(ada);
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      'reader/paused',
      expect.stringContaining('Monitor fails'),
    ]);
    const direct = await post(`/reads/${other.reads[0]}/accept`, ada.person);
    expect([direct.status, direct.body.code]).toEqual([409, 'reader/paused']);
    const byHand = await post(`/reads/${other.reads[0]}/assign`, manager, { readerId: ada.readerId, reason: 'x' });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'reader/paused']);
    await server.asOwner(`update reading_session set mode = 'push' where id = $1`, [ada.sessionId]);
    await server.asOwner(`update read set state = 'completed', completed_at = overread_now() where id = $1`, [
      held.reads[0],
    ]);
    await scene.refresh();
    await dispatch();
    expect(await holderOf(other)).toBeNull();
    await server.clock.advance({ minutes: 30 });
    await dispatch();
    expect(await holderOf(other)).toBe(ada.readerId);
  });

  it('is paused once by two at once, is resumed by hand, and every change is told', async () => {
    const ada = await scene.reader('Dr Ada');
    const manager = await managerOf(ada);
    const path = `/readers/${ada.readerId}`;
    const pause = { minutes: 30, reason: 'Rest' };
    const both = await Promise.all([
      post(`${path}/pause`, manager, pause),
      post(`${path}/pause`, server.administrator, pause),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const stale = await post(`${path}/resume`, manager, { reason: 'Fit' }, { 'if-match': '"v99"' });
    expect(stale.status).toBe(412);
    expect((await post(`${path}/resume`, manager, { reason: 'Fit' })).body.pause).toBeNull();
    await waiting(ada);
    expect((await next(ada)).status).toBe(200);
    const told = await server.asOwner<{ type: string; groups: string[] }>(
      `select type, reading_group_ids as groups from event where type in ('reader.paused', 'reader.resumed')
         and reader_ids @> array[$1]::uuid[] order by position`,
      [ada.readerId],
    );
    expect(told).toEqual(['reader.paused', 'reader.resumed'].map((type) => ({ type, groups: [ada.readingGroupId] })));
  });

  it('is paused by who leads them alone, with a reason', async () => {
    const ada = await scene.reader('Dr Ada');
    const stranger = await managerOf(await scene.reader('Dr Else'));
    const path = `/readers/${ada.readerId}/pause`;
    expect((await post(path, ada.person, { reason: 'Tired' })).status).toBe(403);
    expect((await post(path, stranger, { reason: 'Mine' })).status).toBe(404);
    expect((await post(path, await managerOf(ada), {})).body.errors?.[0]?.path).toBe('reason');
  });
});

describe('a paused group', () => {
  it('is still given critical work, and told why nothing else comes', async () => {
    const ada = await scene.reader('Dr Ada');
    const manager = await managerOf(ada);
    await waiting(ada);
    expect((await post(`/reading-groups/${ada.readingGroupId}/pause`, manager, { reason: 'Fire drill' })).status).toBe(
      200,
    );
    expect((await next(ada)).body).toMatchObject({
      code: 'group/paused',
      detail: expect.stringContaining('Fire drill'),
    });
    const critical = await waiting(ada, { priority: 'critical' });
    expect((await next(ada)).body.read.id).toBe(critical.reads[0]);
    await post(`/reading-groups/${ada.readingGroupId}/resume`, manager, { reason: 'Over' });
    expect((await next(ada)).status).toBe(200);
  });

  it('is paused by who leads it alone', async () => {
    const ada = await scene.reader('Dr Ada');
    const path = `/reading-groups/${ada.readingGroupId}`;
    const stranger = await managerOf(await scene.reader('Dr Else'));
    for (const action of ['pause', 'drain', 'resume']) {
      expect((await post(`${path}/${action}`, stranger, { reason: 'x' })).status).toBe(403);
      expect((await post(`${path}/${action}`, ada.person, { reason: 'x' })).status).toBe(403);
    }
  });
});

describe('a draining group', () => {
  it('finishes what it holds, and what waits for it goes to the next step at once', async () => {
    const [ada, bea] = [await scene.reader('Dr Ada'), await scene.reader('Dr Bea')];
    const manager = await managerOf(ada);
    const held = await scene.study([{ by: ada, openedAt: await scene.now() }], { priority: 'routine' });
    const [moved, own] = [await waiting(ada, {}, bea), await waiting(ada)];
    const drained = await post(`/reading-groups/${ada.readingGroupId}/drain`, manager, { reason: 'Shift ends' });
    expect([drained.status, drained.body.pause?.kind]).toEqual([200, 'draining']);
    await dispatch();
    expect((await scene.events(moved)).map(({ type, data }) => [type, data['reason']])).toEqual([
      ['read.broadened', 'group-draining'],
      ['read.assigned', 'dispatch'],
    ]);
    expect((await next(bea)).body.read.id).toBe(moved.reads[0]);
    // What nobody else may read keeps its owner.
    expect((await next(ada)).body.read.id).toBe(own.reads[0]);
    expect(await holderOf(held)).toBe(ada.readerId);
    expect((await scene.events(held)).map(({ type }) => type)).toEqual([]);
    expect((await next(ada)).body.code).toBe('group/draining');
  });
});
