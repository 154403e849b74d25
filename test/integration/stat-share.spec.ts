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

  it('is nobody else’s to see, and refuses a period that is none', async () => {
    const reader = await demo.as('Grace Okafor');
    await expect(reader.client.analytics.statShare(PERIOD)).rejects.toMatchObject({ status: 403 });
    const { client } = await demo.as('admin@overread.example');
    const backwards = client.analytics.statShare({ from: PERIOD.to, to: PERIOD.from });
    await expect(backwards).rejects.toMatchObject({ status: 422, code: 'period/empty' });
  });
});
