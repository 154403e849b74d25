import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Duty, Problem, Report, Retracted, Retraction, Study } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

type Answered = Retracted & Problem;
const WRONG_PATIENT = { kind: 'wrong-patient', reason: 'Images of Jane Roe' } as const;

let demo: DemoServer;
let grace: DemoPerson;
let hospital: DemoPerson;
let admin: DemoPerson;
beforeAll(async () => {
  demo = await startDemoServer();
  grace = await demo.signOn('Grace Okafor');
  hospital = await demo.as('imaging@mercy.example');
  admin = await demo.as('admin@overread.example');
}, 120_000);
afterAll(() => demo.close());

const call = <Body = Answered>(by: DemoPerson, method: string, path: string, body?: unknown, headers = {}) =>
  demo.server.call<Body>(method, path, { token: by.token(), headers, ...(body === undefined ? {} : { body }) });
/** A study that Grace has opened. */
const opened = async () => {
  const study = await hospital.client.studies.submit(
    studyBody({ facility: 'mercy-north', requester: { name: 'Dr Emre Ward', phone: '+1-555-0100' } }),
  );
  const read = study.reads[0]!;
  await admin.client.reads.assign(read.id, { readerId: grace.readerId!, reason: 'Test' });
  await grace.client.reads.accept(read.id, {});
  await grace.client.reads.open(read.id, {});
  return { study, read: read.id };
};
const reported = async () => {
  const { study, read } = await opened();
  const { report } = await grace.client.reads.final(read, reportBody({ impression: 'Bleed.' }));
  return { study, read, report };
};
const retract = (by: DemoPerson, read: string, body: object = WRONG_PATIENT, headers = {}) =>
  call(by, 'POST', `/reads/${read}/retract`, body, headers);
const dutiesOf = async ({ id }: Study) =>
  (await call<{ items: Duty[] }>(hospital, 'GET', `/studies/${id}/duties`)).body.items;

describe('a retraction by the author', () => {
  it('marks the report wherever it is read, plans another read with a clock, and tells those who were told', async () => {
    const { study, read, report } = await reported();
    const { status, body } = await retract(grace, read);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      retraction: { ...WRONG_PATIENT, reportIds: [report.id], replacementReadId: body.replacement?.id },
      reports: [{ id: report.id, flags: ['retracted'] }],
      replacement: { purpose: 'primary', issues: 'final', state: 'queued' },
    });
    const shown = await hospital.client.studies.get(study.id);
    expect(shown.state).toBe('retracted');
    expect(
      shown.clocks.filter(({ readId, state }) => readId === body.replacement?.id && state === 'running'),
    ).toHaveLength(1);
    const reports = (await hospital.client.studies.reports(study.id)).items;
    expect(reports).toMatchObject([{ id: report.id, flags: ['retracted'] }]);
    const text = await call<string>(hospital, 'GET', `/studies/${study.id}/reports?format=text`);
    expect(text.body).toMatch(/^RETRACTED: FINAL REPORT/);
    expect(await dutiesOf(study)).toMatchObject([
      {
        id: body.notices[0],
        kind: 'retraction',
        source: 'wrong-patient',
        owedTo: 'clinician',
        to: { name: 'Dr Emre Ward' },
      },
    ]);
    const { items } = (await call<{ items: Retraction[] }>(hospital, 'GET', `/studies/${study.id}/retractions`)).body;
    expect(items).toMatchObject([{ ...WRONG_PATIENT, by: { name: grace.user.name } }]);
    const [told] = await demo.happened(study.id, 'report.retracted', 'data');
    expect(told).toMatchObject({ kind: 'wrong-patient', reportIds: [report.id], notices: 1 });
    const log = JSON.stringify(await demo.server.asOwner('select data from event where study_id = $1', [study.id]));
    expect(log).not.toMatch(/Jane Roe|Emre/);
  });

  it('lets somebody take the new read and give the right result, which the study then stands on', async () => {
    const { study, read } = await reported();
    const { replacement } = (await retract(grace, read)).body;
    await admin.client.reads.assign(replacement!.id, { readerId: grace.readerId!, reason: 'Again' });
    await grace.client.reads.accept(replacement!.id, {});
    await grace.client.reads.open(replacement!.id, {});
    await grace.client.reads.final(replacement!.id, reportBody({ impression: 'Normal.' }));
    const shown = await hospital.client.studies.get(study.id);
    expect(shown.state).toBe('final');
    expect(shown.clocks.find(({ readId }) => readId === replacement!.id)?.state).toBe('met');
    const reports = (await hospital.client.studies.reports(study.id)).items;
    expect(reports.map(({ flags }) => flags.includes('retracted'))).toEqual([true, false]);
  });

  it('gives the new read to whoever takes the next one', async () => {
    const { read } = await reported();
    const { replacement } = (await retract(grace, read)).body;
    const queue = (await admin.client.work.queue()).items;
    expect(queue.map(({ readId }) => readId)).toContain(replacement!.id);
    let taken = await grace.client.work.next();
    for (let count = 0; taken !== null && taken.read.id !== replacement!.id && count < 20; count++) {
      await grace.client.reads.open(taken.read.id, {});
      await grace.client.reads.final(taken.read.id, reportBody());
      taken = await grace.client.work.next();
    }
    expect(taken?.read.id).toBe(replacement!.id);
    await grace.client.reads.release(replacement!.id, {});
  });

  it('closes what was owed about the report, and tells again whoever had been reached', async () => {
    const { study, read } = await opened();
    const found = await grace.client.duties.criticalResult(read, { category: 'urgent', finding: 'Bleed' });
    await grace.client.duties.attempt(found.id, { channel: 'phone', person: 'Nurse Kim', outcome: 'reached' });
    await grace.client.reads.final(read, reportBody({ conclusion: 'critical' }));
    await retract(grace, read);
    const duties = await dutiesOf(study);
    expect(duties.find(({ id }) => id === found.id)).toMatchObject({
      state: 'closed',
      closure: { outcome: 'report-retracted', by: null },
    });
    const notices = duties.filter(({ kind }) => kind === 'retraction');
    expect(new Set(notices.map(({ to }) => to?.name))).toEqual(new Set(['Dr Emre Ward', 'Nurse Kim']));
  });

  it('voids the study’s pairs, which say nothing any more', async () => {
    const { study, read } = await reported();
    const row = { healthSystemId: study.healthSystemId, read, study: study.id };
    await demo.server.asOwner(
      `insert into read_pair (health_system_id, id, study_id, facility_id, first_read_id, second_read_id, first_reader_id,
         second_reader_id, modality_family, priority, patient_class, mode, kind, sampling, compared_at, version)
       select health_system_id, gen_random_uuid(), study_id, facility_id, id, gen_random_uuid(), reader_id,
         gen_random_uuid(), 'CT', 'stat', 'emergency', 'blind', 'second-read', 'random', now(), 1 from read where id = $1`,
      [row.read],
    );
    await retract(grace, read);
    const pairs = await demo.server.asOwner<{ voided: boolean }>(
      'select voided_at is not null as voided from read_pair where study_id = $1',
      [row.study],
    );
    expect(pairs).toEqual([{ voided: true }]);
  });
});

describe('a retraction', () => {
  it('is the author’s or an administrator’s, and of what was signed', async () => {
    const { read } = await reported();
    const sam = await demo.as('Eleanor Shaw');
    const manager = await demo.as('manager@lonestar.example');
    const stranger = await demo.as('imaging@harbour.example');
    const codes = [];
    for (const by of [hospital, manager, stranger, sam]) codes.push((await retract(by, read)).status);
    expect(codes).toEqual([403, 403, 404, 404]);
    const elsewhere = await retract(grace, read, { ...WRONG_PATIENT, reportId: randomUUID() });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'report/not-found']);
    const wordless = await retract(grace, read, { kind: 'other', reason: '' });
    expect([wordless.status, wordless.body.errors?.[0]?.path]).toEqual([422, 'reason']);
    const stale = await retract(grace, read, WRONG_PATIENT, { 'if-match': '"v999"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'request/stale']);
    const unsigned = await retract(grace, (await opened()).read);
    expect([unsigned.status, unsigned.body.code]).toEqual([409, 'retract/nothing-signed']);
    expect((await retract(admin, read)).status).toBe(200);
  });

  it('happens once, whoever asks twice, and once for an Idempotency-Key', async () => {
    const { study, read } = await reported();
    const both = await Promise.all([grace, admin].map((by) => retract(by, read)));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('retract/already-retracted');
    expect(await demo.happened(study.id, 'report.retracted')).toHaveLength(1);
    const other = await reported();
    const headers = { 'idempotency-key': randomUUID() };
    const same = await Promise.all([1, 2].map(() => retract(grace, other.read, WRONG_PATIENT, headers)));
    expect(same.map(({ body, status }) => [status, body.retraction.id])).toEqual(
      Array(2).fill([200, same[0]!.body.retraction.id]),
    );
    expect((await hospital.client.studies.get(other.study.id)).reads).toHaveLength(other.study.reads.length + 1);
  });

  it('meets an addendum being signed: it withdraws it too, or leaves nothing to add to', async () => {
    for (let round = 0; round < 4; round++) {
      const { study, read } = await reported();
      const [withdrawn, added] = await Promise.all([
        retract(grace, read),
        call(grace, 'POST', `/reads/${read}/addendum`, reportBody({ impression: 'Also a fracture.' })),
      ]);
      expect(withdrawn.status).toBe(200);
      if (added.status !== 200) expect([added.status, added.body.code]).toEqual([409, 'report/no-final']);
      const { items } = (await call<{ items: Report[] }>(hospital, 'GET', `/studies/${study.id}/reports`)).body;
      expect(items).toHaveLength(added.status === 200 ? 2 : 1);
      expect(items.every(({ flags }) => flags.includes('retracted'))).toBe(true);
      expect((await hospital.client.studies.get(study.id)).state).toBe('retracted');
    }
  });
});
