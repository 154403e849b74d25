import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem, Report, Signed, Study } from '@overread/wire';
import { NetworkDirectory } from '@overread/features';
import { randomUUID } from 'node:crypto';
import { ReadingScene, type HeldRead, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let hospital: Person;
beforeAll(async () => {
  // Studies of the scene are STAT, which no floor ever holds.
  server = await startTestServer({ config: { roles: new Set(['api']), integrityFloorSeconds: { CT: 3600 } } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Bea Ohm');
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
}, 60_000);
afterAll(() => server.close());

const body = { sections: { findings: 'Clear.' }, impression: 'Normal head CT.', conclusion: 'normal' };
const act = <Body = Signed & Problem>(by: SignedOn, read: string | undefined, action: string, more: object = {}) =>
  server.call<Body>('POST', `/reads/${read}/${action}`, { token: by.person.token, body, ...more });
const opened = async (reads: HeldRead[], changes: Partial<Parameters<ReadingScene['study']>[1]> = {}) => {
  const study = await scene.study(reads, changes);
  for (const [place, { by }] of reads.entries()) {
    const answer = await act(by, study.reads[place], 'open');
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }
  return study;
};
const studyOf = async ({ id }: PlacedStudy) =>
  (await server.call<Study>('GET', `/studies/${id}`, { token: hospital.token })).body;
const reportsOf = async ({ id }: PlacedStudy, by: Person = hospital) =>
  (await server.call<{ items: Report[] }>('GET', `/studies/${id}/reports`, { token: by.token })).body.items;
const types = async (study: PlacedStudy) => (await scene.events(study)).map(({ type }) => type);

describe('a final', () => {
  it('leaves with its author, ends the read, the study and the clock, and counts in the session', async () => {
    const study = await opened([{ by: ada }]);
    const before = await completedReads(ada);
    const signed = await act(ada, study.reads[0], 'final', { body: { ...body, author: { name: 'Somebody else' } } });
    expect(signed.status).toBe(200);
    expect(signed.body).toMatchObject({
      read: { id: study.reads[0], state: 'completed' },
      report: { kind: 'final', ...body, author: { id: ada.readerId, name: 'Dr Ada Byrd' }, flags: [], told: null },
    });
    const after = await studyOf(study);
    expect(after).toMatchObject({ state: 'final', eta: null, clocks: [{ state: 'met' }] });
    expect(after.clocks[0]?.stoppedAt).toBe(signed.body.report.signedAt);
    expect(await completedReads(ada)).toBe(before + 1);
    const directory = server.app.get(NetworkDirectory, { strict: false });
    await eventually(
      'the count of the session, in the directory',
      () => directory.snapshot().readers.get(ada.readerId)?.session?.completedReads === before + 1 || undefined,
    );
    expect(await types(study)).toEqual(['read.opened', 'report.finalized', 'read.completed', 'sla.stopped']);
    expect(JSON.stringify(await scene.events(study))).not.toContain('Normal head CT');
  });

  it('is signed once, whoever presses twice', async () => {
    const study = await opened([{ by: ada }]);
    const both = await Promise.all([1, 2].map(() => act(ada, study.reads[0], 'final')));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const refused = both.find(({ status }) => status === 409);
    expect(['read/completed', 'report/already-signed']).toContain(refused?.body.code);
    expect(await reportsOf(study)).toHaveLength(1);
    expect((await types(study)).filter((type) => type === 'report.finalized')).toHaveLength(1);
  });

  it('with the same Idempotency-Key is told again, not signed again', async () => {
    const study = await opened([{ by: ada }]);
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => act(ada, study.reads[0], 'final', { headers })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.report.id)).size).toBe(1);
    const other = await act(ada, study.reads[0], 'final', { headers, body: { ...body, impression: 'Other' } });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency/key-reused' });
  });

  it('waits for the read to be opened, by its own reader', async () => {
    const study = await scene.study([{ by: ada }, { by: bea, issues: 'preliminary' }]);
    expect((await act(ada, study.reads[0], 'final')).body).toMatchObject({ status: 409, code: 'read/not-open' });
    expect((await act(bea, study.reads[0], 'final')).body).toMatchObject({ status: 403, code: 'read/not-yours' });
    expect((await act({ ...ada, person: hospital }, study.reads[0], 'final')).status).toBe(403);
    const unseen = await scene.study([{ by: bea }]);
    expect((await act(ada, unseen.reads[0], 'final')).status).toBe(404);
  });

  it('needs an impression, a conclusion, and the version it was written on when one is named', async () => {
    const study = await opened([{ by: ada }]);
    const invalid = [{ impression: ' ', conclusion: 'normal' }, { impression: 'Normal.' }, { ...body, critical: true }];
    for (const each of invalid) {
      const refused = await act(ada, study.reads[0], 'final', { body: each });
      expect([refused.status, refused.body.errors?.length]).toEqual([422, 1]);
    }
    const stale = await act(ada, study.reads[0], 'final', { headers: { 'if-match': '"v3"' } });
    expect(stale.status).toBe(412);
    expect((await act(ada, study.reads[0], 'final', { headers: { 'if-match': '"v4"' } })).status).toBe(200);
  });

  it('past its target tells the breach that nobody noticed, then stops the clock as late', async () => {
    const study = await opened([{ by: ada }]);
    await server.asOwner(`update sla_clock set due_at = started_at - interval '1 minute' where study_id = $1`, [
      study.id,
    ]);
    await act(ada, study.reads[0], 'final');
    expect((await types(study)).slice(-2)).toEqual(['sla.breached', 'sla.stopped']);
    expect((await studyOf(study)).clocks).toMatchObject([{ state: 'late' }]);
  });
});

describe('an integrity floor', () => {
  it('holds a final until its author attests why; the report then leaves, marked', async () => {
    const study = await opened([{ by: ada }], { priority: 'routine' });
    const held = await act(ada, study.reads[0], 'final');
    expect(held.body).toMatchObject({ status: 409, code: 'integrity/attestation-required', floorSeconds: 3600 });
    const attestation = { reason: 'Read on the workstation of the hospital' };
    const signed = await act(ada, study.reads[0], 'final', { body: { ...body, attestation } });
    expect(signed.body.report.flags).toEqual(['integrity-attested']);
  });

  it('never holds what is critical, nor a preliminary', async () => {
    const study = await opened([{ by: ada }], { priority: 'routine' });
    expect((await act(ada, study.reads[0], 'preliminary')).status).toBe(200);
    const critical = { ...body, conclusion: 'critical' };
    expect((await act(ada, study.reads[0], 'final', { body: critical })).status).toBe(200);
  });
});

describe('a legal rule that holds no more', () => {
  it('blocks the final alone: the text is kept, and a person is called', async () => {
    const study = await opened([{ by: ada }]);
    const licence = (until: string | null) =>
      server.asOwner(
        `with l as (update licence set valid_until = $2 where reader_id = $1) update reader set version = version + 1 where id = $1`,
        [ada.readerId, until],
      );
    await licence('2026-05-03T00:00:00Z');
    const headers = { 'idempotency-key': randomUUID() };
    const refused = await act(ada, study.reads[0], 'final', { headers });
    expect(refused.body).toMatchObject({ status: 409, code: 'eligibility/licence', textKept: true });
    expect(refused.body.detail).toContain('licence US-TX expired 2026-05-03');
    const draft = await server.call('GET', `/reads/${study.reads[0]}/draft`, { token: ada.person.token });
    expect(draft.body).toMatchObject(body);
    const calls = (await scene.events(study)).filter(({ type }) => type === 'read.uncovered');
    expect(calls).toMatchObject([{ data: { cause: 'final-blocked', failed: ['licence'] } }]);
    expect((await act(ada, study.reads[0], 'preliminary')).status).toBe(200);
    await licence(null);
    expect((await act(ada, study.reads[0], 'final', { headers })).status).toBe(200);
    expect(await studyOf(study)).toMatchObject({ state: 'final' });
  });
});

describe('a preliminary and an independent final', () => {
  const plan = (): HeldRead[] => [
    { by: bea, issues: 'preliminary' },
    { by: ada, independent: true },
  ];

  it('come from two readers, who both stay visible', async () => {
    const study = await opened(plan());
    const preliminary = await act(bea, study.reads[0], 'preliminary');
    expect(preliminary.body).toMatchObject({ read: { state: 'completed' }, report: { kind: 'preliminary' } });
    expect(await studyOf(study)).toMatchObject({
      state: 'preliminary',
      clocks: [{ state: 'met' }, { state: 'running' }],
    });
    expect((await act(ada, study.reads[1], 'final')).status).toBe(200);
    expect(await studyOf(study)).toMatchObject({ state: 'final', clocks: [{ state: 'met' }, { state: 'met' }] });
    const reports = await reportsOf(study);
    expect(reports.map(({ kind, author }) => [kind, author.name])).toEqual([
      ['preliminary', 'Dr Bea Ohm'],
      ['final', 'Dr Ada Byrd'],
    ]);
    expect(await types(study)).not.toContain('discrepancy.found');
  });

  it('may be signed in the same moment: neither is lost, and the study is final', async () => {
    const study = await opened(plan());
    const both = await Promise.all([act(bea, study.reads[0], 'preliminary'), act(ada, study.reads[1], 'final')]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const after = await studyOf(study);
    expect(after).toMatchObject({ state: 'final', clocks: [{ state: 'met' }, { state: 'met' }] });
    expect(await reportsOf(study)).toHaveLength(2);
  });

  it('tell of it when the final changes what must be done', async () => {
    const study = await opened(plan());
    await act(bea, study.reads[0], 'preliminary');
    await act(ada, study.reads[1], 'final', {
      body: { ...body, impression: 'Bleed.', critical: true, conclusion: null },
    });
    const reports = await reportsOf(study);
    expect(reports[1]).toMatchObject({ conclusion: 'critical' });
    const found = (await scene.events(study)).filter(({ type }) => type === 'discrepancy.found');
    expect(found).toMatchObject([{ data: { reportId: reports[1]?.id, formerReportId: reports[0]?.id } }]);
  });

  it('make a preliminary that nobody has begun needless, and its clock void', async () => {
    const study = await scene.study(plan());
    await act(ada, study.reads[1], 'open');
    await act(ada, study.reads[1], 'final');
    const after = await studyOf(study);
    expect(after.reads.map(({ state }) => state)).toEqual(['cancelled', 'completed']);
    expect(after.clocks.map(({ readId }) => readId)).toEqual([study.reads[1]]);
    expect(
      await server.asOwner('select 1 from sla_clock where study_id = $1 and voided_at is not null', [study.id]),
    ).toHaveLength(1);
  });

  it('of one reader on one read leave the clock running until the final', async () => {
    const study = await opened([{ by: ada }]);
    expect((await act(ada, study.reads[0], 'preliminary')).body.read.state).toBe('in-progress');
    expect((await studyOf(study)).clocks).toMatchObject([{ state: 'running' }]);
    expect((await act(ada, study.reads[0], 'preliminary')).body).toMatchObject({
      status: 409,
      code: 'report/already-issued',
    });
    expect((await act(ada, study.reads[0], 'final')).status).toBe(200);
  });
});

describe('a result by voice', () => {
  it('comes before any report, with who was told and the true time', async () => {
    const study = await scene.study([{ by: ada }]);
    const at = new Date(Date.now() - 120_000).toISOString();
    const told = { to: { name: 'Dr Emre Ward' }, at, impression: 'Large bleed.', conclusion: 'critical' };
    const verbal = await act(ada, study.reads[0], 'verbal', { body: told });
    expect(verbal.body).toMatchObject({
      read: { state: 'in-progress', startedAt: expect.any(String) },
      report: { kind: 'verbal', told: { name: 'Dr Emre Ward', at }, conclusion: 'critical' },
    });
    expect(await studyOf(study)).toMatchObject({ state: 'reading', clocks: [{ state: 'running' }] });
    expect(await types(study)).toEqual(['read.verbal', 'critical-result.found']);
    const early = { ...told, at: new Date(Date.now() + 3_600_000).toISOString() };
    expect((await act(ada, study.reads[0], 'verbal', { body: early })).body).toMatchObject({
      status: 422,
      code: 'verbal/in-future',
    });
  });
});

describe('an addendum', () => {
  it('is its author’s, and leaves the final as it was signed', async () => {
    const study = await opened([{ by: ada }, { by: bea, issues: 'preliminary' }]);
    expect((await act(ada, study.reads[0], 'addendum')).body).toMatchObject({ status: 409, code: 'report/no-final' });
    const final = (await act(ada, study.reads[0], 'final')).body.report;
    const added = await act(ada, study.reads[0], 'addendum', {
      body: { impression: 'Compared with priors: unchanged.' },
    });
    expect(added.body.report).toMatchObject({ kind: 'addendum', conclusion: null });
    expect((await act(bea, study.reads[0], 'addendum')).body).toMatchObject({
      status: 403,
      code: 'addendum/not-author',
    });
    expect((await reportsOf(study)).find(({ id }) => id === final.id)).toEqual(final);
    expect((await types(study)).at(-1)).toBe('report.addended');
  });

  it('is theirs who cover for an author that is off, and nobody else’s', async () => {
    const text = { body: { impression: 'Compared with priors: unchanged.' } };
    const dan = await scene.reader('Dr Dan Roe');
    const cleo = await scene.reader('Dr Cleo Ash', dan);
    const study = await opened([{ by: dan }]);
    const [read] = study.reads;
    expect((await act(dan, read, 'final')).status).toBe(200);
    expect((await act(cleo, read, 'addendum', text)).status).toBe(404);
    await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [dan.sessionId]);
    await scene.refresh();
    expect((await act(bea, read, 'addendum', text)).status).toBe(404);
    const headers = { 'idempotency-key': randomUUID() };
    const [added, again] = [
      await act(cleo, read, 'addendum', { ...text, headers }),
      await act(cleo, read, 'addendum', { ...text, headers }),
    ];
    expect(added.body).toMatchObject({
      read: { id: read, state: 'completed', reader: { name: 'Dr Dan Roe' } },
      report: { kind: 'addendum', author: { id: cleo.readerId, name: 'Dr Cleo Ash' } },
    });
    expect(again.body).toEqual(added.body);
    expect((await scene.events(study)).at(-1)).toMatchObject({ type: 'report.addended', actor: cleo.person.id });
    const looks = await server.asOwner('select action, reason from access_log where study_id = $1 and principal = $2', [
      study.id,
      cleo.person.id,
    ]);
    expect(looks).toEqual([{ action: 'read.addendum', reason: 'covers for the author, who is off' }]);
    await server.asOwner('update licence set valid_until = overread_now() where reader_id = $1', [cleo.readerId]);
    await scene.refresh();
    expect((await act(cleo, read, 'addendum', text)).body).toMatchObject({ status: 409, code: 'eligibility/licence' });
    expect((await act(dan, read, 'addendum', text)).status).toBe(200);
  });
});

const completedReads = async ({ sessionId }: SignedOn) =>
  (
    await server.asOwner<{ n: number }>('select completed_reads as n from reading_session where id = $1', [sessionId])
  )[0]!.n;
