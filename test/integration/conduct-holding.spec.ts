import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeaseKeeper, type Lease } from '@overread/platform';
import type { Conduct, Problem, Read } from '@overread/wire';
import { IdleReads } from '../../libs/features/src/dispatch/index.js';
import { reportBody } from '../support/demo-studies.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let lease: Lease;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  lease = (await server.app.get(LeaseKeeper).acquire('idle-reads'))!;
}, 60_000);
afterAll(() => server.close());

/** Thirty minutes of silence are allowed, the last five after a warning: the read should take 5.5. */
const open = async (by: SignedOn): Promise<PlacedStudy> => scene.study([{ by, openedAt: await scene.now() }]);
const look = () => server.app.get(IdleReads).once(lease);
const wait = (minutes: number) => server.clock.advance({ minutes });
const call = <Body = Read & Problem>(method: string, path: string, by: SignedOn, body?: object) =>
  server.call<Body>(method, path, { token: by.person.token, ...(body ? { body } : {}) });
const types = async (study: PlacedStudy) => (await scene.events(study)).map(({ type }) => type);
const stateOf = async ({ reads: [id] }: PlacedStudy) =>
  (
    await server.asOwner<{ state: string; reader: string | null }>(
      'select state, reader_id as reader from read where id = $1',
      [id],
    )
  )[0];
/** What is idle of other tests is out of the way. */
const clear = () => server.asOwner(`update read set state = 'cancelled' where state = 'in-progress'`);

describe('a read that is open and idle', () => {
  it('warns its reader, then returns to the pool with its age and its draft', async () => {
    const ada = await scene.reader('Dr Ada');
    const study = await open(ada);
    const draft = await call('PUT', `/reads/${study.reads[0]}/draft`, ada, { impression: 'So far normal.' });
    expect(draft.status).toBe(200);
    await wait(24);
    expect(await look()).toBe(0);
    await wait(1);
    expect([await look(), await look()]).toEqual([1, 0]);
    await wait(5);
    expect([await look(), await look()]).toEqual([1, 0]);
    expect(await types(study)).toEqual(['read.idle-warned', 'read.released']);
    expect((await scene.events(study)).at(-1)?.data).toMatchObject({ by: 'idle', readerId: ada.readerId });
    expect(await stateOf(study)).toEqual({ state: 'queued', reader: null });
    const kept = await server.asOwner('select impression from draft where read_id = $1', [study.reads[0]]);
    expect(kept).toEqual([{ impression: 'So far normal.' }]);
    const { body } = await call<Conduct>('GET', `/readers/${ada.readerId}/conduct`, ada);
    expect(body.figures?.returned.n).toBe(1);
    const sign = await call('POST', `/reads/${study.reads[0]}/final`, ada, reportBody());
    expect([403, 404, 409]).toContain(sign.status);
  });

  it.each<[string, (study: PlacedStudy, by: SignedOn) => Promise<unknown>]>([
    ['saves', ({ reads }, by) => call('PUT', `/reads/${reads[0]}/draft`, by, { impression: 'More.' })],
    ['says so', ({ reads }, by) => call('POST', `/reads/${reads[0]}/still-reading`, by)],
    [
      'fetches images',
      (study, by) =>
        server.asOwner(
          `insert into access_log (at, principal, role, study_id, action) values (overread_now(), $1, 'reader', $2, 'image.retrieve')`,
          [by.person.id, study.id],
        ),
    ],
  ])('stays with a reader who %s after the warning', async (_, act) => {
    await clear();
    const ada = await scene.reader('Dr Ada');
    const study = await open(ada);
    await wait(25);
    await look();
    await act(study, ada);
    await wait(6);
    expect(await look()).toBe(0);
    expect(await stateOf(study)).toEqual({ state: 'in-progress', reader: ada.readerId });
  });

  it('goes back once, whoever leads, and never without the warning’s minutes after a restart', async () => {
    await clear();
    const ada = await scene.reader('Dr Ada');
    const study = await open(ada);
    // Nobody led for hours.
    await wait(300);
    expect(await Promise.all([look(), look()])).toEqual(expect.arrayContaining([0, 1]));
    await wait(4);
    expect(await look()).toBe(0);
    await wait(1);
    expect(await Promise.all([look(), look()])).toEqual(expect.arrayContaining([0, 1]));
    expect(await types(study)).toEqual(['read.idle-warned', 'read.released']);
  });

  it('is signed or goes back, never both', async () => {
    await clear();
    for (let turn = 0; turn < 5; turn += 1) {
      const ada = await scene.reader('Dr Ada');
      const study = await open(ada);
      await wait(25);
      await look();
      await wait(5);
      const [signed] = await Promise.all([call('POST', `/reads/${study.reads[0]}/final`, ada, reportBody()), look()]);
      const told = await types(study);
      expect(told.includes('read.released')).toBe(!told.includes('report.finalized'));
      expect(signed.status === 200).toBe(told.includes('report.finalized'));
      expect(await stateOf(study)).toMatchObject({ state: signed.status === 200 ? 'completed' : 'queued' });
    }
  });

  it('goes back soon after its reader has signed off', async () => {
    await clear();
    const ada = await scene.reader('Dr Ada');
    const study = await open(ada);
    await wait(10);
    await call('DELETE', `/reading-sessions/${ada.sessionId}`, ada);
    expect(await look()).toBe(1);
    await wait(4);
    expect(await look()).toBe(0);
    await wait(1);
    expect(await look()).toBe(1);
    expect(await types(study)).toEqual(['read.idle-warned', 'read.released']);
  });

  it('is kept by its holder alone', async () => {
    await clear();
    const ada = await scene.reader('Dr Ada');
    const bea = await scene.reader('Dr Bea', ada);
    const study = await open(ada);
    const path = `/reads/${study.reads[0]}/still-reading`;
    expect((await call('POST', path, bea)).status).toBe(404);
    expect((await server.call('POST', path, { token: server.administrator.token })).status).toBe(403);
  });

  it('has the time that its country gives', async () => {
    await clear();
    const ada = await scene.reader('Dr Ada');
    const study = await open(ada);
    const settings = {
      holding: { timesExpected: 1, leastMinutes: 10, warningMinutes: 2, signedOffMinutes: 1 },
      skipsPerSession: 3,
      surveillance: true,
    };
    const token = server.administrator.token;
    expect((await server.call('PUT', '/conduct-settings/US', { token, body: settings })).status).toBe(200);
    const stale = await server.call('PUT', '/conduct-settings/US', {
      token,
      body: settings,
      headers: { 'if-match': '"v0"' },
    });
    expect(stale.status).toBe(412);
    expect((await server.call('PUT', '/conduct-settings/US', { token: ada.person.token, body: settings })).status).toBe(
      403,
    );
    expect((await server.call('PUT', '/conduct-settings/Texas', { token, body: settings })).status).toBe(404);
    await wait(8);
    expect(await look()).toBe(1);
    expect(await types(study)).toEqual(['read.idle-warned']);
    const listed = await server.call<{ items: { country: string }[] }>('GET', '/conduct-settings', {
      token: ada.person.token,
    });
    expect(listed.body.items.map(({ country }) => country)).toEqual(['default', 'US']);
  });
});
