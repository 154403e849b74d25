import { afterAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { Read } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { eventually } from '../support/started-server.js';

const push = { mode: 'push' } as const;

describe('the dispatcher', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  beforeEach(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
  });
  afterEach(() => demo.close());

  /** A study of mercy-north: one final, onshore only, so that Texas alone reads it. */
  const submit = async (changes = {}) => {
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', ...changes }));
    return { studyId: study.id, readId: study.reads[0]!.id };
  };
  const readNow = async (studyId: string): Promise<Read> => (await mercy.client.studies.get(studyId)).reads[0]!;
  const worklist = async ({ client }: DemoPerson) => (await client.work.worklist()).items;
  const happened = (studyId: string) => demo.happened(studyId, 'read.');

  it('offers a waiting read to an idle reader who takes offers, and leaves who chooses for themselves alone', async () => {
    const daniel = await demo.signOn('Daniel Reyes');
    const grace = await demo.signOn('Grace Okafor', push);
    const { studyId, readId } = await submit();
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'assigned', reader: { id: grace.readerId } });
    const [row] = await worklist(grace);
    expect(row).toMatchObject({ readId, place: 'mine', state: 'assigned', offerExpiresAt: '2026-11-22T06:59:30.000Z' });
    expect((await worklist(daniel)).map(({ readId: id }) => id)).not.toContain(readId);
    expect(await grace.client.reads.accept(readId, {})).toMatchObject({ state: 'in-progress', offerExpiresAt: null });
    expect(await happened(studyId)).toEqual(['read.queued', 'read.assigned', 'read.started']);
  });

  it('takes an offer back that nobody accepted, as old as before, and offers it to another', async () => {
    const first = await demo.signOn('Grace Okafor', push);
    const { studyId, readId } = await submit();
    await demo.dispatch();
    const second = await demo.signOn('Hannah Weiss', push);
    await demo.server.clock.advance({ seconds: 91 });
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'assigned', reader: { id: second.readerId } });
    expect(await demo.happened(studyId, 'read.expired', 'data')).toEqual([
      { readerId: first.readerId, waitingSince: '2026-11-22T06:58:00.000Z' },
    ]);
    await expect(first.client.reads.accept(readId, {})).rejects.toMatchObject({ status: expect.any(Number) });
    await second.client.reads.accept(readId, {});
    const [read] = await demo.server.asOwner<{ queued_at: Date }>('select queued_at from read where id = $1', [readId]);
    expect(read?.queued_at.toISOString()).toBe('2026-11-22T06:58:00.000Z');
  });

  it('does not offer a read again to who declined it, and tells the reason', async () => {
    const first = await demo.signOn('Grace Okafor', push);
    const { studyId, readId } = await submit();
    await demo.dispatch();
    const second = await demo.signOn('Hannah Weiss', push);
    await first.client.reads.decline(readId, { code: 'fatigue' });
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'assigned', reader: { id: second.readerId } });
    await second.client.reads.decline(readId, { code: 'competence' });
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'queued', reader: null });
    const told = await demo.happened(studyId, 'read.declined', 'data');
    expect(told.map(({ reason, counts }) => [reason, counts])).toEqual([
      ['fatigue', false],
      ['competence', false],
    ]);
  });

  it('raises a read as uncovered the moment the last who could read it declines', async () => {
    const first = await demo.signOn('Grace Okafor', push);
    const second = await demo.signOn('Hannah Weiss');
    const { studyId, readId } = await submit();
    await demo.dispatch();
    await first.client.reads.decline(readId, { code: 'conflict' });
    expect(await demo.happened(studyId, 'read.uncovered')).toEqual([]);
    await second.client.reads.decline(readId, { code: 'conflict' });
    expect(await demo.happened(studyId, 'read.uncovered', 'data')).toEqual([
      { cause: 'sole-eligible-reader-declined' },
    ]);
  });

  it('gives a released read to another, not to who gave it back', async () => {
    const first = await demo.signOn('Grace Okafor', push);
    const { studyId, readId } = await submit();
    await demo.dispatch();
    await first.client.reads.accept(readId, {});
    await first.client.reads.open(readId, {});
    await first.client.reads.release(readId, { reason: 'called away' });
    expect(await mercy.client.studies.get(studyId)).toMatchObject({ state: 'ready' });
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'queued', reader: null });
    const second = await demo.signOn('Samuel Boone', push);
    await demo.dispatch();
    expect(await readNow(studyId)).toMatchObject({ state: 'assigned', reader: { id: second.readerId } });
  });

  it("carries out a manager's choice as an offer, with its reason, and takes it from who has not opened it", async () => {
    const manager = await demo.as('manager@lonestar.example');
    const [grace, hannah] = [await demo.signOn('Grace Okafor'), await demo.signOn('Hannah Weiss')];
    const { studyId, readId } = await submit();
    await grace.client.work.next();
    const assigned = await manager.client.reads.assign(readId, {
      readerId: hannah.readerId!,
      reason: 'knows the case',
    });
    expect(assigned).toMatchObject({ state: 'assigned', reader: { id: hannah.readerId } });
    await hannah.client.reads.accept(readId, {});
    await hannah.client.reads.open(readId, {});
    const again = manager.client.reads.assign(readId, { readerId: grace.readerId!, reason: 'no' });
    await expect(again).rejects.toMatchObject({ status: 409, code: 'read/opened' });
    const told = await demo.happened(studyId, 'read.assigned', 'data');
    expect(told.at(-1)).toMatchObject({ by: 'manager', reason: 'knows the case', readerId: hannah.readerId });
    const { decisions } = (await manager.client.studies.explanation(studyId)).reads[0]!;
    expect(decisions.map(({ trigger, chosen }) => [trigger, chosen])).toEqual([
      ['taken', grace.readerId],
      ['manager', hannah.readerId],
      ['taken', hannah.readerId],
    ]);
  });

  it("does not let a manager assign, or learn of, another group's readers", async () => {
    const manager = await demo.as('manager@lonestar.example');
    const chloe = await demo.signOn('Chloe Martin');
    const { studyId, readId } = await submit();
    const assigned = manager.client.reads.assign(readId, { readerId: chloe.readerId!, reason: 'lend a hand' });
    await expect(assigned).rejects.toMatchObject({ status: 404 });
    expect(await readNow(studyId)).toMatchObject({ state: 'queued', reader: null });
    const admin = await demo.as('admin@overread.example');
    const told = admin.client.reads.assign(readId, { readerId: chloe.readerId!, reason: 'lend a hand' });
    await expect(told).resolves.toMatchObject({ state: 'assigned', tier: 'nearshore' });
  });

  it('offers one read at a time: the next when the first is signed', async () => {
    const grace = await demo.signOn('Grace Okafor', push);
    const [first, second] = [await submit(), await submit()];
    await demo.dispatch();
    await demo.dispatch();
    const offers = (await worklist(grace)).filter(({ place }) => place === 'mine');
    expect(offers).toHaveLength(1);
    const { readId } = offers[0]!;
    await grace.client.reads.accept(readId, {});
    await grace.client.reads.open(readId, {});
    await grace.client.reads.final(readId, reportBody());
    await demo.dispatch();
    const other = first.readId === readId ? second : first;
    expect(await readNow(other.studyId)).toMatchObject({ state: 'assigned', reader: { id: grace.readerId } });
  });
});

describe('the dispatcher of a running server', () => {
  let demo: DemoServer;
  afterAll(() => demo.close());

  it('offers by itself, woken by the log', async () => {
    demo = await startDemoServer({ config: { roles: new Set(['api', 'dispatcher']) } });
    const mercy = await demo.as('imaging@mercy.example');
    const grace = await demo.signOn('Grace Okafor', push);
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north' }));
    const offer = await eventually('an offer', async () =>
      (await grace.client.work.worklist()).items.find(({ place, studyId }) => place === 'mine' && studyId === study.id),
    );
    expect(offer.state).toBe('assigned');
  });
});
