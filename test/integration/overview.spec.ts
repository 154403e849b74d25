import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Overview, OwnFigures, Reader } from '@overread/wire';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';

const MIDNIGHT_UTC = '2026-11-22T00:00:00.000Z';

/** 06:58 UTC: six head CTs of mercy-north (final, onshore), one of Harbour; one is signed in time, one is being read. */
describe('the overview', () => {
  let demo: DemoServer;
  let signedReadId: string;
  let heldReadId: string;
  beforeAll(async () => {
    demo = await startDemoServer();
    const mercy = await demo.as('imaging@mercy.example');
    const harbour = await demo.as('imaging@harbour.example');
    for (const priority of ['stat', 'stat', 'stat', 'critical', 'urgent', 'routine'] as const)
      await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', priority }));
    await harbour.client.studies.submit(studyBody({ facility: 'harbour-infirmary', priority: 'routine' }));
    const grace = await demo.signOn('Grace Okafor');
    signedReadId = (await grace.client.work.next())!.read.id;
    await grace.client.reads.open(signedReadId, {});
    await demo.server.clock.advance({ minutes: 8 });
    await grace.client.reads.final(signedReadId, reportBody());
    heldReadId = (await grace.client.work.next())!.read.id;
    await grace.client.reads.open(heldReadId, {});
  });
  afterAll(() => demo.close());

  const overviewOf = async (who: string): Promise<Overview> =>
    (await demo.as(who)).client.analytics.overview({ from: MIDNIGHT_UTC });

  it('counts what the queue shows, together and by what sets reads apart', async () => {
    const { now } = await overviewOf('administrator');
    const queue = (await (await demo.as('administrator')).client.work.queue({ limit: 20_000 })).items;
    expect(now.open).toBe(queue.length);
    expect([now.queued, now.offered, now.reading]).toEqual(
      ['queued', 'assigned', 'in-progress'].map((state) => queue.filter((row) => row.state === state).length),
    );
    for (const name of ['priority', 'modalityFamily', 'tier'] as const) {
      expect(now.by[name].reduce((sum, part) => sum + part.open, 0)).toBe(now.open);
      for (const part of now.by[name]) expect(part.open).toBe(queue.filter((row) => row[name] === part.key).length);
    }
    expect(now.reading).toBe(1);
    expect(now.oldestQueuedAt).toBe('2026-11-22T06:58:00.000Z');
  });

  it('tells what came in and what was signed since the instant asked for', async () => {
    const { today } = await overviewOf('imaging@mercy.example');
    expect(today).toMatchObject({ from: MIDNIGHT_UTC, received: 6, stat: 4, finals: 1, preliminaries: 0 });
    expect(today.turnaround).toEqual({ n: 1, medianMinutes: 8, p90Minutes: 8 });
    expect(today.sla).toMatchObject({ n: 0, withinTarget: null, interval: null });
    const later = await (
      await demo.as('imaging@mercy.example')
    ).client.analytics.overview({
      from: '2026-11-22T07:05:00Z',
    });
    expect(later.today).toMatchObject({ received: 0, finals: 1 });
  });

  it('lists the nearest deadlines first, and counts them at risk and late as time passes', async () => {
    const { worst } = await overviewOf('administrator');
    const due = worst.reads.map(({ dueAt }) => dueAt);
    expect(due).toEqual(due.toSorted());
    expect(worst.reads.map(({ readId }) => readId)).not.toContain(signedReadId);
    const first = worst.reads[0]!;
    await demo.server.clock.set(new Date(Date.parse(first.dueAt) - 9 * 60_000).toISOString());
    const soon = await overviewOf('administrator');
    expect([soon.now.atRisk > 0, soon.now.late]).toEqual([true, 0]);
    await demo.server.clock.set(new Date(Date.parse(first.dueAt) + 60_000).toISOString());
    const late = await overviewOf('administrator');
    expect(late.now.late).toBeGreaterThan(0);
    expect(late.today.sla).toMatchObject({ openAndLate: late.now.late });
    expect(late.worst.facilities[0]).toMatchObject({ late: late.now.late });
    expect(late.worst.facilities[0]!.withinTarget).toBeLessThan(1);
  });

  it('says who is signed on, where, and at which tier they would read', async () => {
    const { readers, now } = await overviewOf('administrator');
    expect(readers).toMatchObject({ signedOn: 1, places: [{ country: 'US', subdivision: 'US-TX', signedOn: 1 }] });
    expect(readers!.tiers.find(({ country }) => country === 'US')).toMatchObject({ onshore: 1, offshore: 0 });
    expect(readers!.tiers.every((each) => each.onshore + each.nearshore + each.offshore === 1)).toBe(true);
    // Of Harbour's study nobody who is signed on may know.
    expect(now.uncovered).toBe(1);
    await (await demo.as('Grace Okafor')).client.work.signOff((await demo.sessionOf(await demo.as('Grace Okafor'))).id);
    const without = await overviewOf('administrator');
    expect(without.readers!.signedOn).toBe(0);
    expect(without.now.uncovered).toBe(without.now.queued);
    await demo.signOn('Grace Okafor');
  });

  it('tells each what is theirs: a hospital its studies and no readers, a group its reads', async () => {
    const all = await overviewOf('administrator');
    const mercy = await overviewOf('imaging@mercy.example');
    const harbour = await overviewOf('imaging@harbour.example');
    const lonestar = await overviewOf('manager@lonestar.example');
    expect(mercy.now.open + harbour.now.open).toBe(all.now.open);
    expect(harbour.now.open).toBeGreaterThan(0);
    expect([mercy.readers, mercy.now.uncovered]).toEqual([null, null]);
    expect(lonestar.readers!.signedOn).toBe(1);
    expect(lonestar.now.open).toBeLessThan(all.now.open);
    expect(JSON.stringify(lonestar)).not.toContain('harbour');
    expect(JSON.stringify(mercy)).not.toContain('harbour');
    const thames = await overviewOf('manager@thames.example');
    expect(thames.readers!.signedOn).toBe(0);
    const reader = await demo.as('Grace Okafor');
    await expect(reader.client.analytics.overview()).rejects.toMatchObject({ status: 403 });
  });

  it('counts whatever is open, and lists the twelve worst', async () => {
    const { client } = await demo.as('administrator');
    const before = await client.analytics.overview({ from: MIDNIGHT_UTC });
    const mercy = await demo.as('imaging@mercy.example');
    await mercy.client.studies.submitBatch(
      Array.from({ length: 40 }, () => studyBody({ facility: 'mercy-north', priority: 'routine' })),
    );
    const after = await client.analytics.overview({ from: MIDNIGHT_UTC });
    expect(after.now.open - before.now.open).toBe(40);
    expect(before.worst.reads.length).toBeLessThan(12);
    expect(after.worst.reads).toHaveLength(12);
  });

  describe('of a reader', () => {
    const own = async (who: string): Promise<OwnFigures> =>
      (await demo.as(who)).client.analytics.own({ from: MIDNIGHT_UTC });

    it('tells them what they signed, hold and declined, and nobody else', async () => {
      const mine = await own('Grace Okafor');
      expect(mine).toMatchObject({
        completed: 1,
        turnaround: { n: 1, medianMinutes: 8, p90Minutes: 8 },
        held: { reads: 1 },
        declined: 0,
        skipsCounted: 0,
        concordance: { n: 0, agreement: null, belowMinimum: true },
      });
      expect(mine.expectedMinutes).toBeGreaterThan(0);
      expect(await own('Daniel Reyes')).toMatchObject({ completed: 0, held: { reads: 0 } });
      const manager = await demo.as('manager@lonestar.example');
      await expect(manager.client.analytics.own()).rejects.toMatchObject({ status: 403 });
    });

    it('counts a skip, and whether it counts against them', async () => {
      const grace = await demo.as('Grace Okafor');
      const planned = (await grace.client.work.worklist({ filter: 'next-up' })).items;
      await grace.client.reads.decline(planned[0]!.readId, { code: 'competence' });
      await grace.client.reads.decline(planned[1]!.readId, { code: 'other', reason: 'would rather not' });
      expect(await own('Grace Okafor')).toMatchObject({ declined: 2, skipsCounted: 1 });
      const { items } = await (await demo.as('manager@lonestar.example')).client.network.readers.list();
      expect(items.find(({ name }) => name.includes('Grace'))!.activity.declinedToday).toBe(2);
    });
  });

  describe('of the readers of a group', () => {
    const readerOf = async (name: string): Promise<Reader> => {
      const { items } = await (await demo.as('manager@lonestar.example')).client.network.readers.list();
      return items.find((reader) => reader.name.includes(name))!;
    };

    it('says who is reading, since when, and who has fallen silent', async () => {
      const grace = await demo.as('Grace Okafor');
      await grace.client.reads.saveDraft(heldReadId, { impression: 'so far' });
      const reading = await readerOf('Grace');
      expect([reading.health, reading.load.reads]).toEqual(['reading', 1]);
      expect(reading.activity.reading!.since).toBe('2026-11-22T07:06:00.000Z');
      expect(reading.activity.lastActivityAt).toBe(demo.server.clock.now().toISOString());
      await demo.server.clock.advance({ minutes: 90 });
      expect((await readerOf('Grace')).health).toBe('silent');
      await grace.client.reads.saveDraft(heldReadId, { impression: 'so far, so good' });
      expect((await readerOf('Grace')).health).toBe('reading');
      await grace.client.reads.final(heldReadId, reportBody());
      expect((await readerOf('Grace')).health).toBe('idle');
      expect((await readerOf('Daniel')).health).toBe('off');
    });
  });
});
