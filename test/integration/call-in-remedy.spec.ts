import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMinutes, type RosterShiftId } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { newId } from '@overread/platform';
import type { AppliedRemedy, CapacityForecast, Problem } from '@overread/wire';
import { sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;

let server: TestServer;
let scene: ReadingScene;
let home: SignedOn;
let cy: SignedOn;
let bo: SignedOn;
let manager: Person;
let shiftId: RosterShiftId;

/** Twenty-four CTs due in an hour for one reader; Dr Cy of the same group is on call, Dr Bo will be tomorrow. */
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  home = await scene.reader('Dr Home Alone');
  [cy, bo] = [await scene.reader('Dr Cy Oncall', home), await scene.reader('Dr Bo Later', home)];
  manager = await server.person('group-manager', { organizationId: home.readingGroupId });
  await server.asOwner('update reading_session set ended_at = overread_now() where id = any ($1)', [
    [cy.sessionId, bo.sessionId],
  ]);
  shiftId = await onCall(cy, -60, 240);
  await onCall(bo, 60, 480);
  const dueAt = plusMinutes(await scene.now(), 60);
  const ladder = [sampleStep(home.readingGroupId, '2026-01-01T00:00:00.000Z')];
  for (let index = 0; index < 24; index += 1) {
    await scene.study([{ by: home, ...nobody, state: 'queued', ladder, ladderStep: 0, dueAt }], { state: 'ready' });
  }
  await scene.refresh();
}, 90_000);
afterAll(() => server.close());

async function onCall(by: SignedOn, from: number, until: number): Promise<RosterShiftId> {
  const now = await scene.now();
  const { readerId, readingGroupId } = by;
  const hours = { startsAt: plusMinutes(now, from), endsAt: plusMinutes(now, until) };
  const id = newId<RosterShiftId>();
  const shift = { ...sampleShift(), id, readerId, readingGroupId, ...hours, name: 'Standby', kind: 'on-call' as const };
  await scene.put(RosterShiftEntity, shift);
  return id;
}

const forecast = async (by: Person, query = '') =>
  (await server.call<CapacityForecast & Problem>('GET', `/forecast${query}`, { token: by.token })).body;
const apply = (by: Person, id: string, body: object = { reason: 'A rush' }) =>
  server.call<AppliedRemedy & Problem>('POST', `/forecast/remedies/${id}`, { token: by.token, body });
const callIns = ({ remedies }: CapacityForecast) => remedies.filter(({ kind }) => kind === 'call-in');

describe('calling in as a remedy', () => {
  it('says what calling in the reader on call saves and harms, by when they could be there', async () => {
    const body = await forecast(manager);
    expect(body.waitingMisses).toBeGreaterThan(8);
    expect(callIns(body)).toEqual([
      {
        id: shiftId,
        kind: 'call-in',
        name: 'Dr Cy Oncall',
        reads: body.waitingMisses,
        saves: expect.any(Number),
        harms: 0,
        callIn: {
          readerId: cy.readerId,
          readingGroupId: home.readingGroupId,
          shift: 'Standby',
          until: expect.any(String),
        },
      },
    ]);
    const [at0, at30, at55] = await Promise.all(
      [0, 30, 55].map(async (minutes) => callIns(await forecast(manager, `?callInMinutes=${minutes}`))[0]?.saves ?? 0),
    );
    expect(at30).toBe(callIns(body)[0]?.saves);
    expect(at0).toBeGreaterThan(at30!);
    expect(at30).toBeGreaterThan(at55!);
    expect((await forecast(manager, '?callInMinutes=241')).status).toBe(422);
  });

  it('counts nobody who is on call as there, now or later', async () => {
    expect((await forecast(manager)).byHour.map(({ readers }) => readers).slice(0, 4)).toEqual([1, 1, 1, 1]);
  });

  it('does not offer who is paused, and shows another group nothing of it', async () => {
    const pause = { token: manager.token, body: { minutes: 60, reason: 'Ill' } };
    expect((await server.call('POST', `/readers/${cy.readerId}/pause`, pause)).status).toBe(200);
    expect(callIns(await forecast(manager, '?hours=7'))).toEqual([]);
    const resume = { token: manager.token, body: { reason: 'Well' } };
    expect((await server.call('POST', `/readers/${cy.readerId}/resume`, resume)).status).toBe(200);
    const other = await scene.reader('Dr Other Group');
    await server.call('DELETE', `/reading-sessions/${other.sessionId}`, { token: other.person.token });
    const stranger = await server.person('group-manager', { organizationId: other.readingGroupId });
    expect(callIns(await forecast(stranger, '?hours=6'))).toEqual([]);
    expect((await apply(stranger, shiftId)).body).toMatchObject({ code: 'forecast/no-such-remedy' });
    expect((await apply(await server.person('auditor'), shiftId)).status).toBe(403);
    expect((await apply(manager, shiftId, { callInMinutes: -1 })).status).toBe(422);
  });

  it('calls them in with one call, by name and reason, tells them, and plays it again; once', async () => {
    const both = await Promise.all([apply(manager, shiftId), apply(server.administrator, shiftId)]);
    const [done] = both.filter(({ status }) => status === 200);
    const [refused] = both.filter(({ status }) => status !== 200);
    expect(refused?.status).toBe(409);
    expect(['roster/called-in', 'forecast/no-such-remedy']).toContain(refused?.body.code);
    expect(done?.body).toMatchObject({ opened: [], calledIn: { readerId: cy.readerId, name: 'Dr Cy Oncall' } });
    expect(done!.body.missesBefore - done!.body.missesAfter).toBe(done!.body.expectedToSave);
    const told = await server.asOwner<{ topics: string[]; reason: string }>(
      `select data ->> 'reason' as reason, array(select topic from event_topic t where t.position = e.position) as topics
       from event e where type = 'roster.called-in'`,
    );
    expect(told).toEqual([{ reason: 'A rush', topics: expect.arrayContaining([`worklist:${cy.readerId}`]) }]);
    expect(await server.asOwner(`select remedy, facts ->> 'kind' as kind from applied_remedy`)).toEqual([
      { remedy: shiftId, kind: 'call-in' },
    ]);
    expect((await apply(manager, shiftId)).body).toMatchObject({ status: 409, code: 'forecast/no-such-remedy' });
  });

  it('counts on who is on the way, and no longer once they have not come', async () => {
    const [first, second] = (await forecast(manager, '?hours=3')).byHour;
    expect([first?.readers, second?.readers]).toEqual([1.5, 2]);
    await server.clock.advance({ minutes: 31 });
    await server.app.get(NetworkDirectory).refresh();
    expect((await forecast(manager, '?hours=2')).byHour[1]?.readers).toBe(1);
    expect(callIns(await forecast(manager, '?hours=2'))).toEqual([]);
  });
});
