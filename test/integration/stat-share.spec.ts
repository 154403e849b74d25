import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { studyBody } from '../support/demo-studies.js';

const PERIOD = { from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };

describe('the share of STAT by site', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer();
    await demo.signOn('Grace Okafor');
    const mercy = demo.key('Mercy Health');
    // The day before: three of Mercy North, one of them STAT.
    await demo.server.clock.set('2026-11-21T12:00:00Z');
    const before = ['stat', 'routine', 'routine'] as const;
    for (const priority of before)
      await mercy.studies.submit(studyBody({ facility: 'mercy-north', priority, patientClass: 'outpatient' }));
    await demo.server.clock.set('2026-11-22T07:00:00Z');
    const send = (facility: string, priority: 'stat' | 'routine') =>
      mercy.studies.submit(studyBody({ facility, priority, patientClass: 'outpatient' }));
    for (let count = 0; count < 3; count += 1) await send('mercy-north', 'stat');
    await send('mercy-north', 'routine');
    for (let count = 0; count < 3; count += 1) await send('mercy-east', 'routine');
    await send('mercy-east', 'stat');
    const patient = { id: 'H1', issuer: 'HARBOUR', birthDate: '1961-03-04' };
    const harbour = { facility: 'harbour-infirmary', patient, payer: 'nhs', priority: 'routine' } as const;
    await demo.key('Harbour NHS Trust').studies.submit(studyBody(harbour));
    await demo.server.clock.advance({ hours: 1 });
  }, 60_000);
  afterAll(() => demo.close());

  it('is told with what it costs everybody who waits, to who watches over the network', async () => {
    const { client } = await demo.as('admin@overread.example');
    const { items } = await client.analytics.statShare(PERIOD);
    const of = (facility: string) => items.find((row) => row.facility === facility)!;
    expect(of('mercy-north')).toMatchObject({ reads: 4, stat: 3, requestedStat: 3, share: 0.75 });
    expect(of('mercy-north').networkShare).toBeCloseTo(4 / 9, 9);
    // Five reads wait while one reader is signed on: each STAT minute that goes first costs the others five.
    expect(of('mercy-north').delayMinutes).toBeGreaterThan(of('mercy-east').delayMinutes!);
    expect(of('mercy-north').excessDelayMinutes).toBeGreaterThan(0);
    expect(of('mercy-east').excessDelayMinutes).toBe(0);
    expect(of('harbour-infirmary')).toMatchObject({ stat: 0, delayMinutes: 0 });
  });

  it('is told a hospital of its own sites alone, and not by comparison with one other', async () => {
    const { client } = await demo.as('imaging@mercy.example');
    const { items } = await client.analytics.statShare(PERIOD);
    expect(items.map(({ facility }) => facility)).toEqual(['mercy-east', 'mercy-north']);
    expect(
      items.every(({ networkShare, excessDelayMinutes }) => networkShare === null && excessDelayMinutes === null),
    ).toBe(true);
    expect(items[1]?.delayMinutes).toBeGreaterThan(0);
  });

  it('stands beside the site’s own past, and the network’s share of what is asked for', async () => {
    const { client } = await demo.as('admin@overread.example');
    const { items } = await client.analytics.statShare(PERIOD);
    const of = (facility: string) => items.find((row) => row.facility === facility)!;
    expect(of('mercy-north')).toMatchObject({ requestedShare: 0.75, pastReads: 3, critical: 0, lowered: 0 });
    expect(of('mercy-north').pastRequestedShare).toBeCloseTo(1 / 3, 9);
    expect(of('mercy-east')).toMatchObject({ requestedShare: 0.25, pastReads: 0, pastRequestedShare: null });
    expect(of('mercy-north').networkRequestedShare).toBeCloseTo(4 / 9, 9);
    // Only routine work waits, and more of it is others' than its own.
    expect(of('mercy-north').othersUrgentMinutes).toBe(0);
    expect(of('mercy-north').othersRoutineMinutes).toBeGreaterThan(0);
    expect(of('mercy-north').othersRoutineMinutes).toBeLessThan(of('mercy-north').delayMinutes!);
    const file = await client.analytics.statShareCsv(PERIOD);
    const [head, ...lines] = file.trim().split('\r\n');
    expect(head).toContain('requestedShare,pastReads,pastRequestedShare,networkRequestedShare,lowered');
    expect(lines).toHaveLength(3);
  });

  it('is told a group manager of what their groups hold or are offered, and nothing of the rest', async () => {
    const { client } = await demo.as('manager@lonestar.example');
    const { items } = await client.analytics.statShare(PERIOD);
    expect(items.map(({ facility, reads }) => [facility, reads])).toEqual([
      ['mercy-east', 4],
      ['mercy-north', 4],
    ]);
    const thames = await demo.as('manager@thames.example');
    const theirs = (await thames.client.analytics.statShare(PERIOD)).items;
    expect(theirs.map(({ facility }) => facility)).toEqual(['harbour-infirmary']);
    expect(theirs[0]).toMatchObject({ networkRequestedShare: 0, delayMinutes: null });
  });

  it('is nobody else’s to see, and refuses a period that is none', async () => {
    const reader = await demo.as('Grace Okafor');
    await expect(reader.client.analytics.statShare(PERIOD)).rejects.toMatchObject({ status: 403 });
    const { client } = await demo.as('admin@overread.example');
    const backwards = client.analytics.statShare({ from: PERIOD.to, to: PERIOD.from });
    await expect(backwards).rejects.toMatchObject({ status: 422, code: 'period/empty' });
  });
});
