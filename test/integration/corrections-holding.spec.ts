import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeaseKeeper, type Lease } from '@overread/platform';
import type { Problem, Study } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { ResumeHeld } from '../../libs/features/src/intake/corrections/resume-held.job.js';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

let demo: DemoServer;
let mercy: DemoPerson;
let harbour: DemoPerson;
let manager: DemoPerson;
let grace: DemoPerson;
let lease: Lease;
beforeAll(async () => {
  demo = await startDemoServer();
  [mercy, harbour] = [await demo.as('imaging@mercy.example'), await demo.as('imaging@harbour.example')];
  manager = await demo.as('manager@lonestar.example');
  grace = await demo.signOn('Grace Okafor');
  const held = await demo.server.app.get(LeaseKeeper).acquire('holds');
  if (!held) throw new Error('another holds the lease');
  lease = held;
});
afterAll(() => demo.close());

const submit = (changes: Parameters<typeof studyBody>[0] = {}) =>
  mercy.client.studies.submit(
    studyBody({ facility: 'mercy-north', priority: 'routine', patientClass: 'outpatient', ...changes }),
  );
const ask = async (
  by: DemoPerson,
  study: { id: string },
  command: string,
  body: object,
  headers: Record<string, string> = {},
) => {
  // The clock has moved: whoever’s token has run out signs in again.
  await by.client.studies.list({ limit: 1 });
  return demo.server.call<Study & Problem>('POST', `/studies/${study.id}/${command}`, {
    token: by.token(),
    body,
    headers,
  });
};
const hold = (study: { id: string }, body: object = {}, by = mercy) =>
  ask(by, study, 'hold', { reason: 'missing-priors', ...body });
const resumeDue = () => demo.server.app.get(ResumeHeld).resumeDue(lease);
const minutesFrom = (iso: string, minutes: number) =>
  new Date(new Date(iso).getTime() + minutes * 60_000).toISOString();
const taken = async (study: { id: string; reads: { id: string }[] }) => {
  const id = study.reads[0]?.id ?? '';
  return grace.client.reads.accept(id, {});
};
const looks = (study: { id: string }) =>
  demo.server.asOwner<{ reason: string }>(
    `select reason from access_log where study_id = $1 and action = 'study.correct' order by at, id`,
    [study.id],
  );

describe('a hold', () => {
  it('is shown with who answers for it, stops the clocks, and ends by a person or by itself', async () => {
    const study = await submit();
    const dueAt = study.clocks[0]?.dueAt ?? '';
    const until = minutesFrom(study.receivedAt, 40);
    const held = await hold(study, { until, note: 'priors of Mrs Doe' });
    expect(held).toMatchObject({
      status: 200,
      body: {
        hold: { reason: 'missing-priors', owner: mercy.user.name, until, note: 'priors of Mrs Doe' },
        clocks: [{ state: 'paused', dueAt: minutesFrom(dueAt, 40) }],
        reads: [{ dueAt: minutesFrom(dueAt, 40) }],
      },
    });
    await demo.server.clock.advance({ minutes: 10 });
    const resumed = await ask(mercy, study, 'resume', {});
    expect(resumed.body).toMatchObject({
      hold: null,
      clocks: [{ state: 'running', dueAt: minutesFrom(dueAt, 10) }],
    });
    await hold(study, { until: minutesFrom(study.receivedAt, 30) });
    await resumeDue();
    expect((await mercy.client.studies.get(study.id)).hold).not.toBeNull();
    await demo.server.clock.advance({ minutes: 60 });
    await Promise.all([resumeDue(), resumeDue()]);
    const after = await mercy.client.studies.get(study.id);
    expect(after).toMatchObject({ hold: null, clocks: [{ dueAt: minutesFrom(dueAt, 30), netMinutes: 40 }] });
    expect(await demo.happened(study.id, 'study.resumed', 'data')).toEqual([
      { reason: 'missing-priors', by: 'person', heldMinutes: 10 },
      { reason: 'missing-priors', by: 'cap', heldMinutes: 20 },
    ]);
    // What was noted may name a patient: it stands with the look, never in the log.
    expect((await looks(study))[0]?.reason).toBe('missing-priors: priors of Mrs Doe');
    expect(JSON.stringify(await demo.happened(study.id, 'study', 'data'))).not.toContain('Doe');
  });

  it('is found by the next leader after a restart, once', async () => {
    const study = await submit();
    await hold(study, {
      until: minutesFrom(study.receivedAt, 5),
    });
    await demo.server.clock.advance({ hours: 3 });
    const rounds = [await resumeDue(), await resumeDue()];
    expect(rounds[1]).toBe(0);
    expect(await demo.happened(study.id, 'study.resumed')).toHaveLength(1);
  });

  it('hides no STAT study: it is still taken, opened and read, its clock running', async () => {
    const study = await submit({ priority: 'stat' });
    expect((await hold(study)).body).toMatchObject({
      hold: { reason: 'missing-priors' },
      clocks: [{ state: 'running' }],
    });
    const read = await taken(study);
    await grace.client.reads.open(read.id, {});
    const signed = await grace.client.reads.final(read.id, reportBody());
    expect(signed.report.kind).toBe('final');
  });

  it('and an acceptance at the same time: one wins, and nothing is half', async () => {
    for (let round = 0; round < 4; round++) {
      const study = await submit();
      const readId = study.reads[0]?.id ?? '';
      const [held, accepted] = await Promise.all([
        hold(study),
        demo.server.call<Problem>('POST', `/reads/${readId}/accept`, { token: grace.token(), body: {} }),
      ]);
      expect(held.status).toBe(200);
      const { state, reader } = (await mercy.client.studies.get(study.id)).reads[0] ?? {};
      expect([state, reader]).toEqual(['queued', null]);
      if (accepted.status === 200) {
        expect(await demo.happened(study.id, 'read.released')).toHaveLength(1);
      } else expect([accepted.status, accepted.body.code]).toEqual([409, 'study/not-readable']);
      await ask(mercy, study, 'cancel', { reason: 'other' });
    }
  });

  it('is asked for by the hospital, the network and the group that reads it, by nobody else', async () => {
    const study = await submit();
    expect((await hold(study, {}, harbour)).body).toMatchObject({ status: 404 });
    expect((await hold({ id: randomUUID() })).status).toBe(404);
    expect((await hold(study, {}, grace)).status).toBe(404);
    const mine = await submit({ priority: 'stat' });
    await taken(mine);
    expect((await hold(mine, {}, grace)).status).toBe(403);
    expect((await hold(study, {}, manager)).status).toBe(200);
    expect((await hold(study, { reason: 'reader-shortage' })).status).toBe(422);
    expect((await hold(study, { until: '2036-01-01T00:00:00Z' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'until' }],
    });
    expect((await ask(mercy, study, 'resume', {}, { 'if-match': '"v1"' })).status).toBe(412);
  });

  it('comes once for an Idempotency-Key', async () => {
    const study = await submit();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { reason: 'site-downtime' };
    const answers = await Promise.all([1, 2].map(() => ask(mercy, study, 'hold', body, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await demo.happened(study.id, 'study.held')).toHaveLength(1);
  });
});

describe('a cancelled study', () => {
  it('is nobody’s work any more: its reader is told, their draft stays, its clocks count nowhere', async () => {
    const study = await submit({ priority: 'stat' });
    const read = await taken(study);
    await grace.client.reads.open(read.id, {});
    await grace.client.reads.saveDraft(read.id, { sections: {}, impression: 'half a thought' });
    const cancelled = await ask(mercy, study, 'cancel', { reason: 'duplicate-order' });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', reads: [{ state: 'cancelled' }], clocks: [] });
    expect(await demo.happened(study.id, 'read.cancelled', 'data')).toMatchObject([
      { wasOpened: true, reason: 'study-cancelled' },
    ]);
    const [told] = await demo.server.asOwner<{ readers: string[] }>(
      `select reader_ids as readers from event where study_id = $1 and type = 'study.cancelled'`,
      [study.id],
    );
    expect(told?.readers).toEqual([grace.readerId]);
    expect(await demo.server.asOwner('select impression from draft where read_id = $1', [read.id])).toEqual([
      { impression: 'half a thought' },
    ]);
    expect((await ask(mercy, study, 'cancel', { reason: 'duplicate-order' })).status).toBe(200);
    expect(await demo.happened(study.id, 'study.cancelled')).toHaveLength(1);
  });

  it('that is to be read after all is planned anew, its clock from now', async () => {
    const study = await submit();
    await ask(mercy, study, 'cancel', { reason: 'exam-not-performed' });
    await demo.server.clock.advance({ hours: 5 });
    const { body } = await ask(mercy, study, 'reopen', { reason: 'exam-performed-after-all' });
    expect(body).toMatchObject({ state: 'ready' });
    expect(body.reads.filter(({ state }) => state === 'queued')).toHaveLength(study.reads.length);
    expect(body.clocks[0]?.startedAt).toBe(body.readyAt);
    expect(new Date(body.clocks[0]?.startedAt ?? 0).getTime()).toBeGreaterThan(
      new Date(study.receivedAt).getTime() + 4 * 3_600_000,
    );
    expect(await demo.happened(study.id, 'study.reopened', 'data')).toEqual([{ reason: 'exam-performed-after-all' }]);
  });

  it('and a signature at the same time: one wins, and nothing is half', async () => {
    for (let round = 0; round < 4; round++) {
      const study = await submit({ priority: 'stat' });
      const read = await taken(study);
      await grace.client.reads.open(read.id, {});
      const [signed, cancelled] = await Promise.all([
        demo.server.call<Problem>('POST', `/reads/${read.id}/final`, { token: grace.token(), body: reportBody() }),
        ask(mercy, study, 'cancel', { reason: 'ordered-in-error' }),
      ]);
      const after = await mercy.client.studies.get(study.id);
      const reports = (await mercy.client.studies.reports(study.id)).items;
      if (signed.status === 200) {
        expect([cancelled.status, cancelled.body.code]).toEqual([409, 'study/has-results']);
        expect([after.state, reports.length, after.clocks[0]?.state]).toEqual(['final', 1, 'met']);
      } else {
        expect([signed.status, cancelled.status]).toEqual([
          signed.body.code === 'read/not-found' ? 404 : signed.status,
          200,
        ]);
        expect([after.state, reports.length, after.clocks.length]).toEqual(['cancelled', 0, 0]);
      }
    }
  });

  it('is the hospital’s or the network’s to cancel, and of its own health system', async () => {
    const study = await submit();
    const body = { reason: 'other' };
    const by = await Promise.all([harbour, manager, grace].map((each) => ask(each, study, 'cancel', body)));
    expect(by.map(({ status }) => status)).toEqual([404, 403, 404]);
    expect((await ask(mercy, study, 'cancel', {})).status).toBe(422);
    expect((await ask(mercy, study, 'reopen', { reason: 'other' })).body.state).toBe('ready');
  });
});

describe('a hold over a night when the clocks change', () => {
  it('ends at its instant', async () => {
    // 01:30 in Houston comes twice on 7 November 2027: an hour after the first is the second.
    await demo.server.clock.set('2027-11-07T06:30:00.000Z');
    const study = await submit();
    const held = await hold(study, { until: '2027-11-07T01:30:00-06:00' });
    expect(held.body.hold?.until).toBe('2027-11-07T07:30:00.000Z');
    await demo.server.clock.set('2027-11-07T07:29:59.000Z');
    await resumeDue();
    expect((await mercy.client.studies.get(study.id)).hold).not.toBeNull();
    await demo.server.clock.set('2027-11-07T07:30:00.000Z');
    await resumeDue();
    const [pause] = (await mercy.client.studies.get(study.id)).pauses;
    expect([pause?.from, pause?.until]).toEqual(['2027-11-07T06:30:00.000Z', '2027-11-07T07:30:00.000Z']);
  });
});
