import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Adjudication, Comparison, Grading, Problem, ReadPair } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { AdjudicationTimers } from '../../libs/features/src/quality/adjudication-timers.job.js';
import { LeaseKeeper } from '@overread/platform';
import type { PlacedStudy, SignedOn } from '../support/reading-scene.js';
import { opinionOf, report, SecondReadScene } from '../support/second-read-scene.js';
import { startTestServer, type Call, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let second: SecondReadScene;
let ada: SignedOn;
let bea: SignedOn;
let cy: SignedOn;
let hospital: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  second = await SecondReadScene.of(server);
  await second.policy({});
  ada = await second.scene.reader('Dr Ada Byrd');
  bea = await second.scene.reader('Dr Bea Ohm');
  cy = await second.scene.reader('Dr Cy Young');
  hospital = await server.person('hospital', { organizationId: second.scene.healthSystemId });
}, 60_000);
afterAll(() => server.close());

const grade = (by: SignedOn, study: PlacedStudy, body: object, more: Call = {}) =>
  second.act<Grading & Problem>(by, study.reads[1], 'grade', {
    body: { scheme: 'radpeer', findings: [], ...body },
    ...more,
  });
const serious = { score: '2b', comment: 'A nodule in the right apex, missed.' };
const typesOf = async (study: PlacedStudy) => (await second.scene.events(study)).map(({ type }) => type);
const adjudicationsOf = (study: PlacedStudy) =>
  second.rows<{ id: string; read_id: string; owner_group_id: string; due_at: Date; escalations: number }>(
    'adjudication',
    study,
  );
const agreed = () => second.pair({ first: ada, second: bea });
/** A discordant pair and the read of whoever is to judge it, held and opened by Cy. */
const discordant = async (): Promise<{ study: PlacedStudy; third: string }> => {
  const study = await agreed();
  expect((await grade(bea, study, serious)).status).toBe(200);
  const third = await second.take(cy);
  expect(third).toBe((await adjudicationsOf(study))[0]?.read_id);
  expect((await second.act(cy, third ?? '', 'open')).status).toBe(200);
  return { study, third: third ?? '' };
};

describe('a grade', () => {
  it('is given by the second reader with its form, comment and findings, and told without its words', async () => {
    const study = await agreed();
    const findings = [{ finding: 'nodule', first: null, second: '8 mm, right apex' }];
    const given = await grade(bea, study, { score: '2a', comment: ' Small. ', findings });
    expect(given).toMatchObject({
      status: 200,
      body: { score: '2a', scheme: 'radpeer', schemeVersion: '2016', comment: 'Small.', findings, discordant: false },
    });
    const events = await second.scene.events(study);
    const graded = events.filter(({ type }) => type === 'concordance.graded');
    expect(graded).toMatchObject([{ data: { pairId: given.body.pairId, scheme: 'radpeer' } }]);
    expect(JSON.stringify(graded)).not.toMatch(/"2a"|Small|nodule/);
    expect(await adjudicationsOf(study)).toEqual([]);
    expect(await second.rows('read_pair', study)).toMatchObject([{ grade: '2a', grader_id: bea.readerId }]);
  });

  it('from 2b on needs a comment', async () => {
    const study = await agreed();
    expect(await grade(bea, study, { score: '2b' })).toMatchObject({
      status: 422,
      body: { code: 'grading/invalid', errors: [{ path: 'comment', code: 'grading/comment-required' }] },
    });
    expect((await grade(bea, study, { score: '4a', comment: 'why' })).status).toBe(422);
    expect((await grade(bea, study, { scheme: 'birads', score: '1' })).status).toBe(422);
    expect(await second.rows('grading', study)).toEqual([]);
  });

  it('waits for the grader’s own opinion, and for the first report', async () => {
    const study = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await second.sign(ada, study.reads[0], 'normal');
    await second.act(bea, study.reads[1], 'open');
    expect((await grade(bea, study, { score: '1' })).body.code).toBe('grading/opinion-missing');
    const early = await second.scene.study([{ by: ada }, opinionOf(bea)]);
    await second.sign(bea, early.reads[1], 'normal');
    expect((await grade(bea, early, { score: '1' })).body.code).toBe('grading/first-open');
  });

  it('is for nobody else: the first reader, a colleague, a stranger, a hospital, an administrator', async () => {
    const study = await agreed();
    const colleague = await second.scene.reader('Dr Col League', bea);
    const other = await SecondReadScene.of(server);
    const stranger = await other.scene.reader('Dr Elsewhere');
    const answers = await Promise.all([ada, colleague, stranger].map((by) => grade(by, study, { score: '1' })));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'read/not-yours'],
      [404, 'read/not-found'],
      [404, 'read/not-found'],
    ]);
    const asPerson = (token: string) =>
      server.call('POST', `/reads/${study.reads[1]}/grade`, { token, body: { score: '1' } });
    expect((await asPerson(hospital.token)).status).toBe(403);
    expect((await asPerson(server.administrator.token)).status).toBe(403);
    expect((await second.act(ada, study.reads[0], 'grade', { body: { score: '1' } })).body.code).toBe(
      'grading/not-a-pair',
    );
    expect(await second.rows('grading', study)).toEqual([]);
  });

  it('is given once, whoever grades twice at once; the same request is answered again', async () => {
    const study = await agreed();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([
      grade(bea, study, serious, { headers }),
      grade(bea, study, serious, { headers }),
      grade(bea, study, { score: '1' }),
      grade(bea, study, { score: '3a', comment: 'other' }),
    ]);
    expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
    expect(await second.rows('grading', study)).toHaveLength(1);
    expect((await typesOf(study)).filter((type) => type === 'concordance.graded')).toHaveLength(1);
    expect((await grade(bea, study, { score: '1' })).body.code).toBe('grading/already-graded');
    await server.asOwner(`update read set state = 'cancelled' where study_id = $1 and purpose = 'adjudication'`, [
      study.id,
    ]);
  });

  it('outlives the server between the opinion and itself', async () => {
    const study = await agreed();
    const again = await startTestServer({ config: { roles: new Set(['api']) }, on: server.fresh });
    try {
      const answer = await again.call<Grading>('POST', `/reads/${study.reads[1]}/grade`, {
        token: bea.person.token,
        body: { score: '1' },
      });
      expect(answer).toMatchObject({ status: 200, body: { score: '1' } });
    } finally {
      await again.close();
    }
  });

  it('of a patient likely harmed reaches the clinician’s side though both concluded the same', async () => {
    const study = await agreed();
    await grade(bea, study, serious);
    expect(await second.rows('notification_duty', study)).toMatchObject([
      { source: 'second-read', read_id: study.reads[0] },
    ]);
    const told = await second.pair({ first: ada, second: bea, conclusions: ['normal', 'critical'] });
    await grade(bea, told, serious);
    expect(await second.rows('notification_duty', told)).toHaveLength(1);
    await server.asOwner(`update read set state = 'cancelled' where purpose = 'adjudication'`);
  });

  it('by the reader of an independent final is one of the preliminary', async () => {
    const study = await second.scene.study([
      { by: ada, issues: 'preliminary' },
      { by: bea, independent: true },
    ]);
    await second.sign(ada, study.reads[0], 'normal', 'preliminary');
    await second.sign(bea, study.reads[1], 'normal');
    expect(await grade(bea, study, { score: '1' })).toMatchObject({
      status: 200,
      body: { firstReadId: study.reads[0] },
    });
  });
});

describe('a discordant grade', () => {
  it('queues a third read with an owner and a clock, in the same change', async () => {
    const study = await agreed();
    const now = await second.scene.now();
    await grade(bea, study, serious);
    const [adjudication] = await adjudicationsOf(study);
    const reads = await second.rows<{ id: string; purpose: string; state: string; independent: boolean }>(
      'read',
      study,
    );
    expect(reads.find(({ id }) => id === adjudication?.read_id)).toMatchObject({
      purpose: 'adjudication',
      state: 'queued',
      independent: true,
    });
    expect(adjudication?.owner_group_id).not.toBeNull();
    const days = ((adjudication?.due_at.getTime() ?? 0) - now.getTime()) / 86_400_000;
    expect(Math.abs(days - 7)).toBeLessThan(0.01);
    const types = await typesOf(study);
    expect(types).toContain('adjudication.requested');
    await server.asOwner(`update read set state = 'cancelled' where study_id = $1 and purpose = 'adjudication'`, [
      study.id,
    ]);
  });

  it('is judged by neither of the two', async () => {
    const study = await agreed();
    await grade(bea, study, serious);
    expect(await second.take(ada)).toBeNull();
    expect(await second.take(bea)).toBeNull();
    await server.asOwner(`update read set state = 'cancelled' where study_id = $1 and purpose = 'adjudication'`, [
      study.id,
    ]);
  });

  it('shows the third reader both texts, and neither their authors nor the grade', async () => {
    const { study, third } = await discordant();
    const { body, status } = await second.get<Comparison>(`/reads/${third}/comparison`, cy.person);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      seenAs: 'adjudicator',
      first: { ...report(ada, 'normal'), author: null, readId: null },
      second: { ...report(bea, 'normal'), author: null, readId: null },
      grading: null,
    });
    const text = JSON.stringify(body);
    for (const secret of [ada.readerId, bea.readerId, 'Dr Ada', 'Dr Bea', 'nodule']) expect(text).not.toContain(secret);
    const decided = await second.act<Adjudication>(cy, third, 'adjudicate', {
      body: { outcome: 'second', score: '2b', comment: 'The nodule is there.' },
    });
    expect(decided).toMatchObject({ status: 200, body: { state: 'decided', outcome: 'second', score: '2b' } });
    const types = await typesOf(study);
    expect(types.filter((type) => type === 'adjudication.decided')).toHaveLength(1);
    const events = (await second.scene.events(study)).filter(({ type }) => type.startsWith('adjudication'));
    expect(JSON.stringify(events)).not.toContain('nodule');
    const reads = await second.rows<{ id: string; state: string }>('read', study);
    expect(reads.find(({ id }) => id === third)?.state).toBe('completed');
    expect((await second.get<{ state: string }>(`/studies/${study.id}`, hospital)).body.state).toBe('final');
  });

  it('is decided once, with a reason, by whoever holds it, and not as a report', async () => {
    const { third } = await discordant();
    const decide = (by: SignedOn, body: object) =>
      second.act<Adjudication & Problem>(by, third, 'adjudicate', { body });
    const said = { outcome: 'neither', comment: 'Neither saw the fracture.' };
    expect((await decide(cy, { outcome: 'first' })).status).toBe(422);
    expect((await decide(cy, { ...said, outcome: 'both' })).status).toBe(422);
    expect((await decide(bea, said)).body.code).toBe('read/not-yours');
    expect((await second.act(cy, third, 'final', { body: report(cy, 'normal') })).body.code).toBe(
      'adjudication/to-decide',
    );
    const both = await Promise.all([decide(cy, said), decide(cy, { ...said, outcome: 'first' })]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('is escalated to its owner when it is overdue and then to the network, each once, also after a pause', async () => {
    const { study, third } = await discordant();
    const timers = server.app.get(AdjudicationTimers, { strict: false });
    const lease = await server.app.get(LeaseKeeper).acquire('adjudication-timers');
    if (lease === null) throw new Error('the lease is held by somebody else');
    const steps = async () =>
      (await second.scene.events(study))
        .filter(({ type }) => type === 'adjudication.escalated')
        .map(({ data }) => data['to']);
    await timers.escalateDue(lease);
    expect(await steps()).toEqual([]);
    await server.clock.advance({ minutes: 7 * 1440 + 1 });
    await timers.escalateDue(lease);
    await timers.escalateDue(lease);
    expect(await steps()).toEqual(['owner']);
    const listed = await second.get<{ items: Adjudication[] }>('/adjudications?state=overdue', server.administrator);
    const own = listed.body.items.filter(({ studyId }) => studyId === study.id);
    expect(own).toMatchObject([{ state: 'overdue', escalations: 1 }]);
    await server.clock.advance({ minutes: 10 * 1440 });
    await timers.escalateDue(lease);
    expect(await steps()).toEqual(['owner', 'network']);
    await second.act(cy, third, 'adjudicate', { body: { outcome: 'first', comment: 'As first read.' } });
    await server.clock.advance({ minutes: 30 * 1440 });
    await timers.escalateDue(lease);
    expect(await steps()).toHaveLength(2);
  });
});

describe('a reader’s own pairs', () => {
  const pairsOf = async (by: Person, query = '') =>
    (await second.get<{ items: ReadPair[]; next: string | null }>(`/read-pairs${query}`, by)).body;

  it('are listed to the second reader at once and to the first once graded, and to no hospital', async () => {
    const [dee, eve] = [await second.scene.reader('Dr Dee'), await second.scene.reader('Dr Eve')];
    const study = await second.pair({ first: dee, second: eve });
    expect((await pairsOf(dee.person)).items).toEqual([]);
    expect((await second.get(`/reads/${study.reads[0]}/comparison`, dee.person)).status).toBe(404);
    expect((await pairsOf(eve.person, '?graded=false')).items).toMatchObject([
      { studyId: study.id, own: 'second', score: null },
    ]);
    await grade(eve, study, { score: '2a', comment: 'Small.' });
    expect((await pairsOf(dee.person)).items).toMatchObject([{ own: 'first', score: '2a', comment: 'Small.' }]);
    expect((await pairsOf(eve.person, '?graded=false')).items).toEqual([]);
    const seen = await second.get<Comparison>(`/reads/${study.reads[0]}/comparison`, dee.person);
    expect(seen.body).toMatchObject({ seenAs: 'first-reader', grading: { score: '2a' } });
    expect((await second.get('/read-pairs', hospital)).status).toBe(403);
    expect((await second.get('/adjudications', hospital)).status).toBe(403);
    expect((await second.get(`/reads/${study.reads[0]}/comparison`, hospital)).status).toBe(404);
  });

  it('come in pages', async () => {
    const [dee, eve] = [await second.scene.reader('Dr Dee'), await second.scene.reader('Dr Eve')];
    const studies = [await second.pair({ first: dee, second: eve }), await second.pair({ first: dee, second: eve })];
    const first = await pairsOf(eve.person, '?limit=1');
    const rest = await pairsOf(eve.person, `?limit=1&after=${first.next}`);
    expect([...first.items, ...rest.items].map(({ studyId }) => studyId)).toEqual(
      studies.map(({ id }) => id).reverse(),
    );
    expect(rest.next).toBeNull();
  });
});
