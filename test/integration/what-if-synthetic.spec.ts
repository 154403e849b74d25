import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { newId } from '@overread/platform';
import type { Problem, WhatIfRun } from '@overread/wire';
import { sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { eventually } from '../support/started-server.js';
import { startTestServer, type Answer, type TestServer } from '../support/test-server.js';

const STUDIES_A_DAY = 100;

describe('a day that is made up', () => {
  let server: TestServer;
  let ada: SignedOn;
  let bob: SignedOn;
  let period: { from: string; to: string };
  let scene: ReadingScene;

  beforeAll(async () => {
    server = await startTestServer({ config: { roles: new Set(['api', 'follower']) } });
    await server.clock.set('2026-11-20T12:00:00Z');
    scene = await ReadingScene.of(server);
    ada = await scene.reader('Ada');
    bob = await scene.reader('Bob');
    // Neither is signed on then: it is their rosters that count.
    const from = new Date('2026-11-24T12:00:00Z');
    period = { from: from.toISOString(), to: plusMinutes(from, 1440).toISOString() };
    const shift = (who: SignedOn, kind: 'work' | 'on-call') => ({
      ...sampleShift({ readerId: who.readerId, readingGroupId: who.readingGroupId }),
      id: newId<RosterShiftEntity['id']>(),
      startsAt: plusMinutes(from, -720),
      endsAt: plusMinutes(from, 2880),
      kind,
    });
    await scene.put(RosterShiftEntity, [shift(ada, 'work'), shift(bob, 'work')]);
  });
  afterAll(() => server.close());

  const ask = <Body = WhatIfRun>(body: object): Promise<Answer<Body>> =>
    server.call<Body>('POST', '/what-if', {
      token: server.administrator.token,
      body: { ...period, synthetic: { studiesADay: STUDIES_A_DAY }, ...body },
    });
  const played = async (body: object): Promise<NonNullable<WhatIfRun['result']>> => {
    const { id } = (await ask(body)).body;
    const run = await eventually('the end of the run', async () => {
      const now = await server.call<WhatIfRun>('GET', `/what-if/${id}`, { token: server.administrator.token });
      return now.body.finishedAt === null ? undefined : now.body;
    });
    expect(run).toMatchObject({ state: 'done', failure: null });
    if (!run.result) throw new Error('a run without a result');
    return run.result;
  };

  it('is of the network’s own facilities and rosters, is said to be made up, and is the same for the same seed', async () => {
    const result = await played({});
    expect(result.happened).toBeNull();
    expect(result.notes[0]).toContain('Nothing of this happened');
    const { asItWas, tried } = result;
    // A Tuesday; Poisson, with bursts.
    expect(asItWas.studies).toBeGreaterThan(STUDIES_A_DAY * 0.6);
    expect(asItWas.studies).toBeLessThan(STUDIES_A_DAY * 1.5);
    expect(asItWas.violations).toBe(0);
    expect(asItWas.minutesByReader.map(({ name }) => name).sort()).toEqual(['Ada', 'Bob']);
    expect(tried).toEqual(asItWas);
    expect(Object.keys(asItWas.turnaround).length).toBeGreaterThan(1);
    expect(await played({})).toEqual(result);
    expect((await played({ seed: 'another' })).asItWas).not.toEqual(asItWas);
  });

  it('shows what a missing reader would cost on it, and prices it by the rates that are given', async () => {
    const { asItWas, tried } = await played({
      change: { withoutReaders: [bob.readerId] },
      costPerWorkUnit: { onshore: 38 },
    });
    expect(tried.minutesByReader.map(({ name }) => name)).toEqual(['Ada']);
    expect(tried.breaches).toBeGreaterThanOrEqual(asItWas.breaches);
    const { onshore } = asItWas.costByTier ?? {};
    expect(onshore?.rate).toBe(38);
    expect(asItWas.cost).toBeCloseTo((onshore?.workUnits ?? 0) * 38, 1);
  });

  it('tries a contract that is not there yet: both sides are planned, one of them with it', async () => {
    const own = await server.asOwner<{ id: string }>('select id from contract where reading_group_id = $1', [
      bob.readingGroupId,
    ]);
    const withoutContracts = own.map(({ id }) => id);
    const namesOf = ({ minutesByReader }: { minutesByReader: { name: string }[] }) =>
      minutesByReader.map(({ name }) => name).sort();
    const without = await played({ change: { withoutContracts } });
    expect([namesOf(without.asItWas), namesOf(without.tried)]).toEqual([['Ada', 'Bob'], ['Ada']]);
    const contract = { healthSystemId: scene.healthSystemId, readingGroupId: bob.readingGroupId };
    const again = await played({ change: { withoutContracts, contracts: [contract] } });
    expect(namesOf(again.tried)).toEqual(['Ada', 'Bob']);
    expect(again.tried.violations).toBe(0);
    // Of a family alone: Bob reads less than he would.
    const films = await played({
      change: { withoutContracts, contracts: [{ ...contract, modalityFamilies: ['XR'] }] },
    });
    const minutesOf = ({ tried }: typeof films) =>
      tried.minutesByReader.find(({ name }) => name === 'Bob')?.minutes ?? 0;
    expect(minutesOf(films)).toBeLessThan(minutesOf(again));
    expect(films.notes.join()).toContain('a contract that is tried');
    const nobody = await ask<Problem>({
      change: { contracts: [{ ...contract, readingGroupId: contract.healthSystemId }] },
    });
    expect([nobody.status, nobody.body.errors?.map(({ path }) => path)]).toEqual([
      422,
      ['change.contracts.0.readingGroupId'],
    ]);
  });

  it.each([
    ['nobody is rostered', { from: '2027-05-01T00:00:00Z', to: '2027-05-02T00:00:00Z' }, 'from'],
    [
      'more studies than a run can hold',
      { synthetic: { studiesADay: 120_000 }, to: '2026-11-30T00:00:00Z' },
      'synthetic.studiesADay',
    ],
    ['no studies', { synthetic: { studiesADay: 0 } }, 'synthetic.studiesADay'],
    ['a field nobody knows', { synthetic: { weather: 'rain' } }, 'synthetic'],
  ])('is refused where %s, by field', async (_, body, path) => {
    const answer = await ask<Problem>(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((error) => error.path)).toContain(path);
  });
});
