import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Duty, Problem } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { ReadingScene, type HeldRead, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Answered = Duty & Problem;

let server: TestServer;
let scene: ReadingScene;
let elsewhere: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let hospital: Person;
let stranger: Person;
let manager: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  elsewhere = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Bea Ohm');
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
  stranger = await server.person('hospital', { organizationId: elsewhere.healthSystemId });
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
}, 60_000);
afterAll(() => server.close());

const report = { sections: {}, impression: 'Subdural bleed.', conclusion: 'normal' };
const call = <Body = Answered>(by: Person, method: string, path: string, body?: unknown, headers = {}) =>
  server.call<Body>(method, path, { token: by.token, headers, ...(body === undefined ? {} : { body }) });
const open = async (reads: HeldRead[]): Promise<PlacedStudy> => {
  const study = await scene.study(reads, { requester: { name: 'Dr Emre Ward', phone: '+1-555-0100' } });
  for (const [place, { by }] of reads.entries())
    expect((await call(by.person, 'POST', `/reads/${study.reads[place]}/open`)).status).toBe(200);
  return study;
};
/** A study whose final Ada has signed. */
const reported = async (changes: object = {}): Promise<PlacedStudy> => {
  const study = await open([{ by: ada }]);
  const signed = await call(ada.person, 'POST', `/reads/${study.reads[0]}/final`, { ...report, ...changes });
  expect(signed.status).toBe(200);
  return study;
};
/** Bea's preliminary says nothing is there; Ada's final says otherwise. */
const contradicted = async (): Promise<PlacedStudy> => {
  const study = await open([{ by: bea, issues: 'preliminary' }, { by: ada }]);
  await call(bea.person, 'POST', `/reads/${study.reads[0]}/preliminary`, report);
  const final = { ...report, conclusion: 'actionable' };
  expect((await call(ada.person, 'POST', `/reads/${study.reads[1]}/final`, final)).status).toBe(200);
  return study;
};
const dutiesOf = async ({ id }: PlacedStudy, by = hospital) =>
  (await call<{ items: Duty[] }>(by, 'GET', `/studies/${id}/duties`)).body.items;
const onlyDuty = async (study: PlacedStudy) => {
  const [duty, ...more] = await dutiesOf(study);
  expect([duty === undefined, more]).toEqual([false, []]);
  return duty!;
};
const types = async (study: PlacedStudy, prefix: string) =>
  (await scene.events(study)).map(({ type }) => type).filter((type) => type.startsWith(prefix));
const KNOWS = { name: 'Dr Emre Ward', role: 'emergency physician' };

describe('a final that contradicts the preliminary', () => {
  it('is owed to the clinician until the hospital acknowledges it by name, and closed with what came of it', async () => {
    const study = await contradicted();
    const duty = await onlyDuty(study);
    expect(duty).toMatchObject({
      kind: 'discrepancy',
      source: 'final-over-preliminary',
      owedTo: 'clinician',
      to: { name: 'Dr Emre Ward', contact: '+1-555-0100' },
      state: 'open',
      study: { priority: 'stat', modalityFamily: 'CT' },
    });
    const early = await call(hospital, 'POST', `/duties/${duty.id}/close`, { outcome: 'Recalled' });
    expect([early.status, early.body.code]).toEqual([409, 'duty/not-acknowledged']);
    const tried = { channel: 'pager', person: 'Dr Emre Ward', outcome: 'message-left' };
    const attempt = await call(ada.person, 'POST', `/duties/${duty.id}/attempts`, tried);
    expect(attempt.body).toMatchObject({ state: 'open', attempts: [{ ...tried, by: { name: ada.person.user.name } }] });
    const known = await call(hospital, 'POST', `/duties/${duty.id}/acknowledge`, { ...KNOWS, patientLeft: true });
    expect(known.body).toMatchObject({ state: 'acknowledged', patientLeft: true, acknowledgement: KNOWS });
    const closed = await call(hospital, 'POST', `/duties/${duty.id}/close`, { outcome: 'Patient called back' });
    expect(closed.body).toMatchObject({ state: 'closed', closure: { outcome: 'Patient called back' } });
    expect(await types(study, 'discrepancy')).toEqual(
      ['found', 'notified', 'acknowledged', 'closed'].map((moment) => `discrepancy.${moment}`),
    );
    expect(JSON.stringify(await scene.events(study))).not.toMatch(/Emre|Subdural|called back/);
  });

  it('is not the readers’ to acknowledge, unless the clinician said so by voice', async () => {
    const { id } = await onlyDuty(await contradicted());
    const refused = await call(ada.person, 'POST', `/duties/${id}/acknowledge`, KNOWS);
    expect([refused.status, refused.body.code]).toEqual([403, 'duty/other-side']);
    const byManager = await call(manager, 'POST', `/duties/${id}/acknowledge`, KNOWS);
    expect(byManager.body.code).toBe('duty/other-side');
    const spoken = await call(ada.person, 'POST', `/duties/${id}/acknowledge`, { ...KNOWS, readBack: true });
    expect(spoken.body).toMatchObject({ state: 'acknowledged', acknowledgement: { readBack: true } });
  });

  it('is acknowledged once, whoever comes at the same time', async () => {
    const study = await contradicted();
    const { id } = await onlyDuty(study);
    const both = await Promise.all(
      ['Dr One', 'Dr Two'].map((name) => call(hospital, 'POST', `/duties/${id}/acknowledge`, { name })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('duty/already-acknowledged');
    expect(await types(study, 'discrepancy.acknowledged')).toHaveLength(1);
  });

  it('is acted on as it was seen, and once for an Idempotency-Key', async () => {
    const study = await contradicted();
    const { id } = await onlyDuty(study);
    const shown = await call(hospital, 'GET', `/duties/${id}`);
    const etag = shown.headers.get('etag') ?? '';
    const tried = { channel: 'phone', person: 'Dr Emre Ward', outcome: 'not-reached' };
    const headers = { 'if-match': etag, 'idempotency-key': randomUUID() };
    const twice = await Promise.all([1, 2].map(() => call(hospital, 'POST', `/duties/${id}/attempts`, tried, headers)));
    expect(twice.map(({ status, body }) => [status, body.attempts.length])).toEqual([
      [200, 1],
      [200, 1],
    ]);
    const stale = await call(hospital, 'POST', `/duties/${id}/acknowledge`, KNOWS, { 'if-match': etag });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
    expect(await types(study, 'discrepancy.notified')).toHaveLength(1);
  });
});

describe('what a submitter reports back', () => {
  const told = { note: 'The fracture is on the left' };

  it('is owed to those who read, who acknowledge it; the hospital does not', async () => {
    const study = await reported();
    const headers = { 'idempotency-key': randomUUID() };
    const [made, again] = await Promise.all(
      [1, 2].map(() => call(hospital, 'POST', `/studies/${study.id}/discrepancies`, told, headers)),
    );
    expect([made?.status, again?.status, again?.body.id]).toEqual([201, 201, made?.body.id]);
    expect(made?.body).toMatchObject({ source: 'submitter', owedTo: 'readers', note: told.note, to: null });
    const { items } = (await call<{ items: Duty[] }>(ada.person, 'GET', `/studies/${study.id}/discrepancies`)).body;
    expect(items.map(({ id }) => id)).toEqual([made?.body.id]);
    const address = `/duties/${made?.body.id}/acknowledge`;
    const wrong = await call(hospital, 'POST', address, KNOWS);
    expect([wrong.status, wrong.body.code]).toEqual([403, 'duty/other-side']);
    expect((await call(ada.person, 'POST', address, { name: 'Dr Ada Byrd' })).body.state).toBe('acknowledged');
    expect(JSON.stringify(await scene.events(study))).not.toContain('fracture');
  });

  it('names a report of this study, which has one', async () => {
    const study = await open([{ by: ada }]);
    const none = await call(hospital, 'POST', `/studies/${study.id}/discrepancies`, told);
    expect([none.status, none.body.code]).toEqual([409, 'discrepancy/nothing-reported']);
    const other = { ...told, reportId: randomUUID() };
    const signed = await reported();
    const wrong = await call(hospital, 'POST', `/studies/${signed.id}/discrepancies`, other);
    expect([wrong.status, wrong.body.code]).toEqual([404, 'report/not-found']);
    const empty = await call(hospital, 'POST', `/studies/${signed.id}/discrepancies`, { note: ' ' });
    expect([empty.status, empty.body.errors?.[0]?.path]).toEqual([422, 'note']);
  });

  it('is the submitter’s to report: no reader’s, and no other health system’s', async () => {
    const study = await reported();
    const statuses = [];
    for (const by of [ada.person, manager, bea.person, stranger])
      statuses.push((await call(by, 'POST', `/studies/${study.id}/discrepancies`, told)).status);
    expect(statuses).toEqual([403, 403, 404, 404]);
  });
});

describe('a critical result', () => {
  const finding = { category: 'urgent', finding: 'Tension pneumothorax' };
  const found = (by: SignedOn, study: PlacedStudy, body: object = finding, headers = {}) =>
    call(by.person, 'POST', `/reads/${study.reads[0]}/critical-results`, body, headers);

  it('is told before any report, also from a preliminary read, within the minutes of its category', async () => {
    const study = await open([{ by: ada, issues: 'preliminary' }]);
    const { status, body } = await found(ada, study, { ...finding, to: { name: 'Nurse Kim', phone: '+1-555-0199' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: 'critical-result',
      source: 'urgent',
      targetMinutes: 60,
      to: { name: 'Nurse Kim', contact: '+1-555-0199' },
      note: 'Tension pneumothorax',
    });
    expect(Date.parse(body.dueAt) - Date.parse(body.openedAt)).toBe(3_600_000);
    const tried = { channel: 'phone', person: 'Nurse Kim', outcome: 'reached' };
    await call(ada.person, 'POST', `/critical-results/${body.id}/attempts`, tried);
    const known = await call(ada.person, 'POST', `/critical-results/${body.id}/acknowledge`, { name: 'Nurse Kim' });
    expect(known.body).toMatchObject({ state: 'acknowledged', acknowledgement: { name: 'Nurse Kim' } });
    expect(await types(study, 'critical-result')).toEqual(
      ['found', 'notified', 'acknowledged'].map((moment) => `critical-result.${moment}`),
    );
    expect(JSON.stringify(await scene.events(study))).not.toMatch(/pneumothorax|Kim/);
  });

  it('that is immediate reaches nobody by fax', async () => {
    const { body } = await found(ada, await open([{ by: ada }]), { ...finding, category: 'immediate' });
    const faxed = { channel: 'fax', person: 'Dr Emre Ward', outcome: 'reached' };
    const refused = await call(ada.person, 'POST', `/critical-results/${body.id}/attempts`, faxed);
    expect([refused.status, refused.body.code]).toEqual([422, 'critical-result/by-voice']);
  });

  it('is the reader’s who has the read, and made once for an Idempotency-Key', async () => {
    const study = await open([{ by: ada }]);
    const headers = { 'idempotency-key': randomUUID() };
    const twice = await Promise.all([1, 2].map(() => found(ada, study, finding, headers)));
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1);
    const statuses = [];
    for (const by of [hospital, manager, bea.person, stranger])
      statuses.push((await call(by, 'POST', `/reads/${study.reads[0]}/critical-results`, finding)).status);
    expect(statuses).toEqual([403, 403, 404, 404]);
    expect(await dutiesOf(study)).toHaveLength(1);
  });

  it('goes by its own name alone', async () => {
    const { id } = await onlyDuty(await contradicted());
    const wrong = await call(hospital, 'POST', `/critical-results/${id}/acknowledge`, KNOWS);
    expect([wrong.status, wrong.body.code]).toEqual([404, 'duty/not-found']);
  });

  it('is opened by a critical signature, once for a preliminary and its final', async () => {
    const study = await open([{ by: ada }]);
    const critical = { ...report, conclusion: null, critical: true };
    await call(ada.person, 'POST', `/reads/${study.reads[0]}/preliminary`, critical);
    const duty = await onlyDuty(study);
    expect(duty).toMatchObject({ kind: 'critical-result', source: 'immediate', targetMinutes: 15, state: 'open' });
    await call(ada.person, 'POST', `/reads/${study.reads[0]}/final`, critical);
    expect((await onlyDuty(study)).id).toBe(duty.id);
  });

  it('told by voice says whom it reached', async () => {
    const study = await open([{ by: ada }]);
    const verbal = { to: { name: 'Dr Emre Ward' }, impression: 'Bleed', conclusion: 'critical' };
    expect((await call(ada.person, 'POST', `/reads/${study.reads[0]}/verbal`, verbal)).status).toBe(200);
    expect(await onlyDuty(study)).toMatchObject({
      to: { name: 'Dr Emre Ward' },
      attempts: [{ person: 'Dr Emre Ward', outcome: 'reached' }],
    });
  });
});

describe('the list of duties', () => {
  const list = (by: Person, query = '') => call<{ items: Duty[]; next: string | null }>(by, 'GET', `/duties${query}`);

  it('shows everyone what is theirs, and nobody else’s', async () => {
    const study = await contradicted();
    const { id } = await onlyDuty(study);
    const amy = await scene.reader('Dr Amy Lee', ada);
    const seen = async (by: Person) => (await list(by)).body.items.some((duty) => duty.id === id);
    for (const by of [hospital, manager, ada.person, bea.person, server.administrator])
      expect(await seen(by)).toBe(true);
    for (const by of [stranger, amy.person]) expect(await seen(by)).toBe(false);
    for (const path of [`/duties/${id}`, `/studies/${study.id}/duties`, `/studies/${study.id}/discrepancies`])
      expect((await call(stranger, 'GET', path)).status).toBe(404);
    for (const [action, body] of Object.entries({
      attempts: { channel: 'phone', person: 'x', outcome: 'reached' },
      acknowledge: KNOWS,
      close: { outcome: 'x' },
    }))
      expect((await call(stranger, 'POST', `/duties/${id}/${action}`, body)).status).toBe(404);
    const auditor = await server.person('auditor');
    expect((await call(auditor, 'POST', `/duties/${id}/acknowledge`, KNOWS)).status).toBe(403);
    const looks = await server.asOwner(
      'select 1 from access_log where action = $1 and study_id = $2 and principal = $3',
      ['duty.view', study.id, ada.person.id],
    );
    expect(looks.length).toBeGreaterThan(0);
  });

  it('says nothing to a second reader who has not handed in an opinion, in rows or in the log', async () => {
    const study = await scene.study([{ by: ada }, { by: bea, purpose: 'secondary', issues: 'opinion' }]);
    await call(ada.person, 'POST', `/reads/${study.reads[0]}/open`);
    const critical = { category: 'immediate', finding: 'Bleed' };
    const made = await call(ada.person, 'POST', `/reads/${study.reads[0]}/critical-results`, critical);
    expect(made.status).toBe(201);
    expect((await list(bea.person)).body.items.map(({ id }) => id)).not.toContain(made.body.id);
    expect((await call(bea.person, 'GET', `/duties/${made.body.id}`)).status).toBe(404);
    expect((await call(bea.person, 'GET', `/studies/${study.id}/duties`)).status).toBe(403);
    const topics = await server.asOwner<{ topic: string }>(
      `select topic from event_topic join event using (position) where study_id = $1 and type = 'critical-result.found'`,
      [study.id],
    );
    const reached = topics.map(({ topic }) => topic);
    expect(reached).not.toContain(`worklist:${bea.readerId}`);
    expect(reached).toEqual(
      expect.arrayContaining(['network', `health-system:${scene.healthSystemId}`, `worklist:${ada.readerId}`]),
    );
    expect(reached).toContain(`reading-group:${ada.readingGroupId}`);
  });

  it('has the most urgent first, those that somebody knows of behind, page by page', async () => {
    const all: Duty[] = [];
    let after = '';
    do {
      const { body } = await list(hospital, `?limit=2${after}`);
      all.push(...body.items);
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after !== '');
    expect(all.length).toBeGreaterThan(6);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const places = all.map(({ dueAt, state }) => `${state === 'open' ? 0 : 1} ${dueAt}`);
    expect(places).toEqual(places.toSorted());
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['open', 'acknowledged']));
    const closed = (await list(hospital, '?state=closed&kind=discrepancy')).body.items;
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.every(({ kind, state }) => kind === 'discrepancy' && state === 'closed')).toBe(true);
    const [first] = all;
    expect((await list(hospital, `?facility=${first?.facility}`)).body.items.length).toBe(all.length);
    expect((await list(hospital, '?facility=nowhere')).body.items).toEqual([]);
  });
});
