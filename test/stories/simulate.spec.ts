import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '@overread/platform';
import { simulate, type SimulationOptions } from '../../apps/cli/src/simulate/simulation.js';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';

/** 13:00 in Houston, 19:00 in London, 05:00 in Brisbane: a Wednesday. */
const AFTERNOON = '2026-11-18T19:00:00.000Z';

describe('a simulated stretch of a day', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer({ at: AFTERNOON, config: { roles: new Set(ROLES) } });
  }, 60_000);
  afterAll(() => demo.close());

  const run = (changes: Partial<SimulationOptions>) =>
    simulate({
      url: demo.server.url,
      access: demo.facts,
      seed: 'story',
      run: 'STORY',
      startsAt: new Date(AFTERNOON),
      minutes: 0.15,
      speed: 1000,
      rate: 160,
      readers: 12,
      idleMs: 200,
      signal: new AbortController().signal,
      ...changes,
    });
  const count = async (sql: string) => Number((await demo.server.asOwner<{ n: string }>(sql))[0]?.n);
  const SIGNED_ON = 'select count(*) as n from reading_session where ended_at is null';

  it('has studies come and readers read them, and says truly what happened', async () => {
    const summary = await run({});
    expect(summary).toMatchObject({ seed: 'story', readers: 12, stoppedEarly: false });
    expect(summary.seconds).toBeGreaterThanOrEqual(9);
    expect(summary.submitted).toBe(await count('select count(*) as n from study'));
    expect(summary.submitted).toBeGreaterThan(8);
    const completed = await count("select count(*) as n from read where state = 'completed'");
    expect(summary.signed).toBe(completed);
    expect(summary.signed).toBeGreaterThan(4);
    const ofTiers = Object.values(summary.byTier).reduce((sum, each) => sum + each, 0);
    expect(ofTiers).toBe(completed);
    expect(summary.finished).toBe(await count("select count(*) as n from study where state = 'final'"));
    expect(summary.open).toBe(summary.submitted - (summary.finished ?? 0));
    expect(summary.medianTurnaroundMinutes).toBe(0);
    expect(await count(SIGNED_ON)).toBe(0);
  });

  it('ends when told to, with every reader signed off', async () => {
    const stopping = new AbortController();
    let begun = false;
    const running = run({
      run: 'STOPPED',
      minutes: 60,
      readers: 4,
      signal: stopping.signal,
      onTally: () => (begun = true),
    });
    while (!begun || (await count(SIGNED_ON)) < 4) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort();
    expect(await running).toMatchObject({ stoppedEarly: true, readers: 4 });
    expect(await count(SIGNED_ON)).toBe(0);
  });
});
