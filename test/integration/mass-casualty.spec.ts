import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MassCasualty, OfflineList, Problem } from '@overread/wire';
import { ROLES } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Answered = MassCasualty & Problem;

let server: TestServer;
let scene: ReadingScene;
let elsewhere: ReadingScene;
let ada: SignedOn;
let physician: Person;
let stranger: Person;
let manager: Person;
let code: string;
let otherCode: string;
const codeOf = async (of: ReadingScene) =>
  (await server.asOwner<{ code: string }>('select code from facility where id = $1', [of.facilityId]))[0]?.code ?? '';
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  elsewhere = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  await elsewhere.reader('Dr Bea Ohm');
  physician = await server.person('hospital', { organizationId: scene.healthSystemId, office: 'physician' });
  stranger = await server.person('hospital', { organizationId: elsewhere.healthSystemId, office: 'physician' });
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
  [code, otherCode] = [await codeOf(scene), await codeOf(elsewhere)];
}, 60_000);
afterAll(() => server.close());

const call = <Body = Answered>(by: Person, method: string, path: string, body?: unknown, headers = {}) =>
  server.call<Body>(method, path, { token: by.token, headers, ...(body === undefined ? {} : { body }) });
const declare = (more: object = {}, by = physician, headers = {}) =>
  call(
    by,
    'POST',
    '/mass-casualty-events',
    { title: 'Train at the bridge', facilities: [code], hours: 12, ...more },
    headers,
  );
const waiting = (of = scene): Promise<PlacedStudy> => {
  const ladder = [0, 1].map((step) => ({
    step,
    pool: { tiers: [], readingGroupIds: [ada.readingGroupId], readerId: null },
    opens: {
      atOnce: step === 0,
      afterMinutes: step === 0 ? null : 600,
      atShareOfDeadline: null,
      whenNobodySignedOn: false,
      afterReadOrdinal: null,
    },
    openedAt: step === 0 ? '2026-11-22T08:00:00.000Z' : null,
  }));
  const nobody = { readerId: null, sessionId: null, startedAt: null, tier: null };
  return of.study([{ by: ada, state: 'queued', ladder, ladderStep: 0, ...nobody }], { state: 'ready' });
};
const widened = async (study: PlacedStudy) =>
  (await scene.events(study)).filter(
    ({ type, data }) => type === 'read.broadened' && data['reason'] === 'mass-casualty',
  );

describe('a declared event', () => {
  it('is declared by those who may, for their own facilities, for at most 24 h, once for an Idempotency-Key', async () => {
    const clerk = await server.person('hospital', { organizationId: scene.healthSystemId });
    const statuses = [];
    for (const by of [clerk, manager, ada.person]) statuses.push((await declare({}, by)).status);
    expect(statuses).toEqual([403, 403, 403]);
    expect((await declare({}, stranger)).status).toBe(422);
    expect((await declare({ facilities: [code, otherCode] }, server.administrator)).body.errors?.[0]?.path).toBe(
      'facilities.1',
    );
    expect((await declare({ hours: 25 })).body.errors?.[0]?.path).toBe('hours');
    const headers = { 'idempotency-key': randomUUID() };
    const made = await Promise.all([1, 2].map(() => declare({}, physician, headers)));
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[1]?.body.id).toBe(made[0]?.body.id);
    const { id } = made[0]!.body;
    for (const by of [physician, manager, ada.person, server.administrator]) {
      const { items } = (await call<{ items: MassCasualty[] }>(by, 'GET', '/mass-casualty-events?state=live')).body;
      expect(items.map((each) => each.id)).toContain(id);
    }
    expect((await call(stranger, 'GET', `/mass-casualty-events/${id}`)).status).toBe(404);
    expect((await call(stranger, 'POST', `/mass-casualty-events/${id}/end`)).status).toBe(404);
    expect((await call(manager, 'POST', `/mass-casualty-events/${id}/end`)).status).toBe(403);
    expect((await call(physician, 'POST', `/mass-casualty-events/${id}/end`)).body).toMatchObject({ live: false });
  });

  it('is prolonged once, also by two at once', async () => {
    const { body: event } = await declare({ hours: 1 });
    const again = await Promise.all([1, 2, 3].map(() => declare({ hours: 2, extendsId: event.id })));
    expect(again.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    for (const { body } of again.filter(({ status }) => status === 409))
      expect(body.code).toBe('mass-casualty/extended-once');
    const live = [event.id, ...again.flatMap(({ status, body }) => (status === 201 ? body.id : []))];
    for (const id of live) await call(physician, 'POST', `/mass-casualty-events/${id}/end`);
  });

  it('opens the ladders of its facilities, also of what comes later, ends by itself, and is reviewed by another', async () => {
    const [before, other] = [await waiting(), await waiting(elsewhere)];
    const config = { roles: new Set(ROLES.filter((role) => role === 'dispatcher')) };
    const timers = await startTestServer({ on: server.fresh, config });
    const { body: event } = await declare({ hours: 1 });
    await eventually('the ladder', async () => (await widened(before)).length > 0 || undefined);
    const later = await waiting();
    await eventually('the later one', async () => (await widened(later)).length > 0 || undefined);
    expect(await widened(other)).toEqual([]);
    const prolonged = await declare({ hours: 2, extendsId: event.id });
    expect(prolonged.body).toMatchObject({ live: true, extendsId: event.id });
    expect((await declare({ extendsId: prolonged.body.id })).body.code).toBe('mass-casualty/extended-once');
    await server.clock.advance({ minutes: 61 });
    const shown = async () => (await call(physician, 'GET', `/mass-casualty-events/${event.id}`)).body;
    const over = await eventually('its end', async () => ((await shown()).endedAt ? shown() : undefined));
    expect(over).toMatchObject({ live: false, endedAt: event.endsAt, endedBy: null });
    await server.clock.advance({ minutes: 61 });
    await timers.close();
    expect(await widened(before)).toHaveLength(1);
    const said = { outcome: 'justified', comment: 'Forty casualties.' };
    expect((await call(physician, 'POST', `/mass-casualty-events/${event.id}/review`, said)).status).toBe(403);
    const reviewed = await call(server.administrator, 'POST', `/mass-casualty-events/${event.id}/review`, said);
    expect(reviewed.body).toMatchObject({ review: said });
  }, 60_000);
});

describe('the offline list of a facility', () => {
  it('has its open studies, the most pressing first, whom to call and where to send', async () => {
    await server.asOwner(
      `update facility set phone = '+1-555-0100', standby_route = 'AE STANDBY <2>', call_tree = $2 where id = $1`,
      [scene.facilityId, JSON.stringify([{ role: 'on call', name: 'Dr Kay', phone: '+1-555-0101', hours: null }])],
    );
    await scene.refresh();
    const [routine, critical] = [await waiting(), await waiting()];
    await server.asOwner(`update study set priority = 'routine' where id = $1`, [routine.id]);
    await server.asOwner(`update study set priority = 'critical' where id = $1`, [critical.id]);
    const path = `/facilities/${scene.facilityId}/offline-list`;
    const { body } = await call<OfflineList>(physician, 'GET', path);
    expect(body.studies.at(0)).toMatchObject({
      studyId: critical.id,
      priority: 'critical',
      patient: { name: 'Doe, Jane' },
    });
    expect(body.studies.at(-1)?.studyId).toBe(routine.id);
    expect(body.facility).toMatchObject({
      standbyRoute: 'AE STANDBY <2>',
      callTree: [{ name: 'Dr Kay', onDuty: true }],
    });
    const page = await call<string>(physician, 'GET', `${path}?format=html`);
    expect(page.headers.get('content-type')).toMatch('text/html');
    expect(page.body).toContain('AE STANDBY &lt;2&gt;');
    expect(page.body).not.toMatch(/<script|src=|href=/);
    const looks = await server.asOwner('select from access_log where study_id = $1 and action = $2', [
      critical.id,
      'offline-list.view',
    ]);
    expect(looks).toHaveLength(2);
  });

  it('is the site’s and the network’s: it holds names', async () => {
    const path = `/facilities/${scene.facilityId}/offline-list`;
    const statuses = [];
    for (const by of [stranger, manager, ada.person]) statuses.push((await call(by, 'GET', path)).status);
    expect(statuses).toEqual([404, 403, 403]);
  });
});
