import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HandBack, Problem, SlaRow, Study } from '@overread/wire';
import { ROLES } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import { FacilityEntity } from '../../libs/features/src/network/index.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Answered = HandBack & Problem;

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let manager: Person;
let hospital: Person;
let stranger: Person;
let otherManager: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  const elsewhere = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  const bea = await elsewhere.reader('Dr Bea Ohm');
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
  otherManager = await server.person('group-manager', { organizationId: bea.readingGroupId });
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
  stranger = await server.person('hospital', { organizationId: elsewhere.healthSystemId });
  const callTree = [
    { role: 'radiologist on call', name: 'Dr Kay', phone: '+1-555-0101', hours: null },
    { role: 'physician in charge', name: null, phone: '+1-555-0102', hours: null },
  ];
  await server.asOwner('update facility set call_tree = $2 where id = $1', [
    scene.facilityId,
    JSON.stringify(callTree),
  ]);
  await scene.refresh();
}, 60_000);
afterAll(() => server.close());

const call = <Body = Answered>(by: Person, method: string, path: string, body?: unknown, headers = {}) =>
  server.call<Body>(method, path, { token: by.token, headers, ...(body === undefined ? {} : { body }) });
/** A study that is offered to Ada's group and waits. */
const waiting = (): Promise<PlacedStudy> => {
  const ladder = [
    {
      step: 0,
      pool: { tiers: [], readingGroupIds: [ada.readingGroupId], readerId: null },
      opens: {
        atOnce: true,
        afterMinutes: null,
        atShareOfDeadline: null,
        whenNobodySignedOn: false,
        afterReadOrdinal: null,
      },
      openedAt: '2026-11-22T08:00:00.000Z',
    },
  ];
  const nobody = { readerId: null, sessionId: null, startedAt: null, tier: null };
  return scene.study([{ by: ada, state: 'queued', ladder, ladderStep: 0, ...nobody }], { state: 'ready' });
};
const asked = { reason: 'nobody-eligible', note: 'Storm on the coast' };
const opened = async (study: PlacedStudy): Promise<HandBack> => {
  const { body, status } = await call(manager, 'POST', `/studies/${study.id}/hand-back`, asked);
  expect(status).toBe(201);
  return body;
};
const types = async (study: PlacedStudy) =>
  (await scene.events(study)).map(({ type }) => type).filter((type) => type.startsWith('hand-back'));
const KAY = { name: 'Dr Kay', role: 'radiologist on call' };
const REACHED = { channel: 'phone', person: 'Dr Kay', outcome: 'reached' };

describe('a study that cannot be read in time', () => {
  it('is offered to the site by phone, up its call tree, and is the site’s once taken by name', async () => {
    const study = await waiting();
    const handBack = await opened(study);
    expect(handBack).toMatchObject({
      state: 'open',
      callees: [
        { role: 'radiologist on call', phone: '+1-555-0101', due: true },
        { role: 'physician in charge', due: false },
      ],
      study: { priority: 'stat' },
    });
    const early = await call(manager, 'POST', `/hand-backs/${handBack.id}/acknowledge`, KAY);
    expect([early.status, early.body.code]).toEqual([403, 'hand-back/other-side']);
    const tried = await call(manager, 'POST', `/hand-backs/${handBack.id}/attempts`, REACHED);
    expect(tried.body).toMatchObject({ state: 'open', attempts: [{ ...REACHED, by: { name: manager.user.name } }] });
    const before = await call<Study>(manager, 'GET', `/studies/${study.id}`);
    expect(before.body).toMatchObject({
      handedBack: null,
      reads: [{ state: 'queued' }],
      clocks: [{ state: 'running' }],
    });
    const taken = await call(manager, 'POST', `/hand-backs/${handBack.id}/acknowledge`, KAY);
    expect(taken.body).toMatchObject({ state: 'acknowledged', acknowledgement: KAY });
    const after = await call<Study>(hospital, 'GET', `/studies/${study.id}`);
    expect(after.body).toMatchObject({ handedBack: KAY, reads: [{ state: 'cancelled' }], clocks: [{ state: 'late' }] });
    expect(after.body.clocks[0]?.returnedAt).toEqual(expect.any(String));
    const milestones = await call<{ items: { milestone: string | null }[] }>(
      hospital,
      'GET',
      `/studies/${study.id}/timeline`,
    );
    expect(milestones.body.items.map(({ milestone }) => milestone)).toContain('returned-to-site');
    expect(await types(study)).toEqual(['opened', 'attempted', 'acknowledged'].map((moment) => `hand-back.${moment}`));
    expect(JSON.stringify(await scene.events(study))).not.toMatch(/Kay|Storm/);
  });

  it('counts against the service level, and is not open any more', async () => {
    const { id } = await opened(await waiting());
    await call(hospital, 'POST', `/hand-backs/${id}/acknowledge`, KAY);
    const now = await scene.now();
    const [from, to] = [-1, 1].map((days) => new Date(now.getTime() + days * 86_400_000).toISOString());
    const period = `from=${from}&to=${to}`;
    const figures = async () =>
      (await call<{ items: SlaRow[] }>(hospital, 'GET', `/analytics/sla?${period}`)).body.items.reduce(
        (sum, row) => [(sum[0] ?? 0) + row.late, (sum[1] ?? 0) + row.openAndLate, (sum[2] ?? 0) + row.returned],
        [0, 0, 0],
      );
    await server.clock.advance({ minutes: 61 });
    const [late = 0, open, returned = 0] = await figures();
    expect([late >= returned, open, returned >= 1]).toEqual([true, 0, true]);
  });

  it('stays the network’s when the site refuses, and may be offered again', async () => {
    const study = await waiting();
    const { id } = await opened(study);
    const unsaid = await call(hospital, 'POST', `/hand-backs/${id}/refuse`, KAY);
    expect([unsaid.status, unsaid.body.errors?.[0]?.path]).toEqual([422, 'note']);
    const refused = await call(hospital, 'POST', `/hand-backs/${id}/refuse`, { ...KAY, note: 'Nobody on site' });
    expect(refused.body).toMatchObject({ state: 'refused', refusal: KAY });
    const { body } = await call<Study>(manager, 'GET', `/studies/${study.id}`);
    expect(body).toMatchObject({ handedBack: null, reads: [{ state: 'queued' }] });
    expect((await opened(study)).id).not.toBe(id);
  });

  it('is the group’s or the network’s to offer, the site’s to answer, and nobody else’s to see', async () => {
    const study = await waiting();
    const people = [ada.person, hospital, otherManager, stranger];
    const statuses = [];
    for (const by of people) statuses.push((await call(by, 'POST', `/studies/${study.id}/hand-back`, asked)).status);
    expect(statuses).toEqual([404, 403, 404, 404]);
    const { id } = await opened(study);
    for (const by of [otherManager, stranger]) {
      for (const [method, path, body] of [
        ['GET', `/hand-backs/${id}`, undefined],
        ['GET', `/studies/${study.id}/hand-backs`, undefined],
        ['POST', `/hand-backs/${id}/acknowledge`, KAY],
        ['POST', `/hand-backs/${id}/attempts`, REACHED],
      ] as const)
        expect([path, (await call(by, method, path, body)).status]).toEqual([path, 404]);
      const { items } = (await call<{ items: HandBack[] }>(by, 'GET', '/hand-backs')).body;
      expect(items).toEqual([]);
    }
    const auditor = await server.person('auditor');
    expect((await call(auditor, 'POST', `/hand-backs/${id}/acknowledge`, KAY)).status).toBe(403);
    const { items } = (await call<{ items: HandBack[] }>(hospital, 'GET', '/hand-backs')).body;
    expect(items.map((each) => each.id)).toContain(id);
  });

  it('is offered once and taken once, whoever comes at the same time', async () => {
    const study = await waiting();
    const open = () => call(manager, 'POST', `/studies/${study.id}/hand-back`, asked);
    const offers = await Promise.all([open(), open()]);
    expect(offers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    expect(offers.find(({ status }) => status === 409)?.body.code).toBe('hand-back/open');
    const id = offers.find(({ status }) => status === 201)?.body.id;
    const answers = await Promise.all(
      ['Dr One', 'Dr Two'].map((name) => call(hospital, 'POST', `/hand-backs/${id}/acknowledge`, { ...KAY, name })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('hand-back/ended');
    const again = await call(server.administrator, 'POST', `/studies/${study.id}/hand-back`, asked);
    expect([again.status, again.body.code]).toEqual([409, 'hand-back/already-returned']);
  });

  it('is noted once for an Idempotency-Key, and acted on as it was seen', async () => {
    const study = await waiting();
    const headers = { 'idempotency-key': randomUUID() };
    const made = await Promise.all(
      [1, 2].map(() => call(manager, 'POST', `/studies/${study.id}/hand-back`, asked, headers)),
    );
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    const { id } = made[0]!.body;
    const etag = (await call(manager, 'GET', `/hand-backs/${id}`)).headers.get('etag') ?? '';
    await call(manager, 'POST', `/hand-backs/${id}/attempts`, REACHED, { 'if-match': etag });
    const stale = await call(hospital, 'POST', `/hand-backs/${id}/acknowledge`, KAY, { 'if-match': etag });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
  });

  it('is not handed back while a reader has it', async () => {
    const study = await scene.study([{ by: ada }]);
    const held = await call(manager, 'POST', `/studies/${study.id}/hand-back`, asked);
    expect([held.status, held.body.code]).toEqual([409, 'hand-back/being-read']);
  });
});

describe('a study that the site has', () => {
  const given = async (): Promise<{ study: PlacedStudy; id: string }> => {
    const study = await waiting();
    const { id } = await opened(study);
    expect((await call(hospital, 'POST', `/hand-backs/${id}/acknowledge`, KAY)).status).toBe(200);
    return { study, id };
  };
  const WHERE = { ...KAY, note: 'In the archive of the hospital' };

  it('is read there: by whom, when and where is noted once, and it is off the list for paper', async () => {
    const { study, id } = await given();
    const admin = server.administrator;
    const listed = async () => {
      const path = `/facilities/${scene.facilityId}/offline-list`;
      const { body } = await call<{ studies: { studyId: string }[] }>(hospital, 'GET', path);
      return body.studies.some(({ studyId }) => studyId === study.id);
    };
    const waitingThere = async () =>
      (await call<{ items: HandBack[] }>(admin, 'GET', '/hand-backs?state=acknowledged')).body.items.map(
        (each) => each.id,
      );
    expect([await listed(), (await waitingThere()).includes(id)]).toEqual([true, true]);
    expect((await call(hospital, 'POST', `/hand-backs/${id}/site-reading`, KAY)).body.errors?.[0]?.path).toBe('note');
    expect((await call(stranger, 'POST', `/hand-backs/${id}/site-reading`, WHERE)).status).toBe(404);
    const noted = await Promise.all([1, 2].map(() => call(hospital, 'POST', `/hand-backs/${id}/site-reading`, WHERE)));
    expect(noted.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await call(admin, 'GET', `/hand-backs/${id}`)).body).toMatchObject({ state: 'read', reading: WHERE });
    const { body } = await call<Study>(hospital, 'GET', `/studies/${study.id}`);
    expect(body.handedBack).toMatchObject({ ...KAY, readAt: expect.any(String) });
    expect([await listed(), (await waitingThere()).includes(id)]).toEqual([false, false]);
    expect(JSON.stringify(await scene.events(study))).not.toMatch(/Kay|archive/);
  });

  it('is given back to the network by name, once, and planned again with a time and a clock of its own', async () => {
    const { study, id } = await given();
    const back = { ...KAY, note: 'Our own are ill' };
    const said = await call(server.administrator, 'POST', `/hand-backs/${id}/reclaim`, back);
    expect([said.status, said.body.code]).toEqual([403, 'hand-back/other-side']);
    const calls = `/hand-backs/${id}/attempts`;
    expect((await call(server.administrator, 'POST', calls, REACHED)).status).toBe(200);
    const headers = { 'idempotency-key': randomUUID() };
    const reclaim = (by: Person, more = {}) => call(by, 'POST', `/hand-backs/${id}/reclaim`, back, more);
    const answers = await Promise.all([
      reclaim(server.administrator, headers),
      reclaim(server.administrator, headers),
      reclaim(hospital),
    ]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect((await call(hospital, 'GET', `/hand-backs/${id}`)).body).toMatchObject({
      state: 'reclaimed',
      reclaim: back,
    });
    const { body } = await call<Study>(hospital, 'GET', `/studies/${study.id}`);
    expect(body).toMatchObject({ state: 'ready', handedBack: null });
    expect(body.reads.map(({ state }) => state).toSorted()).toEqual(['cancelled', 'queued']);
    expect(body.clocks.filter(({ returnedAt }) => returnedAt !== null)).toMatchObject([{ state: 'late' }]);
    expect(body.clocks).toHaveLength(2);
    const [{ count } = { count: 0 }] = await server.asOwner<{ count: number }>(
      'select count(*)::int as count from routing_decision where study_id = $1',
      [study.id],
    );
    expect(count).toBe(1);
    const again = await reclaim(hospital);
    expect([again.status, again.body.code]).toEqual([409, 'hand-back/not-theirs']);
    expect((await opened(study)).id).not.toBe(id);
  });
});

describe('a call that nobody answers', () => {
  it('goes up the tree and to the network, each step once, across a restart', async () => {
    const study = await waiting();
    await opened(study);
    const config = { roles: new Set(ROLES.filter((role) => role === 'dispatcher')) };
    const steps = async () =>
      (await scene.events(study)).flatMap(({ data, type }) => (type === 'hand-back.escalated' ? [data['to']] : []));
    const first = await startTestServer({ on: server.fresh, config });
    await server.clock.advance({ minutes: 6 });
    await eventually('the second contact', async () => (await steps()).length > 0 || undefined);
    await first.close();
    await server.clock.advance({ minutes: 60 });
    const second = await startTestServer({ on: server.fresh, config });
    await eventually('the network', async () => (await steps()).length >= 2 || undefined);
    expect(await steps()).toEqual(['physician in charge', 'network']);
    await second.close();
  }, 60_000);
});

describe('a call tree', () => {
  it('is checked: who, what number, when', async () => {
    const [facility] = await server.asOwner<FacilityEntity>('select id from facility where id = $1', [
      scene.facilityId,
    ]);
    const path = `/facilities/${facility?.id}`;
    const { body } = await call<Record<string, unknown>>(server.administrator, 'GET', path);
    const wrong = {
      ...body,
      callTree: [
        { role: ' ', phone: '' },
        { role: 'desk', phone: '1', hours: { zone: 'Mars', windows: [] } },
      ],
    };
    const refused = await call<Problem>(server.administrator, 'PUT', path, wrong);
    expect([refused.status, refused.body.errors?.map((each) => each.path)]).toEqual([
      422,
      ['callTree.0.role', 'callTree.0.phone', 'callTree.1.hours.zone'],
    ]);
  });
});
