import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Explanation, Problem } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

describe('the explanation of a study', () => {
  let demo: DemoServer;
  let admin: DemoPerson;
  let grace: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    admin = await demo.as('admin@overread.example');
    grace = await demo.signOn('Grace Okafor');
  }, 120_000);
  afterAll(() => demo.close());

  const submit = (changes: Parameters<typeof studyBody>[0] = {}) =>
    demo.key('Mercy Health').studies.submit(studyBody({ facility: 'mercy-north', priority: 'stat', ...changes }));
  const explained = async (id: string, who: DemoPerson = admin): Promise<Explanation['reads'][number]> => {
    const [read] = (await who.client.studies.explanation(id)).reads;
    if (!read) throw new Error('a study without a read');
    return read;
  };

  it('says of each read which it is, how it stands, and whoever is closest to reading it first', async () => {
    const { id } = await submit();
    const read = await explained(id);
    expect(read).toMatchObject({ ordinal: 0, purpose: 'primary', issues: 'final', state: 'queued', holder: null });
    expect(read.why).toEqual({ code: 'waiting', text: expect.stringContaining('Step 1') });
    expect([read.eligible.length, read.ineligible.length]).toEqual([read.eligibleCount, read.ineligibleCount]);
    const failed = read.ineligible.map((each) => each.failed.length);
    expect(failed).toEqual(failed.toSorted((a, b) => a - b));
    // Every condition of a step is told.
    expect(read.ladder.every(({ opensWhen }) => opensWhen.length > 0)).toBe(true);
    // A manager is told of their own readers, and counts them alone.
    const own = await explained(id, await demo.as('manager@lonestar.example'));
    expect(own.eligibleCount + own.ineligibleCount).toBe(4);
  });

  it('tells who named the reader, and the reason they gave', async () => {
    const { id, reads } = await submit();
    const { user } = await demo.as('manager@lonestar.example');
    const manager = await demo.as(user.email);
    const body = { readerId: grace.readerId ?? '', reason: 'She knows the patient' };
    await manager.client.reads.assign(reads[0]!.id, body);
    const [decision] = (await explained(id)).decisions;
    expect(decision).toMatchObject({
      trigger: 'manager',
      why: { code: 'named' },
      said: { by: { name: user.name }, reason: 'She knows the patient' },
    });
    await grace.client.reads.accept(reads[0]!.id, {});
    await grace.client.reads.open(reads[0]!.id, {});
    expect(await explained(id)).toMatchObject({ why: { code: 'reading' }, holder: { id: grace.readerId } });
    await grace.client.reads.final(reads[0]!.id, reportBody());
    const done = await explained(id);
    expect(done).toMatchObject({ state: 'completed', why: { code: 'completed' }, holder: { id: grace.readerId } });
    expect(done.decisions.map(({ said }) => said?.reason ?? null)).toEqual(['She knows the patient', null]);
  });

  it('says that a study was cancelled, where it was', async () => {
    const { id } = await submit();
    await admin.client.studies.cancel(id, { reason: 'duplicate-order' });
    expect(await explained(id)).toMatchObject({ state: 'cancelled', why: { code: 'study-cancelled' }, onTime: null });
  });

  it('refuses to be asked about a reader who cannot be one', async () => {
    const { id } = await submit();
    const answer = await demo.server.call<Problem>('GET', `/studies/${id}/explanation?reader=somebody`, {
      token: demo.server.administrator.token,
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map(({ path }) => path)).toEqual(['reader']);
  });
});
