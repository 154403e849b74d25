import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { finalAnywhere, plusMinutes, type Priority } from '@overread/domain';
import type { WhatIfRun } from '@overread/wire';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const MINUTES = 20;

describe('a past day under a policy on what STAT counts as', () => {
  let server: TestServer;
  let policyId: string;
  let period: { from: string; to: string };

  const admin = <Body>(method: string, path: string, body?: object) =>
    server.call<Body>(method, path, { token: server.administrator.token, ...(body ? { body } : {}) });
  const play = async (priority: object[]): Promise<WhatIfRun> => {
    const plan = finalAnywhere();
    const document = { plans: [plan], rules: [], fallback: plan.name, priority };
    const { body: draft } = await admin<{ number: number }>('POST', `/policies/${policyId}/versions`, { document });
    const change = { policy: { id: policyId, version: draft.number } };
    const { body } = await admin<WhatIfRun>('POST', '/what-if', { ...period, change });
    return eventually('the end of the run', async () => {
      const run = (await admin<WhatIfRun>('GET', `/what-if/${body.id}`)).body;
      return run.finishedAt === null ? undefined : run;
    });
  };

  beforeAll(async () => {
    server = await startTestServer({ config: { roles: new Set(['api', 'follower']) } });
    await server.clock.set('2026-11-20T12:00:00Z');
    const scene = await ReadingScene.of(server);
    const ada: SignedOn = await scene.reader('Ada');
    const plan = finalAnywhere();
    const document = { plans: [plan], rules: [], fallback: plan.name };
    const made = await admin<{ id: string }>('POST', '/policies', { scope: 'network', name: 'Network', document });
    policyId = made.body.id;
    const began = plusMinutes(await scene.now(), 1);
    await server.clock.set(plusMinutes(began, 600).toISOString());
    // An urgent study comes a minute after the first of eight STAT, and before all the others of them.
    const send = async (priority: Priority, minute: number): Promise<void> => {
      const queuedAt = plusMinutes(began, minute);
      const startedAt = plusMinutes(began, minute * MINUTES);
      const read = { by: ada, queuedAt, startedAt, openedAt: startedAt, dueAt: plusMinutes(queuedAt, 240), ladder: [] };
      const done = {
        completedAt: plusMinutes(startedAt, MINUTES),
        state: 'completed' as const,
        expectedMinutes: MINUTES,
      };
      const asked = { priority, requestedPriority: priority, patientClass: 'outpatient' as const };
      await scene.study([{ ...read, ...done }], { ...asked, state: 'final', receivedAt: queuedAt, readyAt: queuedAt });
    };
    await send('stat', 0);
    await send('urgent', 1);
    for (let minute = 2; minute < 9; minute += 1) await send('stat', minute);
    period = { from: plusMinutes(began, -1).toISOString(), to: plusMinutes(began, 60).toISOString() };
  });
  afterAll(() => server.close());

  it('reads the urgent one in its turn where STAT counts as urgent, and last where it does not', async () => {
    const left = (await play([])).result!;
    expect(left.tried.turnaround.urgent).toEqual(left.asItWas.turnaround.urgent);
    expect(left.tried.turnaround.urgent!.maximumWaitMinutes).toBeGreaterThan(5 * MINUTES);
    const rule = {
      id: 'all',
      name: 'Outpatients',
      conditions: [],
      from: 'stat',
      to: 'urgent',
      reason: 'Not an emergency',
    };
    const lowered = (await play([rule])).result!;
    expect(lowered.asItWas.turnaround).toEqual(left.asItWas.turnaround);
    expect(Object.keys(lowered.tried.turnaround)).toEqual(['urgent']);
    // In the order they came: the one that was urgent before waits for the first alone, the last for all.
    const { p50Minutes, maximumWaitMinutes } = lowered.tried.turnaround.urgent!;
    expect(maximumWaitMinutes).toBeLessThan(8 * MINUTES);
    expect(p50Minutes).toBeGreaterThan(left.tried.turnaround.stat!.p50Minutes);
    expect(lowered.notes.join(' ')).toContain('what policy makes of what was asked for');
  });

  it('plays emergencies as what they are, whatever the draft says', async () => {
    await server.asOwner(`update study set patient_class = 'emergency'`);
    const rule = {
      id: 'all',
      name: 'Everybody',
      conditions: [],
      from: 'stat',
      to: 'urgent',
      reason: 'Not an emergency',
    };
    const { tried, asItWas } = (await play([rule])).result!;
    expect(tried.turnaround).toMatchObject({ stat: { studies: 8 }, urgent: { studies: 1 } });
    expect(tried.turnaround.urgent).toEqual(asItWas.turnaround.urgent);
  });
});
