import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  learnReading,
  minutesBetween,
  plusMinutes,
  type Exam,
  type Instant,
  type ReaderId,
  type Study,
} from '@overread/domain';
import { LeaseKeeper, type Lease } from '@overread/platform';
import type { Explanation, ReadWithStudy, WorklistRow } from '@overread/wire';
import { Dispatcher } from '../../libs/features/src/dispatch/index.js';
import { ReadingStatisticsEntity, ReadingTimes } from '../../libs/features/src/studies/index.js';
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

const head = {
  family: 'CT',
  region: 'head',
  hasPriors: false,
  instances: null,
  contrast: false,
  overRead: false,
} as const;

let learnedThrough = 0;
/** Two hundred reads, of heads unless another region is named, that took this long. */
async function learnPace(readerId: ReaderId, minutes: number, region: Exam['region'] = 'head'): Promise<void> {
  const exam = { readerId, exam: { ...head, region }, minutes };
  const learned = Array.from({ length: 200 }).reduce<ReturnType<typeof learnReading> | null>(
    (known) => learnReading(known, exam),
    null,
  );
  await scene.put(ReadingStatisticsEntity, { ...learned!, position: (learnedThrough += 1) });
  await server.app.get(ReadingTimes).refit();
}

const now = () => scene.now();
const round = () => server.app.get(Dispatcher).round(lease);

/** A STAT head CT that came `minutesAgo` and is due in `dueIn` minutes. */
async function headCt(by: SignedOn, at: { minutesAgo?: number; dueIn: number }): Promise<PlacedStudy> {
  const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  const queuedAt = plusMinutes(await now(), -(at.minutesAgo ?? 0));
  const dueAt = plusMinutes(await now(), at.dueIn);
  const waiting = { by, ...nobody, state: 'queued' as const, ladder, ladderStep: 0, queuedAt, dueAt };
  return scene.study([waiting], { state: 'ready', priority: 'stat' } satisfies Partial<Study>);
}

/** A read that the reader opened so long ago. */
async function reading(by: SignedOn, minutesAgo: number): Promise<PlacedStudy> {
  const openedAt: Instant = plusMinutes(await now(), -minutesAgo);
  return scene.study([{ by, openedAt, startedAt: openedAt }], { priority: 'routine' });
}

const holderOf = async (study: PlacedStudy): Promise<string | null> => {
  const [row] = await server.asOwner<{ reader: string | null }>('select reader_id as reader from read where id = $1', [
    study.reads[0],
  ]);
  return row?.reader ?? null;
};
const keptEvents = (study: PlacedStudy) =>
  server.asOwner<{ data: Record<string, unknown> }>(
    `select data from event where study_id = $1 and type = 'read.kept' order by position`,
    [study.id],
  );

describe('pressing work that a busy reader makes surer', () => {
  let slow: SignedOn;
  let quick: SignedOn;
  beforeAll(async () => {
    slow = await scene.reader('Dr Slow');
    quick = await scene.reader('Dr Quick', slow);
    await learnPace(slow.readerId, 14);
    await learnPace(quick.readerId, 3);
  });
  const free = async (reader: SignedOn) => {
    await server.asOwner(
      `update read set state = 'completed', completed_at = overread_now(), version = version + 1
       where reader_id = $1 and state in ('assigned', 'in-progress')`,
      [reader.readerId],
    );
  };

  it('is kept for them a few minutes, says so once, and is theirs when they are free', async () => {
    await reading(quick, 2);
    const study = await headCt(slow, { dueIn: 18 });
    await round();
    await round();
    expect(await holderOf(study)).toBeNull();
    const told = await keptEvents(study);
    expect(told).toMatchObject([{ data: { readerId: quick.readerId } }]);
    expect(told[0]!.data.costMinutes as number).toBeLessThan(told[0]!.data.idleCostMinutes as number);
    expect(told[0]!.data['latePercent'] as number).toBeLessThan(told[0]!.data['idleLatePercent'] as number);
    const whyNot = async (reader: SignedOn, by = server.administrator) => {
      const path = `/studies/${study.id}/explanation?reader=${reader.readerId}`;
      const { body } = await server.call<Explanation>('GET', path, { token: by.token });
      return body.reads[0]!.whyNot;
    };
    expect(await whyNot(slow)).toMatchObject({ code: 'kept', text: expect.stringContaining('kept for Dr Quick') });
    expect(await whyNot(quick)).toMatchObject({ code: 'kept', text: expect.stringContaining('kept for them') });
    await free(quick);
    await round();
    expect(await holderOf(study)).toBe(quick.readerId);
    await free(quick);
  });

  it('is kept one for each: the second goes to who is idle', async () => {
    await reading(quick, 2);
    const studies = [await headCt(slow, { dueIn: 18 }), await headCt(slow, { dueIn: 19 })];
    await round();
    const held = await Promise.all(studies.map(holderOf));
    expect(held.filter((each) => each !== null)).toEqual([slow.readerId]);
    await free(slow);
    await free(quick);
    await round();
    for (const reader of [slow, quick]) await free(reader);
  });

  it('is read by who is idle once its first minutes are over, or where they suffice', async () => {
    await reading(quick, 2);
    const old = await headCt(slow, { minutesAgo: 11, dueIn: 18 });
    await round();
    expect(await holderOf(old)).toBe(slow.readerId);
    await free(slow);
    const easy = await headCt(slow, { dueIn: 240 });
    await round();
    expect(await holderOf(easy)).toBe(slow.readerId);
    expect([await keptEvents(old), await keptEvents(easy)]).toEqual([[], []]);
    await free(slow);
    await free(quick);
  });

  it('is offered to who is idle when the busy one signs off', async () => {
    await reading(quick, 2);
    const study = await headCt(slow, { dueIn: 18 });
    await round();
    expect(await holderOf(study)).toBeNull();
    await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [quick.sessionId]);
    await scene.refresh();
    await round();
    expect(await holderOf(study)).toBe(slow.readerId);
    const [row] = await server.asOwner<{ dueAt: Instant; at: Instant }>(
      'select due_at as "dueAt", overread_now() as at from read where id = $1',
      [study.reads[0]],
    );
    expect(minutesBetween(row!.at, row!.dueAt)).toBeGreaterThan(15);
  });
});

// Behind the others: what it learns would change what they wait for.
describe('a reader’s own order', () => {
  it('is by the minutes the reads take them, not everybody', async () => {
    const grace = await scene.reader('Dr Grace');
    const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null };
    const ladder = [sampleStep(grace.readingGroupId, '2026-01-01T00:00:00.000Z')];
    const dueAt = plusMinutes(await now(), 600);
    const waits = async (bodyPart: string, expectedMinutes: number): Promise<PlacedStudy> => {
      const read = { by: grace, ...nobody, state: 'queued' as const, ladder, ladderStep: 0, dueAt, expectedMinutes };
      const study = { state: 'ready' as const, priority: 'routine' as const, bodyPart, description: `CT ${bodyPart}` };
      return scene.study([read], study);
    };
    const [chest, skull] = [await waits('CHEST', 8), await waits('HEAD', 9)];
    const order = async () => {
      const { body } = await server.call<{ items: WorklistRow[] }>('GET', '/worklist', { token: grace.person.token });
      return body.items.map(({ studyId }) => studyId);
    };
    expect(await order()).toEqual([chest.id, skull.id]);
    await learnPace(grace.readerId, 3);
    await learnPace(grace.readerId, 14, 'chest');
    expect(await order()).toEqual([skull.id, chest.id]);
    const taken = await server.call<ReadWithStudy>('POST', '/worklist/next', { token: grace.person.token });
    expect(taken.body.study.id).toBe(skull.id);
    const path = `/studies/${skull.id}/decisions`;
    const explained = await server.call<Explanation>('GET', `/studies/${skull.id}/explanation`, {
      token: server.administrator.token,
    });
    const [decision] = explained.body.reads[0]!.decisions;
    const replay = await server.call<{ same: boolean }>('POST', `${path}/${decision!.id}/replay`, {
      token: server.administrator.token,
    });
    expect(replay.body).toMatchObject({ same: true });
  });
});
