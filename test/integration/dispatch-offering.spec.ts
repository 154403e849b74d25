import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NetworkDirectory } from '@overread/features';
import { LeaseKeeper, newId, type Lease } from '@overread/platform';
import { plusMinutes, type Priority } from '@overread/domain';
import { Dispatcher } from '../../libs/features/src/dispatch/index.js';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
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

/** Readers of one group who take offers, signed on. */
async function offered(...names: string[]): Promise<SignedOn[]> {
  const readers: SignedOn[] = [];
  for (const name of names) readers.push(await scene.reader(name, readers[0]));
  return readers;
}

const waiting = (by: SignedOn, priority: Priority = 'routine'): Promise<PlacedStudy> => {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  return scene.study([{ by, ...nobody, state: 'queued', ladder, ladderStep: 0 }], { state: 'ready', priority });
};

const holders = async (studies: readonly PlacedStudy[]): Promise<(string | null)[]> => {
  const rows = await server.asOwner<{ id: string; reader: string | null }>(
    'select id, reader_id as reader from read where id = any($1)',
    [studies.flatMap((each) => each.reads)],
  );
  return studies.map(({ reads }) => rows.find((row) => row.id === reads[0])?.reader ?? null);
};

describe('a round of offers', () => {
  it('offers the most pressing reads, one to each idle reader, and stores why', async () => {
    const readers = await offered('Dr Ada', 'Dr Bea', 'Dr Cy');
    const routine = [await waiting(readers[0]!), await waiting(readers[0]!)];
    const pressing = [await waiting(readers[0]!, 'stat'), await waiting(readers[0]!, 'urgent')];
    await round();
    expect(new Set(await holders(pressing)).size).toBe(2);
    expect((await holders([...pressing, ...routine])).filter((each) => each !== null)).toHaveLength(3);
    const decided = await server.asOwner<{ chosen: string; candidates: unknown[] }>(
      'select chosen, candidates from dispatch_decision where study_id = any($1)',
      [[...pressing, ...routine].map((each) => each.id)],
    );
    expect(new Set(decided.map((each) => each.chosen))).toEqual(new Set(readers.map((each) => each.readerId)));
    for (const { candidates } of decided) expect(candidates.length).toBeGreaterThan(0);
    // Nobody is idle: the next round offers nothing more.
    await round();
    expect((await holders(routine)).filter((each) => each !== null)).toHaveLength(1);
  });

  it('offers nothing to who has signed off since the directory looked, and makes the other offers', async () => {
    const [gone, there] = (await offered('Dr Gone', 'Dr There')) as [SignedOn, SignedOn];
    const studies = [await waiting(gone), await waiting(gone)];
    await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [gone.sessionId]);
    await round();
    expect((await holders(studies)).filter((each) => each !== null)).toEqual([there.readerId]);
    await server.app.get(NetworkDirectory).refresh();
  });

  it('offers nothing to who has lost a credential since the directory looked', async () => {
    const [reader] = (await offered('Dr Lapsed')) as [SignedOn];
    const study = await waiting(reader);
    await server.asOwner('update reader set version = version + 1 where id = $1', [reader.readerId]);
    await round();
    expect(await holders([study])).toEqual([null]);
    await server.app.get(NetworkDirectory).refresh();
    await round();
    expect(await holders([study])).toEqual([reader.readerId]);
  });

  it('sees a licence begin and end at its instant, between two rounds and without a word', async () => {
    const [reader] = (await offered('Dr Dated')) as [SignedOn];
    const study = await waiting(reader);
    const at = async (seconds: number) => new Date((await scene.now()).getTime() + seconds * 1000);
    const licensed = async (from: Date, until: Date) => {
      const dates = [reader.readerId, from, until];
      await server.asOwner('update licence set valid_from = $2, valid_until = $3 where reader_id = $1', dates);
      await server.asOwner('update reader set version = version + 1 where id = $1', [reader.readerId]);
      await scene.refresh();
    };
    await server.fresh.clock.set(await scene.now());
    await licensed(await at(3), await at(9));
    await round();
    expect(await holders([study])).toEqual([null]);
    await server.fresh.clock.advance({ seconds: 4 });
    await round();
    expect(await holders([study])).toEqual([reader.readerId]);
    await server.asOwner(`update read set state = 'completed', version = version + 1 where id = $1`, study.reads);
    const other = await waiting(reader);
    await server.fresh.clock.advance({ seconds: 5 });
    await round();
    expect(await holders([other])).toEqual([null]);
    // Nobody was chosen: it is not that the second check refused who was.
    expect(await server.asOwner('select read_id from eligibility_disagreement')).toEqual([]);
    await server.fresh.clock.run();
  });

  it('knows what it has offered before the log tells of it, and offers the rest when somebody is free again', async () => {
    const [reader] = (await offered('Dr Busy')) as [SignedOn];
    const studies = [await waiting(reader), await waiting(reader)];
    await round();
    const dispatcher = server.app.get(Dispatcher);
    // Heard of nothing: what the round before has offered is looked at all the same.
    await dispatcher.round(lease, []);
    const [first, second] = await holders(studies);
    expect([first, second].filter((each) => each !== null)).toEqual([reader.readerId]);
    await server.asOwner(
      `update read set state = 'completed', completed_at = overread_now(), version = version + 1 where reader_id = $1 and state = 'assigned'`,
      [reader.readerId],
    );
    await round();
    expect(await holders(studies)).toEqual([reader.readerId, reader.readerId]);
  });

  it('sees at its next full look what nobody told of', async () => {
    const [reader] = (await offered('Dr Late')) as [SignedOn];
    const study = await waiting({ ...reader, readingGroupId: newId() as SignedOn['readingGroupId'] });
    await round();
    expect(await holders([study])).toEqual([null]);
    const ladder = JSON.stringify([sampleStep(reader.readingGroupId, '2026-01-01T00:00:00.000Z')]);
    await server.asOwner('update read set ladder = $2, version = version + 1 where id = $1', [study.reads[0], ladder]);
    await round();
    expect(await holders([study])).toEqual([reader.readerId]);
  });

  it('offers what is for readers off their roster to who is signed on outside of every shift, and to nobody on one', async () => {
    const [rostered, extra] = (await offered('Dr Rostered', 'Dr Extra')) as [SignedOn, SignedOn];
    const { readerId, readingGroupId } = rostered;
    const now = await scene.now();
    const shift = { startsAt: plusMinutes(now, -60), endsAt: plusMinutes(now, 60) };
    await scene.put(RosterShiftEntity, { ...sampleShift(), id: newId(), readerId, readingGroupId, ...shift });
    await scene.refresh();
    const step = sampleStep(readingGroupId, '2026-01-01T00:00:00.000Z');
    const ladder = [{ ...step, pool: { ...step.pool, offRoster: true } }];
    const studies = [await waiting(rostered), await waiting(rostered)];
    const reads = studies.flatMap((each) => each.reads);
    const set = 'update read set ladder = $2, version = version + 1 where id = any($1)';
    await server.asOwner(set, [reads, JSON.stringify(ladder)]);
    await round();
    expect((await holders(studies)).filter((each) => each !== null)).toEqual([extra.readerId]);
  });
});
