import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Study } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

const push = { mode: 'push' } as const;

describe('a coverage ladder', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  beforeEach(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
  });
  afterEach(() => demo.close());

  const submit = (changes = {}) => mercy.client.studies.submit(studyBody(changes));
  const readOf = async (studyId: string, ordinal = 0) => (await mercy.client.studies.get(studyId)).reads[ordinal]!;
  const broadened = async ({ id }: Study) =>
    (await demo.happened(id, 'read.broadened', 'data')).map(({ reason, tiers }) => [reason, tiers]);

  it('keeps nearshore out while somebody onshore is signed on, and lets it in after 45 minutes', async () => {
    await demo.signOn('Grace Okafor');
    const toronto = await demo.signOn('Chloe Martin', push);
    const study = await submit({ priority: 'routine', patientClass: 'inpatient' });
    await demo.server.clock.advance({ minutes: 44 });
    await demo.dispatch();
    expect(await broadened(study)).toEqual([]);
    expect(await toronto.client.work.next()).toBeNull();
    await demo.server.clock.advance({ minutes: 1 });
    await demo.dispatch();
    expect(await broadened(study)).toEqual([['after-minutes', ['nearshore']]]);
    expect(await readOf(study.id)).toMatchObject({ state: 'assigned', tier: 'nearshore', ladderStep: 1 });
  });

  it('lets nearshore in at once when nobody eligible onshore is signed on', async () => {
    const toronto = await demo.signOn('Chloe Martin', push);
    const study = await submit();
    await demo.dispatch();
    expect(await broadened(study)).toEqual([['nobody-signed-on', ['nearshore']]]);
    expect(await readOf(study.id)).toMatchObject({ state: 'assigned', reader: { id: toronto.readerId } });
  });

  it('opens the onshore final once the offshore preliminary is in', async () => {
    const hannah = await demo.signOn('Hannah Weiss', push);
    const study = await submit({ facility: 'mercy-south', payer: 'medicare' });
    const sydney = await demo.signOn('Priya Raman', push);
    await demo.dispatch();
    expect(await readOf(study.id, 0)).toMatchObject({ state: 'assigned', reader: { id: sydney.readerId } });
    expect(await readOf(study.id, 1)).toMatchObject({ state: 'queued', ladderStep: -1 });
    const { id } = study.reads[0]!;
    await sydney.client.reads.accept(id, {});
    await sydney.client.reads.open(id, {});
    await sydney.client.reads.preliminary(id, reportBody());
    await demo.dispatch();
    expect(await broadened(study)).toEqual([['read-completed', ['onshore']]]);
    expect(await readOf(study.id, 1)).toMatchObject({ state: 'assigned', reader: { id: hannah.readerId } });
  });

  it('takes unopened routine work from a reader for a critical study when nobody eligible is free', async () => {
    const grace = await demo.signOn('Grace Okafor', push);
    const routine = await submit({ facility: 'mercy-north', priority: 'routine', patientClass: 'inpatient' });
    await demo.dispatch();
    await grace.client.reads.accept(routine.reads[0]!.id, {});
    const critical = await submit({ facility: 'mercy-north', priority: 'critical' });
    await demo.dispatch();
    expect(await readOf(critical.id)).toMatchObject({ state: 'assigned', reader: { id: grace.readerId } });
    expect(await readOf(routine.id)).toMatchObject({ state: 'queued', reader: null });
    expect(await demo.happened(routine.id, 'read.released', 'data')).toEqual([
      expect.objectContaining({ reason: 'preempted', forReadId: critical.reads[0]!.id }),
    ]);
    const { client } = await demo.as('admin@overread.example');
    const { decisions } = (await client.studies.explanation(critical.id)).reads[0]!;
    expect(decisions.map(({ trigger }) => trigger)).toEqual(['preempted']);
    // It was not their choice: they have the routine study next.
    await grace.client.reads.accept(critical.reads[0]!.id, {});
    await grace.client.reads.open(critical.reads[0]!.id, {});
    await grace.client.reads.final(critical.reads[0]!.id, reportBody());
    expect((await grace.client.work.next())?.study.id).toBe(routine.id);
  });

  it('pre-empts neither what is open nor what presses', async () => {
    const grace = await demo.signOn('Grace Okafor');
    const hannah = await demo.signOn('Hannah Weiss');
    const [opened, pressing] = [await submit({ priority: 'routine' }), await submit({ priority: 'stat' })];
    expect((await grace.client.work.next())?.study.id).toBe(pressing.id);
    expect((await hannah.client.work.next())?.study.id).toBe(opened.id);
    await hannah.client.reads.open(opened.reads[0]!.id, {});
    const critical = await submit({ facility: 'mercy-north', priority: 'critical' });
    await demo.dispatch();
    expect(await readOf(critical.id)).toMatchObject({ state: 'queued' });
    expect(await readOf(pressing.id)).toMatchObject({ state: 'in-progress' });
  });

  it('pre-empts nobody while somebody eligible is free to take the critical study', async () => {
    const grace = await demo.signOn('Grace Okafor');
    const routine = await submit({ facility: 'mercy-north', priority: 'routine', patientClass: 'inpatient' });
    await grace.client.work.next();
    const free = await demo.signOn('Samuel Boone');
    const critical = await submit({ facility: 'mercy-north', priority: 'critical' });
    await demo.dispatch();
    expect(await readOf(routine.id)).toMatchObject({ state: 'in-progress', reader: { id: grace.readerId } });
    expect((await free.client.work.next())?.study.id).toBe(critical.id);
  });

  it('releases what a reader has not opened when they sign off, and leaves them what is open', async () => {
    const grace = await demo.signOn('Grace Okafor');
    const [opened, untouched] = [await submit(), await submit({ priority: 'routine' })];
    await grace.client.work.next();
    await grace.client.work.next();
    await grace.client.reads.open(opened.reads[0]!.id, {});
    const session = await demo.sessionOf(grace);
    await grace.client.work.signOff(session.id);
    await demo.dispatch();
    expect(await readOf(untouched.id)).toMatchObject({ state: 'queued', reader: null });
    expect(await demo.happened(untouched.id, 'read.released', 'data')).toEqual([
      expect.objectContaining({ by: 'session-ended', readerId: grace.readerId }),
    ]);
    expect(await readOf(opened.id)).toMatchObject({ state: 'in-progress', reader: { id: grace.readerId } });
    expect((await grace.client.reads.final(opened.reads[0]!.id, reportBody())).read.state).toBe('completed');
    // They turned nothing down: back on shift, they may have it.
    await demo.signOn('Grace Okafor');
    expect((await grace.client.work.next())?.study.id).toBe(untouched.id);
  });
});
