import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionReplay, Explanation } from '@overread/wire';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import { randomOf } from '../support/random.js';

const SEED = 20_261_126;
const push = { mode: 'push' } as const;

interface Kept {
  id: string;
  study_id: string;
  trigger: string;
  chosen: string;
}

describe(`decisions of a simulated day (seed ${SEED})`, () => {
  const { pick, chance } = randomOf(SEED);
  let demo: DemoServer;
  let admin: DemoPerson;
  let readers: DemoPerson[];
  beforeAll(async () => {
    demo = await startDemoServer();
    admin = await demo.as('admin@overread.example');
    readers = [];
    for (const { email } of demo.facts.users.filter(({ role }) => role === 'reader').slice(0, 7))
      readers.push(await demo.signOn(email, { mode: chance(0.6) ? 'push' : 'pull' }));
    for (let hour = 0; hour < 24; hour += 1) await anHour();
  }, 240_000);
  afterAll(() => demo.close());

  const anHour = async () => {
    for (let count = 0; count < 3; count += 1) await submit();
    for (let turn = 0; turn < 2; turn += 1) {
      await demo.dispatch();
      for (const reader of readers) await act(reader);
      await demo.server.clock.advance({ minutes: 30 });
    }
  };
  const submit = () => {
    const { code, healthSystem } = pick(demo.facts.facilities);
    const priority = pick(['critical', 'stat', 'urgent', 'routine', 'routine'] as const);
    const modalities = [pick(['CT', 'MR', 'CR', 'US'])];
    return demo.key(healthSystem).studies.submit(studyBody({ facility: code, priority, modalities, payer: 'private' }));
  };
  /** One step of a reader's work: mostly sensible, sometimes not. */
  const act = async ({ client }: DemoPerson) => {
    const mine = (await client.work.worklist()).items.find(({ place }) => place === 'mine');
    const fails = () => undefined;
    if (!mine) {
      if (chance(0.5)) await client.work.next().catch(fails);
    } else if (mine.state === 'assigned') {
      if (chance(0.2)) await client.reads.decline(mine.readId, { code: pick(['fatigue', 'other']) }).catch(fails);
      else if (chance(0.8)) await client.reads.accept(mine.readId, {}).catch(fails);
    } else if (chance(0.1)) await client.reads.release(mine.readId, { reason: 'called away' }).catch(fails);
    else {
      await client.reads.open(mine.readId, {}).catch(fails);
      if (mine.issues === 'preliminary') await client.reads.preliminary(mine.readId, reportBody()).catch(fails);
      else await client.reads.final(mine.readId, reportBody()).catch(fails);
    }
  };
  const kept = () =>
    demo.server.asOwner<Kept>('select id, study_id, trigger, chosen from dispatch_decision order by at, id');
  const replay = ({ id, study_id }: Kept): Promise<DecisionReplay> => admin.client.studies.replay(study_id, id);

  it('replay bit for bit from what was kept, and agree with the log', async () => {
    const decisions = await kept();
    const triggers = new Set(decisions.map(({ trigger }) => trigger));
    expect([...triggers].sort()).toEqual(expect.arrayContaining(['ready', 'taken']));
    expect(decisions.length).toBeGreaterThan(30);
    for (const decision of decisions) {
      expect(await replay(decision)).toMatchObject({
        same: true,
        hash: { same: true },
        differences: [],
        log: { agrees: true, position: expect.any(Number) },
      });
    }
  }, 60_000);

  it('are found when somebody changed the record, what it stood on, or the parameters', async () => {
    const decision = (await kept()).find(({ trigger }) => trigger === 'ready')!;
    const other = readers.find(({ readerId }) => readerId !== decision.chosen)!.readerId;
    const changed = async (set: string, ...params: unknown[]) => {
      await demo.server.asOwner('create table before as select * from dispatch_decision where id = $1', [decision.id]);
      await demo.server.asOwner(`update dispatch_decision set ${set} where id = $1`, [decision.id, ...params]);
      const answer = await replay(decision);
      await demo.server.asOwner('delete from dispatch_decision where id = $1', [decision.id]);
      await demo.server.asOwner('insert into dispatch_decision select * from before');
      await demo.server.asOwner('drop table before');
      return answer;
    };
    expect(await changed('chosen = $2', other)).toMatchObject({
      same: false,
      differences: ['chosen'],
      log: { agrees: false },
    });
    const minutes = `inputs = jsonb_set(inputs, '{choice,candidates,0,surplusMinutes}', '77')`;
    expect(await changed(minutes)).toMatchObject({ same: false, hash: { same: false } });
    const rules = `facts = facts - 'rules' || '{"rules": {}}'`;
    expect(await changed(rules)).toMatchObject({ same: false, hash: { same: true } });
    // Record and inputs changed together, hash and all: the log still says who was given the read.
    expect((await replay(decision)).same).toBe(true);
    await demo.server.asOwner(`update dispatch_params set params = jsonb_set(params, '{balanceFactor}', '9')`);
    await expect(replay(decision)).rejects.toMatchObject({ status: 409, code: 'decision/params-changed' });
  });

  it('are about a kilobyte each', async () => {
    const [size] = await demo.server.asOwner<{ most: number; mean: number }>(
      `select max(octet_length(facts::text) + octet_length(candidates::text))::int as most,
         avg(octet_length(facts::text) + octet_length(candidates::text))::int as mean from dispatch_decision`,
    );
    expect(size!.most).toBeLessThan(1400);
    expect(size!.mean).toBeLessThan(1100);
  });
});

describe('a decision', () => {
  let demo: DemoServer;
  let mercy: DemoPerson;
  let admin: DemoPerson;
  beforeAll(async () => {
    demo = await startDemoServer();
    mercy = await demo.as('imaging@mercy.example');
    admin = await demo.as('admin@overread.example');
  });
  afterAll(() => demo.close());
  const submit = async (changes = {}) => {
    const study = await mercy.client.studies.submit(studyBody({ facility: 'mercy-north', ...changes }));
    return { studyId: study.id, readId: study.reads[0]!.id };
  };
  const decisionsOf = async (studyId: string, who = admin): Promise<Explanation['reads'][number]['decisions']> =>
    (await who.client.studies.explanation(studyId)).reads[0]!.decisions;

  it('tells on whom it was made, by which versions, and what came of it', async () => {
    const [grace, hannah] = [await demo.signOn('Grace Okafor', push), await demo.signOn('Hannah Weiss', push)];
    const { studyId, readId } = await submit();
    await demo.dispatch();
    const [offer] = await decisionsOf(studyId);
    const [first, second] = [grace, hannah].toSorted((a) => (a.readerId === offer!.chosen ? -1 : 1));
    expect(offer).toMatchObject({
      trigger: 'ready',
      chosen: first!.readerId,
      chosenName: first!.user.name,
      weighs: 'reader',
      slackMinutes: expect.any(Number),
      breachChance: expect.any(Number),
      pools: { network: expect.any(Number), signedOn: 2, eligible: 2, weighed: 2 },
      failedByRule: { session: expect.any(Number) },
      policy: { id: expect.any(String), version: 1 },
      paramsVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      tick: expect.any(Number),
      outcome: { state: 'offered', at: null },
    });
    expect(offer!.candidates.map(({ readerId }) => readerId)).toEqual([first!.readerId, second!.readerId]);
    await first!.client.reads.decline(readId, { code: 'fatigue' });
    await demo.dispatch();
    await second!.client.reads.accept(readId, {});
    await second!.client.reads.open(readId, {});
    await demo.server.clock.advance({ minutes: 90 });
    await second!.client.reads.final(readId, reportBody());
    const all = await decisionsOf(studyId);
    expect(all.map(({ trigger, outcome }) => [trigger, outcome.state, outcome.reason])).toEqual([
      ['ready', 'declined', 'fatigue'],
      ['ready', 'accepted', null],
      ['taken', 'late', null],
    ]);
    expect(all.at(-1)?.outcome.lateMinutes).toBeGreaterThan(0);
  });

  it('of a reader who takes their next names the read, and no other study to those who see not all', async () => {
    const samuel = await demo.signOn('Samuel Boone');
    const [stat] = [await submit({ priority: 'stat' }), await submit({ priority: 'routine' })];
    expect((await samuel.client.work.next())?.read.id).toBe(stat.readId);
    const [own] = await decisionsOf(stat.studyId);
    expect(own).toMatchObject({
      weighs: 'read',
      trigger: 'taken',
      chosen: samuel.readerId,
      outcome: { state: 'accepted' },
    });
    expect(own!.candidates[0]).toMatchObject({ readId: stat.readId, readerId: samuel.readerId });
    expect(own!.candidates[1]?.readId).toBeDefined();
    const [hospitals] = await decisionsOf(stat.studyId, mercy);
    expect(hospitals!.candidates[0]?.readId).toBe(stat.readId);
    expect(hospitals!.candidates[1]).toMatchObject({ score: expect.any(Number) });
    expect(hospitals!.candidates[1]).not.toHaveProperty('readId');
  });

  it('is replayed by who watches over the network alone, and only under its own study', async () => {
    const { studyId } = await submit();
    const other = await submit();
    const manager = await demo.as('manager@lonestar.example');
    const chloe = await demo.signOn('Daniel Reyes');
    await chloe.client.work.next();
    const [{ id, studyId: of } = { id: '', studyId: '' }] = await demo.server.asOwner<{ id: string; studyId: string }>(
      `select id, study_id as "studyId" from dispatch_decision where chosen = $1`,
      [chloe.readerId],
    );
    expect([studyId, other.studyId]).toContain(of);
    const auditor = await demo.as('auditor');
    await expect(auditor.client.studies.replay(of, id)).resolves.toMatchObject({ same: true });
    await expect(manager.client.studies.replay(of, id)).rejects.toMatchObject({ status: 403 });
    await expect(mercy.client.studies.replay(of, id)).rejects.toMatchObject({ status: 403 });
    const elsewhere = of === studyId ? other.studyId : studyId;
    await expect(auditor.client.studies.replay(elsewhere, id)).rejects.toMatchObject({ status: 404 });
  });
});
