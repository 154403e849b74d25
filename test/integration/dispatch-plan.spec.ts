import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Priority, Read } from '@overread/domain';
import { HealthParts, LeaseKeeper, type Lease } from '@overread/platform';
import type { WorklistRow } from '@overread/wire';
import { Dispatcher, Planner } from '../../libs/features/src/dispatch/index.js';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let lease: Lease;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  const held = await server.app.get(LeaseKeeper).acquire('dispatcher', 600_000);
  if (!held) throw new Error('another holds the lease');
  lease = held;
}, 60_000);
afterAll(() => server.close());

const round = () => server.app.get(Dispatcher).round(lease);
const planner = () => server.app.get(Planner, { strict: false });
/** A plan of what the dispatcher knows: what waits was looked at by a round in which nobody was idle for it. */
const plan = async () => planner().make(lease, await scene.now());

const OPENED = '2026-01-01T00:00:00.000Z';

/** A study that waits for the reader's group, or for the one reader. */
function waiting(by: SignedOn, priority: Priority, only?: SignedOn): Promise<PlacedStudy> {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const step = sampleStep(by.readingGroupId, OPENED);
  const pool = { ...step.pool, readerId: only?.readerId ?? null };
  return scene.study([{ by, ...nobody, state: 'queued', ladder: [{ ...step, pool }], ladderStep: 0 }], {
    state: 'ready',
    priority,
  });
}

/** Something the reader has open, so that they are busy. */
const busy = async (by: SignedOn): Promise<PlacedStudy> =>
  scene.study([{ by, openedAt: await scene.now() }], { priority: 'urgent' });

const free = async ({ id }: PlacedStudy): Promise<void> => {
  await server.asOwner(
    `update read set state = 'completed', completed_at = overread_now(), version = version + 1 where study_id = $1`,
    [id],
  );
};

const holderOf = async ({ reads }: PlacedStudy): Promise<Read['readerId']> => {
  const [row] = await server.asOwner<{ reader: Read['readerId'] }>(
    'select reader_id as reader from read where id = $1',
    [reads[0]],
  );
  return row?.reader ?? null;
};

const nextUp = async ({ person }: SignedOn): Promise<string[]> => {
  const { body } = await server.call<{ items: WorklistRow[] }>('GET', '/worklist', { token: person.token });
  return body.items.filter((row) => row.place === 'next-up').map((row) => row.readId);
};

const health = async () => {
  const parts = new Map(await server.app.get(HealthParts).look());
  return parts.get('plan')!;
};

/** Two readers of one group; one of two reads is open to the first of them alone. */
async function scarce(name: string) {
  const both = await scene.reader(`Dr Both ${name}`);
  const one = await scene.reader(`Dr One ${name}`, both);
  const held = [await busy(both), await busy(one)];
  await round();
  return { both, one, held };
}

describe('the rolling plan', () => {
  it('offers both readers work where the index would leave one idle and a read waiting', async () => {
    const { both, one, held } = await scarce('planned');
    const common = await waiting(both, 'stat');
    const scarceRead = await waiting(both, 'urgent', both);
    await round();
    await plan();
    expect(planner().current()?.nextUp.get(both.readerId)?.[0]?.waiting.study.id).toBe(scarceRead.id);
    for (const each of held) await free(each);
    await round();
    expect([await holderOf(common), await holderOf(scarceRead)]).toEqual([one.readerId, both.readerId]);
  });

  it('is what readers are shown as next', async () => {
    const { both, one } = await scarce('shown');
    const common = await waiting(both, 'stat');
    const scarceRead = await waiting(both, 'urgent', both);
    await round();
    await plan();
    expect((await nextUp(both))[0]).toBe(scarceRead.reads[0]);
    expect((await nextUp(one))[0]).toBe(common.reads[0]);
    // Too old to go by: the order is that of the index.
    await server.clock.advance({ seconds: 20 });
    expect((await nextUp(both))[0]).toBe(common.reads[0]);
  });

  it.each([0, 1])('weighs tiers, as the choice of a reader does: a near place costs minutes (%i)', async (which) => {
    const one = await scene.reader('Dr One of two');
    const pair = [one, await scene.reader('Dr Other of two', one)] as const;
    const [near, home] = which === 0 ? pair : ([pair[1], pair[0]] as const);
    const at = `country = 'CA', subdivision = 'CA-ON', zone = 'America/Toronto'`;
    await server.asOwner(`update reading_session set ${at} where id = $1`, [near.sessionId]);
    await server.asOwner(
      `update agreement set transfers = '[{"country": "CA", "mode": "full", "basis": "contract"}]' where reading_group_id = $1`,
      [near.readingGroupId],
    );
    await scene.refresh();
    for (const each of [near, home]) await busy(each);
    await round();
    const study = await waiting(near, 'urgent');
    await round();
    await plan();
    const planned = (by: SignedOn) =>
      planner()
        .current()
        ?.nextUp.get(by.readerId)
        ?.map(({ waiting: { study: s } }) => s.id);
    expect([planned(home), planned(near)]).toEqual([[study.id], undefined]);
    // Both may: without the one at home it is the other's.
    await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [home.sessionId]);
    await scene.refresh();
    await round();
    await plan();
    expect(planned(near)).toEqual([study.id]);
  });

  it('never keeps a reader from critical work that has come since', async () => {
    const { both, one, held } = await scarce('critical');
    const planned = [await waiting(both, 'stat'), await waiting(both, 'urgent', both)];
    await round();
    await plan();
    const critical = await waiting(both, 'critical', both);
    for (const each of held) await free(each);
    await round();
    expect(await holderOf(critical)).toBe(both.readerId);
    expect(await holderOf(planned[0]!)).toBe(one.readerId);
  });

  it('offers nothing that it planned and the reader has given back since', async () => {
    const { both, held } = await scarce('declined');
    const read = await waiting(both, 'stat', both);
    await round();
    await plan();
    await server.asOwner('update read set declined_by = array[$2::uuid], version = version + 1 where id = $1', [
      read.reads[0],
      both.readerId,
    ]);
    for (const each of held) await free(each);
    await round();
    expect(await holderOf(read)).toBeNull();
  });

  it('certifies its gap, and says how it is in the health of the process', async () => {
    const { both } = await scarce('health');
    await waiting(both, 'stat');
    await round();
    await plan();
    const { facts, problem } = await health();
    expect(problem).toBeNull();
    expect(facts).toMatchObject({ failures: 0, ageSeconds: 0 });
    expect(planner().current()!.gap).toBeLessThan(0.05);
  });

  it('that fails leaves the index to decide, says so, and plans again once it can', async () => {
    const { both, held } = await scarce('failing');
    const read = await waiting(both, 'stat', both);
    await round();
    planner()['plan'] = null;
    // What cannot be sent to the thread fails as a thread that throws does.
    const times = planner()['times'];
    const current = times.current.bind(times);
    times.current = () => ({ model: { types: () => null } as never, version: 99 });
    await plan();
    times.current = current;
    expect(planner().current()).toBeNull();
    expect((await health()).problem).toMatchObject({ code: 'plan/failed', severity: 'degraded' });
    for (const each of held) await free(each);
    await round();
    expect(await holderOf(read)).toBe(both.readerId);
    await waiting(both, 'urgent');
    await round();
    await plan();
    expect((await health()).problem).toBeNull();
    expect(planner().current()).not.toBeNull();
  });

  it('outlives its thread: one that was killed is replaced', async () => {
    const { both } = await scarce('killed');
    await waiting(both, 'urgent');
    await round();
    await plan();
    const before = planner().current()!.tick;
    await planner()['thread']['worker']!.terminate();
    await plan();
    expect(planner().current()!.tick).toBe(before + 1);
    expect((await health()).problem).toBeNull();
  });
});
