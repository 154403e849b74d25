import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  BreakGlass,
  BreakGlassRow,
  BreakGlassTaken,
  HandBack,
  Problem,
  QueueRow,
  Report,
  Study,
} from '@overread/wire';
import { ROLES } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import { Disagreements } from '../../libs/features/src/eligibility/check/disagreements.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Answered = BreakGlass & Problem;

let server: TestServer;
let scene: ReadingScene;
let rae: SignedOn;
let manager: Person;
let physician: Person;
let director: Person;
let stranger: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  const elsewhere = await ReadingScene.of(server);
  director = await server.person('auditor', { office: 'medical-director' });
  stranger = await server.person('hospital', { organizationId: elsewhere.healthSystemId, office: 'physician' });
}, 60_000);
/** A hospital of its own for each test: nobody eligible is signed on there. */
beforeEach(async () => {
  scene = await ReadingScene.of(server);
  rae = await scene.reader('Dr Rae Sharp');
  await server.asOwner('delete from privilege where reader_id = $1', [rae.readerId]);
  await server.asOwner('update reader set version = version + 1 where id = $1', [rae.readerId]);
  await server.asOwner(`update facility set phone = '+1-555-0100' where id = $1`, [scene.facilityId]);
  await scene.refresh();
  manager = await server.person('group-manager', { organizationId: rae.readingGroupId });
  physician = await server.person('hospital', { organizationId: scene.healthSystemId, office: 'physician' });
}, 60_000);
afterAll(() => server.close());

const call = <Body = Answered>(by: Person, method: string, path: string, body?: unknown, headers = {}) =>
  server.call<Body>(method, path, { token: by.token, headers, ...(body === undefined ? {} : { body }) });
const outcome = ({ body, status }: { status: number; body: Problem }) => [status, body.code];

const waiting = (priority = 'stat'): Promise<PlacedStudy> => {
  const ladder = [
    {
      step: 0,
      pool: { tiers: [], readingGroupIds: [rae.readingGroupId], readerId: null },
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
  const read = { by: rae, state: 'queued' as const, ladder, ladderStep: 0, ...nobody };
  return scene.study([read], { state: 'ready', priority: priority as Study['priority'] });
};
const siteAsked = async (study: PlacedStudy) => {
  const { body } = await call<HandBack>(manager, 'POST', `/studies/${study.id}/hand-back`, {
    reason: 'nobody-eligible',
  });
  const tried = { channel: 'phone', person: 'switchboard', outcome: 'not-reached' };
  expect((await call(manager, 'POST', `/hand-backs/${body.id}/attempts`, tried)).status).toBe(200);
};
const ask = (study: PlacedStudy, more: object = {}, by = manager, headers = {}) => {
  const body = { readerId: rae.readerId, reason: 'Stroke, nobody else awake', ...more };
  return call(by, 'POST', `/reads/${study.reads[0]}/break-glass`, body, headers);
};
const confirm = (id: string, as: string, by: Person) => call(by, 'POST', `/break-glass/${id}/confirm`, { as });
const take = (id: string, by = rae.person, headers = {}) =>
  call<BreakGlassTaken & Problem>(by, 'POST', `/break-glass/${id}/take`, undefined, headers);
const granted = async (): Promise<{ study: PlacedStudy; id: string }> => {
  const study = await waiting();
  await siteAsked(study);
  const { body, status } = await ask(study);
  expect(status).toBe(201);
  await confirm(body.id, 'facility-physician', physician);
  expect((await confirm(body.id, 'medical-director', director)).body.state).toBe('granted');
  return { study, id: body.id };
};
const types = async (study: PlacedStudy) =>
  (await scene.events(study)).map(({ type }) => type).filter((type) => type.startsWith('break-glass'));
const REPORT = { sections: {}, impression: 'Clot in the left M1.', conclusion: 'actionable' };

describe('break-glass', () => {
  it('opens nothing when the database says that other rules fail, and keeps what both said', async () => {
    const { study, id } = await granted();
    const stored = async () => {
      await server.app.get(Disagreements).onModuleDestroy();
      return server.asOwner(
        `select cause, memory_said as memory, rows_said as rows, database_said as said from eligibility_disagreement
         where read_id = $1 and reader_id = $2 order by at, id`,
        [study.reads[0], rae.readerId],
      );
    };
    const [whole] = await server.asOwner<{ text: string }>(
      `select pg_get_functiondef('overread_is_image_modality'::regproc) as text`,
    );
    await server.asOwner(`create or replace function overread_is_image_modality(term text) returns boolean
      language sql immutable as $$ select false $$`);
    const refused = await take(id);
    await server.asOwner(whole!.text);
    expect(outcome(refused)).toEqual([409, 'eligibility/disagreement']);
    const differing = { cause: 'rules', memory: ['privilege'], rows: ['privilege'], said: ['modality', 'privilege'] };
    expect(await stored()).toEqual([differing]);
    // Memory has not heard that nothing is agreed any more: a rule that no emergency lifts.
    const agreements = `agreement set retired_at = $2 where reading_group_id = $1`;
    await server.asOwner(`update ${agreements}`, [rae.readingGroupId, await scene.now()]);
    expect(outcome(await take(id))).toEqual([409, 'eligibility/disagreement']);
    const both = ['privilege', 'agreement'];
    expect(await stored()).toEqual([differing, { cause: 'memory', memory: ['privilege'], rows: both, said: both }]);
    await server.asOwner(`update ${agreements}`, [rae.readingGroupId, null]);
    expect((await take(id)).body.act.state).toBe('taken');
  });

  it('lets a named reader give a flagged preliminary after two people, and an eligible reader reads it again', async () => {
    const study = await waiting();
    expect(outcome(await ask(study))).toEqual([409, 'break-glass/hand-back-first']);
    await siteAsked(study);
    const { body: act } = await ask(study);
    expect(act).toMatchObject({
      state: 'requested',
      rules: [{ code: 'privilege', ground: 'two-people', instrument: null }],
      missing: ['facility-physician', 'medical-director'],
      reader: { name: 'Dr Rae Sharp' },
    });
    expect(outcome(await take(act.id))).toEqual([409, 'break-glass/not-granted']);
    expect((await confirm(act.id, 'facility-physician', physician)).body.missing).toEqual(['medical-director']);
    expect(outcome(await take(act.id))).toEqual([409, 'break-glass/not-granted']);
    expect((await confirm(act.id, 'medical-director', director)).body.state).toBe('granted');
    const { body: taken } = await take(act.id);
    expect(taken).toMatchObject({
      act: { state: 'taken' },
      read: { issues: 'preliminary', state: 'in-progress', breakGlassId: act.id },
    });
    const path = `/reads/${taken.read.id}`;
    expect((await call(rae.person, 'POST', `${path}/open`)).status).toBe(200);
    expect(outcome(await call(rae.person, 'POST', `${path}/final`, REPORT))).toEqual([409, 'read/issues-other']);
    const queue = await call<{ items: QueueRow[] }>(manager, 'GET', '/queues');
    expect(
      new Map(queue.body.items.filter((row) => row.studyId === study.id).map((row) => [row.readId, row.breakGlass])),
    ).toEqual(
      new Map([
        [study.reads[0], false],
        [taken.read.id, true],
      ]),
    );
    const signed = await call<{ report: Report }>(rae.person, 'POST', `${path}/preliminary`, REPORT);
    expect(signed.body.report.flags).toEqual(['break-glass']);
    const { body: shown } = await call<Study>(physician, 'GET', `/studies/${study.id}`);
    expect(shown.state).toBe('preliminary');
    expect(shown.reads).toMatchObject([
      { state: 'queued', issues: 'final', independent: true },
      { state: 'completed', issues: 'preliminary', breakGlassId: act.id },
    ]);
    // What was read by break-glass meets no promise: the clock of the owed read runs on.
    expect(shown.clocks).toMatchObject([{ readId: study.reads[0], state: 'running' }]);
    const page = await server.call<string>('GET', `/studies/${study.id}/reports`, {
      token: physician.token,
      headers: { accept: 'text/plain' },
    });
    expect(page.body).toContain('EMERGENCY');
    expect(await types(study)).toEqual(
      ['requested', 'confirmed', 'confirmed', 'granted', 'taken'].map((moment) => `break-glass.${moment}`),
    );
    expect(JSON.stringify(await scene.events(study))).not.toMatch(/awake|Rae|M1/);
    const looks = await server.asOwner<{ action: string }>(
      'select action from access_log where study_id = $1 and reason is not null',
      [study.id],
    );
    expect(looks.map(({ action }) => action)).toContain('break-glass.take');
    // Every other path still refuses the same reader.
    const again = await call(manager, 'POST', `/reads/${study.reads[0]}/assign`, {
      readerId: rae.readerId,
      reason: 'Try',
    });
    expect([again.status, again.body.code]).toEqual([409, 'eligibility/privilege']);
  });

  it('is confirmed by two different people who hold the office there, and by nobody who asked or reads', async () => {
    const study = await waiting();
    await siteAsked(study);
    const { body: act } = await ask(study, {}, server.administrator);
    const both = await server.person('administrator', { office: 'medical-director' });
    const clerk = await server.person('hospital', { organizationId: scene.healthSystemId });
    const tries: [string, Person, number][] = [
      ['facility-physician', clerk, 403],
      ['facility-physician', stranger, 404],
      ['facility-physician', director, 403],
      ['medical-director', physician, 403],
      ['medical-director', server.administrator, 403],
      ['medical-director', manager, 403],
      ['medical-director', rae.person, 403],
      ['supervisor', manager, 409],
    ];
    for (const [as, by, status] of tries) expect([as, (await confirm(act.id, as, by)).status]).toEqual([as, status]);
    expect((await confirm(act.id, 'medical-director', both)).status).toBe(200);
    expect(outcome(await confirm(act.id, 'facility-physician', both))).toEqual([403, 'break-glass/not-your-office']);
    expect(outcome(await confirm(act.id, 'medical-director', both))).toEqual([409, 'break-glass/same-person']);
    const race = await Promise.all([1, 2].map(() => confirm(act.id, 'facility-physician', physician)));
    expect(race.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await types(study)).toEqual(
      ['requested', 'confirmed', 'confirmed', 'granted'].map((moment) => `break-glass.${moment}`),
    );
  });

  it('is not asked for by a reader or a hospital, nor for a study of somebody else, nor twice at once', async () => {
    const study = await waiting();
    await siteAsked(study);
    const statuses = [];
    for (const by of [physician, stranger, rae.person]) statuses.push((await ask(study, {}, by)).status);
    expect(statuses).toEqual([403, 404, 404]);
    const headers = { 'idempotency-key': randomUUID() };
    const made = await Promise.all([1, 2].map(() => ask(study, {}, manager, headers)));
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[1]?.body.id).toBe(made[0]?.body.id);
    expect(outcome(await ask(study))).toEqual([409, 'break-glass/open']);
    const { id } = made[0]!.body;
    for (const [method, path, body] of [
      ['GET', `/break-glass/${id}`, undefined],
      ['GET', `/studies/${study.id}/break-glass`, undefined],
      ['POST', `/break-glass/${id}/confirm`, { as: 'facility-physician' }],
      ['POST', `/break-glass/${id}/take`, undefined],
    ] as const)
      expect([path, (await call(stranger, method, path, body)).status]).toEqual([path, 404]);
    expect((await call<{ items: BreakGlass[] }>(stranger, 'GET', '/break-glass')).body.items).toEqual([]);
    const own = await call<{ items: BreakGlass[] }>(rae.person, 'GET', '/break-glass');
    expect(own.body.items.map((each) => each.id)).toEqual([id]);
  });

  it('is for critical and STAT work, and for nobody who fails a rule that is never set aside', async () => {
    const routine = await waiting('routine');
    await siteAsked(routine);
    expect(outcome(await ask(routine))).toEqual([409, 'break-glass/not-pressing']);
    const study = await waiting();
    await siteAsked(study);
    await server.asOwner(`update reader set competences = '{MR}', version = version + 1 where id = $1`, [rae.readerId]);
    await scene.refresh();
    expect(outcome(await ask(study))).toEqual([409, 'break-glass/never']);
  });

  it('asks for the legal instrument where a licence is missing', async () => {
    const study = await waiting();
    await siteAsked(study);
    await server.asOwner('delete from licence where reader_id = $1', [rae.readerId]);
    await server.asOwner('update reader set version = version + 1 where id = $1', [rae.readerId]);
    await scene.refresh();
    const refused = await ask(study);
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'instruments.licence']);
    const licence = { kind: 'emergency-order', reference: 'GA-7', issuedBy: 'State of Texas', validUntil: null };
    expect((await ask(study, { instruments: { licence } })).body.rules).toMatchObject([
      { code: 'licence', ground: 'recorded-instrument', instrument: licence },
      { code: 'privilege', instrument: null },
    ]);
  });

  it('is refused while an eligible reader is signed on, also between the grant and the taking', async () => {
    const { study, id } = await granted();
    const ada = await scene.reader('Dr Ada Byrd', rae);
    expect(outcome(await take(id))).toEqual([409, 'break-glass/somebody-eligible']);
    expect((await call<Study>(manager, 'GET', `/studies/${study.id}`)).body.reads).toHaveLength(1);
    expect(outcome(await ask(await waiting()))).toEqual([409, 'break-glass/somebody-eligible']);
    await server.asOwner('update reading_session set ended_at = overread_now() where reader_id = $1', [ada.readerId]);
    await scene.refresh();
    expect((await take(id)).status).toBe(200);
  });

  it('sets aside exactly what was confirmed: a rule more that fails by then refuses, and opens nothing', async () => {
    const { study, id } = await granted();
    await server.asOwner('delete from licence where reader_id = $1', [rae.readerId]);
    await server.asOwner('update reader set version = version + 1 where id = $1', [rae.readerId]);
    expect(outcome(await take(id))).toEqual([409, 'break-glass/rules-changed']);
    expect((await call<Study>(manager, 'GET', `/studies/${study.id}`)).body.reads).toHaveLength(1);
  });

  it('is taken once, by the reader it was confirmed for, however often they ask', async () => {
    const { study, id } = await granted();
    const zoe = await scene.reader('Dr Zoe Lund');
    await server.asOwner('update reading_session set ended_at = overread_now() where reader_id = $1', [zoe.readerId]);
    await scene.refresh();
    expect((await take(id, zoe.person)).status).toBe(404);
    const headers = { 'idempotency-key': randomUUID() };
    const same = await Promise.all([1, 2].map(() => take(id, rae.person, headers)));
    expect(same.map(({ status, body }) => [status, body.read.id])).toEqual(
      [200, 200].map((ok) => [ok, same[0]?.body.read.id]),
    );
    expect(outcome(await take(id))).toEqual([409, 'break-glass/not-granted']);
    expect((await call<Study>(manager, 'GET', `/studies/${study.id}`)).body.reads).toHaveLength(2);
  });

  it('ends with the event it was granted for, also before its time', async () => {
    const [site] = await server.asOwner<{ code: string }>('select code from facility where id = $1', [
      scene.facilityId,
    ]);
    const declaring = { title: 'Train', facilities: [site!.code], hours: 12 };
    const { body: event } = await call<{ id: string }>(physician, 'POST', '/mass-casualty-events', declaring);
    const study = await waiting();
    await siteAsked(study);
    const { body: act } = await ask(study, { eventId: event.id });
    await confirm(act.id, 'facility-physician', physician);
    expect((await confirm(act.id, 'medical-director', director)).body.state).toBe('granted');
    await call(physician, 'POST', `/mass-casualty-events/${event.id}/end`);
    expect((await call(manager, 'GET', `/break-glass/${act.id}`)).body.state).toBe('expired');
    expect(outcome(await take(act.id))).toEqual([409, 'break-glass/not-granted']);
    expect((await call<Study>(manager, 'GET', `/studies/${study.id}`)).body.reads).toHaveLength(1);
  });

  it('is reviewed by somebody who had no part in it', async () => {
    const { id } = await granted();
    await take(id);
    const said = { outcome: 'justified', comment: 'No other way.' };
    const review = (by: Person) => call(by, 'POST', `/break-glass/${id}/review`, said);
    expect(outcome(await review(director))).toEqual([403, 'break-glass/own-act']);
    expect((await review(physician)).status).toBe(403);
    const due = await call<{ items: BreakGlass[] }>(server.administrator, 'GET', '/break-glass?state=unreviewed');
    expect(due.body.items.map((each) => each.id)).toContain(id);
    const auditor = await server.person('auditor');
    expect((await review(auditor)).body).toMatchObject({ state: 'reviewed', review: said });
    expect(outcome(await review(auditor))).toEqual([409, 'break-glass/reviewed']);
  });

  it('is counted apart, by facility and rule', async () => {
    const { id } = await granted();
    await take(id);
    await siteAsked(await waiting());
    const now = (await scene.now()).getTime();
    const [from, to] = [-1, 1].map((days) => new Date(now + days * 86_400_000).toISOString());
    const figures = (by: Person) =>
      call<{ items: BreakGlassRow[] }>(by, 'GET', `/analytics/break-glass?from=${from}&to=${to}`);
    expect((await figures(physician)).body.items).toMatchObject([
      {
        requested: 1,
        granted: 1,
        taken: 1,
        readAgain: 0,
        reviewed: 0,
        reviewOverdue: 0,
        takenByRule: { privilege: 1 },
      },
    ]);
    expect((await figures(stranger)).body.items).toEqual([]);
    expect((await figures(rae.person)).status).toBe(403);
  });

  it('expires by itself, and an overdue review is told, across a restart', async () => {
    const [open, taken] = [await granted(), await granted()];
    await take(taken.id);
    const config = { roles: new Set(ROLES.filter((role) => role === 'dispatcher')) };
    await server.clock.advance({ minutes: 4 * 24 * 60 });
    const timers = await startTestServer({ on: server.fresh, config });
    await eventually('both', async () => {
      const told = [...(await types(open.study)), ...(await types(taken.study))];
      return (told.includes('break-glass.expired') && told.includes('break-glass.escalated')) || undefined;
    });
    await timers.close();
    expect(outcome(await take(open.id))).toEqual([409, 'break-glass/not-granted']);
    const later = await startTestServer({ on: server.fresh, config });
    await later.close();
    expect((await types(open.study)).filter((type) => type === 'break-glass.expired')).toHaveLength(1);
  }, 60_000);
});
