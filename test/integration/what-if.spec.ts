import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import type { Problem, WhatIfRun } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Answer, type Call, type Person, type TestServer } from '../support/test-server.js';

const STUDIES = 12;
const READING_MINUTES = 20;

describe('a past day played again', () => {
  let server: TestServer;
  let ada: SignedOn;
  let bob: SignedOn;
  let period: { from: string; to: string };
  let administrator: Person;

  beforeAll(async () => {
    server = await startTestServer({ config: { roles: new Set(['api', 'follower']) } });
    administrator = server.administrator;
    await server.clock.set('2026-11-20T12:00:00Z');
    const scene = await ReadingScene.of(server);
    ada = await scene.reader('Ada');
    bob = await scene.reader('Bob');
    // Ada read all of them, one after the other: the last waited for hours, while Bob had nothing to do.
    const began = plusMinutes(await scene.now(), 1);
    await server.clock.set(plusMinutes(began, 600).toISOString());
    for (let study = 0; study < STUDIES; study++) {
      const startedAt = plusMinutes(began, study * READING_MINUTES);
      const read = { by: ada, queuedAt: began, startedAt, openedAt: startedAt, dueAt: plusMinutes(began, 65) };
      const done = { completedAt: plusMinutes(startedAt, READING_MINUTES), state: 'completed' as const };
      await scene.study([{ ...read, ...done, ladder: [], expectedMinutes: READING_MINUTES }], {
        state: 'final',
        receivedAt: began,
        readyAt: began,
      });
    }
    period = { from: plusMinutes(began, -1).toISOString(), to: plusMinutes(began, 60).toISOString() };
  });
  afterAll(() => server.close());

  const ask = <Body = WhatIfRun>(body: object, call: Call = {}): Promise<Answer<Body>> =>
    server.call<Body>('POST', '/what-if', { token: administrator.token, body: { ...period, ...body }, ...call });
  const get = async (id: string): Promise<WhatIfRun> =>
    (await server.call<WhatIfRun>('GET', `/what-if/${id}`, { token: administrator.token })).body;
  const done = (id: string): Promise<WhatIfRun> =>
    eventually('the end of the run', async () => {
      const run = await get(id);
      return run.finishedAt === null ? undefined : run;
    });

  it('says what happened beside what the product would have done, with no hard rule broken', async () => {
    const asked = await ask({ name: 'As it was' });
    expect(asked).toMatchObject({ status: 202, body: { state: 'queued', progress: 0, result: null } });
    const { result, ...run } = await done(asked.body.id);
    expect(run).toMatchObject({ state: 'done', progress: 1, failure: null, askedBy: administrator.id });
    // Ada finished three in the hour; with Bob beside her six are.
    expect(result?.happened).toMatchObject({ studies: STUDIES, breaches: STUDIES - 3, violations: 0 });
    expect(result?.happened?.minutesByReader).toEqual([
      { readerId: ada.readerId, name: 'Ada', minutes: STUDIES * READING_MINUTES },
    ]);
    expect(result?.asItWas).toMatchObject({ studies: STUDIES, breaches: STUDIES - 6, violations: 0, unread: 0 });
    expect(result?.tried).toEqual(result?.asItWas);
    expect(result).toMatchObject({ changedHands: 0, saved: 0, lost: 0 });
  });

  it('shows who would have read what without a reader, and what is lost by it', async () => {
    const { body } = await ask({ change: { withoutReaders: [bob.readerId] } });
    const { result } = await done(body.id);
    expect(result?.tried.minutesByReader.map(({ name }) => name)).toEqual(['Ada']);
    expect(result?.tried.breaches).toBe(STUDIES - 3);
    // Which are on time may differ, how many may not.
    expect(result!.lost - result!.saved).toBe(3);
    expect(result!.changedHands).toBe(6);
    expect(result?.studies[0]).toMatchObject({ from: { name: 'Bob' }, to: { name: 'Ada' } });
  });

  it('counts nobody as a reader whose contract is gone, and doubles the traffic where asked', async () => {
    const contracts = await server.asOwner<{ id: string }>('select id from contract where reading_group_id = $1', [
      bob.readingGroupId,
    ]);
    // Those that come once more come up to half an hour before or after the one they are like.
    const wider = { from: '2026-11-20T11:00:00Z', to: '2026-11-20T14:00:00Z' };
    const change = { withoutContracts: contracts.map(({ id }) => id), traffic: 2 };
    const gone = await ask({ ...wider, change });
    const { result } = await done(gone.body.id);
    expect(result?.tried).toMatchObject({ studies: 2 * STUDIES, violations: 0 });
    expect(result?.tried.minutesByReader.map(({ name }) => name)).toEqual(['Ada']);
  });

  it('is begun anew when the server that played it has died, and given up when it ends every server', async () => {
    const left = { tries: 1, name: 'left behind' };
    const bad = { tries: 3, name: 'ends its server' };
    const ids = [];
    for (const { tries, name } of [left, bad]) {
      const id = randomUUID();
      ids.push(id);
      await server.asOwner(
        `insert into what_if_run (id, name, asked_at, asked_by, question, state, tries, progress)
         values ($1, $2, now(), $3, $4, 'running', $5, 0.4)`,
        [id, name, administrator.id, { ...period, name, change: emptyChange, costPerWorkUnit: {}, seed: '1' }, tries],
      );
    }
    expect(await done(ids[0] ?? '')).toMatchObject({ state: 'done', failure: null });
    expect(await done(ids[1] ?? '')).toMatchObject({ state: 'failed', result: null });
  });

  it('is asked once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, again] = [await ask({}, { headers }), await ask({}, { headers })];
    expect(again.body.id).toBe(first.body.id);
    await done(first.body.id);
  });

  it.each([
    ['a period that ends before it begins', { from: '2026-11-20T12:00:00Z', to: '2026-11-19T12:00:00Z' }, 'to'],
    ['more than a week', { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' }, 'to'],
    ['a reader who is not there', { change: { withoutReaders: [randomUUID()] } }, 'change.withoutReaders.0'],
    ['ten times the traffic', { change: { traffic: 10 } }, 'change.traffic'],
    ['a field nobody knows', { change: { weather: 'rain' } }, 'change'],
  ])('refuses %s and names the field', async (_, body, path) => {
    const answer = await ask<Problem>(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((error) => error.path)).toContain(path);
  });

  it('is not for managers, readers and hospitals: it shows every group', async () => {
    const manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
    for (const { token } of [manager, ada.person]) {
      expect((await server.call('GET', '/what-if', { token })).status).toBe(403);
      expect((await server.call('POST', '/what-if', { token, body: period })).status).toBe(403);
    }
    const auditor = await server.person('auditor');
    expect((await server.call('GET', '/what-if', { token: auditor.token })).status).toBe(200);
    expect((await server.call('POST', '/what-if', { token: auditor.token, body: period })).status).toBe(403);
  });
});

const emptyChange = { withoutReaders: [], withoutContracts: [], shifts: [], traffic: 1 };
