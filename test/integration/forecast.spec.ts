import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeaseKeeper, LogTail, newId, type Lease, type Scope } from '@overread/platform';
import type {
  AppliedRemedy,
  CalibrationRow,
  CapacityForecast,
  Problem,
  QueueRow,
  Study as WireStudy,
  WorklistRow,
} from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { QueueForecasts } from '../../libs/features/src/dispatch/capacity/queue-forecasts.job.js';
import { BreachChances } from '../../libs/features/src/dispatch/forecast/breach-chances.js';
import { ForecastLearning } from '../../libs/features/src/dispatch/forecast/forecast-learning.job.js';
import { ReadingTimes } from '../../libs/features/src/studies/index.js';
import { ReadingTimesFollower } from '../../libs/features/src/studies/reading-times/reading-times.follower.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
}, 60_000);
afterAll(() => server.close());

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;
const waiting = (by: SignedOn, dueAt: Date, changes: object = {}): Promise<PlacedStudy> => {
  const ladder = [sampleStep(by.readingGroupId, '2026-01-01T00:00:00.000Z')];
  return scene.study([{ by, ...nobody, state: 'queued', ladder, ladderStep: 0, dueAt, ...changes }], {
    state: 'ready',
  });
};
const inMinutes = async (minutes: number) => new Date((await scene.now()).getTime() + minutes * 60_000);

async function leaseOf(name: string, of = server): Promise<Lease> {
  const lease = await of.app.get(LeaseKeeper).acquire(name);
  if (!lease) throw new Error('another holds the lease');
  return lease;
}

/** Opened, and signed so many minutes later. */
async function readIn(minutes: number, by: SignedOn): Promise<void> {
  const study = await scene.study([{ by }]);
  const call = (action: string, body?: object) =>
    server.call('POST', `/reads/${study.reads[0]}/${action}`, { token: by.person.token, ...(body ? { body } : {}) });
  expect((await call('open')).status).toBe(200);
  await server.clock.advance({ minutes });
  expect((await call('final', { impression: 'Nothing acute.', conclusion: 'normal' })).status).toBe(200);
}

describe('reading times', () => {
  let slow: SignedOn;
  beforeAll(async () => {
    slow = await scene.reader('Dr Ina Slow');
  });

  /** What a process that has just come to lead would do. */
  const learn = async () => {
    const lease = await leaseOf('reading-times');
    const [end] = await server.asOwner<{ position: number }>('select max(position)::int as position from event');
    await server.app.get(LogTail).reached(end?.position ?? 0);
    await server.app.get(ReadingTimesFollower).catchUp(lease);
    await server.app.get(LeaseKeeper).release(lease);
  };
  const rows = () =>
    server.asOwner<{ exam_type: string; reads: number; culled: number }>(
      'select exam_type, reads, culled from reading_statistics where reader_id = $1',
      [slow.readerId],
    );

  it('are learned from the log, each read once, outliers apart', async () => {
    for (const minutes of [15, 16, 14, 500]) await readIn(minutes, slow);
    await learn();
    await learn();
    expect(await rows()).toEqual([{ exam_type: expect.stringMatching(/^CT:/), reads: 3, culled: 1 }]);
  });

  it('are what a read is expected to take from then on', async () => {
    const times = server.app.get(ReadingTimes);
    expect(times.current().version).toBe(0);
    await times.refit();
    expect(times.current()).toMatchObject({ model: { reads: 3 } });
    expect(times.current().version).toBeGreaterThan(0);
    const head = { hasPriors: false, instances: null, contrast: false, overRead: false };
    const minutes = times.minutesOf(slow.readerId, { family: 'CT', region: 'head', ...head });
    // Fifteen minutes three times pull the published 5.5 up; nothing is known of others' own pace.
    expect(minutes).toBeGreaterThan(5.5);
    expect(times.minutesOf(newId() as typeof slow.readerId, { family: 'CT', region: 'head', ...head })).toBeNull();
  });

  it('nobody but the system sees as rows', async () => {
    const administrator = { role: 'administrator', organizationIds: [] } satisfies Partial<Scope>;
    const scope: Scope = { kind: 'principal', principalId: slow.readerId, ...administrator };
    expect(await server.database.transaction(scope, (tx) => tx.read('select * from reading_statistics'))).toEqual([]);
  });
});

describe('the chance of breach', () => {
  it('is shown in the queue, the worklist and the date a report is expected', async () => {
    const ada = await scene.reader('Dr Ada Queue');
    const [soon, late] = [await waiting(ada, await inMinutes(8)), await waiting(ada, await inMinutes(600))];
    await server.app.get(BreachChances).refresh();
    const path = `/queues?readingGroup=${ada.readingGroupId}`;
    const { body } = await server.call<{ items: QueueRow[] }>('GET', path, { token: server.administrator.token });
    const chance = (of: PlacedStudy) => body.items.find((row) => row.studyId === of.id)?.breachChance;
    expect(chance(soon)).toBeGreaterThan(0.1);
    expect(chance(late)).toBeLessThan(0.01);
    const list = await server.call<{ items: WorklistRow[] }>('GET', '/worklist', { token: ada.person.token });
    expect(list.body.items.find((row) => row.studyId === soon.id)?.breachChance).toBeGreaterThan(0.1);
    const study = await server.call<WireStudy>('GET', `/studies/${late.id}`, { token: server.administrator.token });
    const eta = new Date(study.body.eta ?? 0).getTime();
    // Far before its deadline: behind one read, the reader idle.
    expect(eta).toBeLessThan((await inMinutes(120)).getTime());
    expect(eta).toBeGreaterThan((await scene.now()).getTime());
  });

  it('grows with what waits before it', async () => {
    const bea = await scene.reader('Dr Bea Queue');
    const dueAt = await inMinutes(30);
    const read = await waiting(bea, dueAt);
    const chances = server.app.get(BreachChances);
    const now = await scene.now();
    await chances.refresh();
    const alone = chances.chanceOf(read.reads[0]!, dueAt, now);
    for (let index = 0; index < 5; index++) await waiting(bea, await inMinutes(10));
    await chances.refresh();
    expect(chances.chanceOf(read.reads[0]!, dueAt, now)).toBeGreaterThan(alone!);
  });

  it('is not known while nobody who may read it is there or coming, and certain once the deadline has passed', async () => {
    const cy = await scene.reader('Dr Cy Queue');
    const [open, past] = [await waiting(cy, await inMinutes(30)), await waiting(cy, await inMinutes(-1))];
    await server.call('DELETE', `/reading-sessions/${cy.sessionId}`, { token: cy.person.token });
    await scene.refresh();
    const chances = server.app.get(BreachChances);
    await chances.refresh();
    const now = await scene.now();
    expect(chances.chanceOf(open.reads[0]!, await inMinutes(30), now)).toBeNull();
    expect(chances.chanceOf(past.reads[0]!, await inMinutes(-1), now)).toBe(1);
  });
});

describe('forecasts that are judged', () => {
  let lease: Lease;
  let dee: SignedOn;
  let study: PlacedStudy;
  const learning = () => server.app.get(ForecastLearning);
  const kept = async () =>
    (
      await server.asOwner<{ chance: number; shown: number; breached: boolean | null; settled: boolean }>(
        'select chance, shown, breached, settled_at is not null as settled from breach_forecast where read_id = $1',
        [study.reads[0]],
      )
    )[0];
  beforeAll(async () => {
    lease = await leaseOf('forecast-learning');
    dee = await scene.reader('Dr Dee Judge');
    study = await waiting(dee, await inMinutes(60));
  });

  it('are written down once for each read, at a moment of its life', async () => {
    // A read draws its own moment: by then, all but one in thousands have come to it.
    await server.clock.advance({ seconds: 3_595 });
    await server.app.get(BreachChances).refresh();
    await learning().sample(lease);
    const first = await kept();
    expect(first).toMatchObject({ settled: false, breached: null });
    await learning().sample(lease);
    expect(await kept()).toEqual(first);
  });

  it('are settled by what became of the read', async () => {
    await learning().settle(lease);
    expect(await kept()).toMatchObject({ settled: false });
    await server.clock.advance({ minutes: 2 });
    await learning().settle(lease);
    expect(await kept()).toMatchObject({ settled: true, breached: true });
  });

  it('correct what is given from then on, once a day', async () => {
    expect(await learning().refit(lease)).toBe(2);
    expect(await learning().refit(lease)).toBe(0);
    await server.clock.advance({ hours: 25 });
    expect(await learning().refit(lease)).toBe(2);
  });

  it('are reported with bins, Brier score and the model that gave them, to who sees the whole network', async () => {
    const [from, to] = [(await inMinutes(-3 * 1440)).toISOString(), (await inMinutes(1)).toISOString()];
    const report = (token: string) =>
      server.call<{ items: CalibrationRow[] }>('GET', `/analytics/calibration?from=${from}&to=${to}`, { token });
    const { body } = await report(server.administrator.token);
    const all = body.items.find(({ work }) => work === 'all');
    expect(all?.n).toBeGreaterThan(0);
    expect(all?.bins.reduce((sum, { n }) => sum + n, 0)).toBe(all?.n);
    expect(all?.brier).toBeGreaterThanOrEqual(0);
    expect(all?.modelVersions?.to).toBeGreaterThanOrEqual(0);
    expect(body.items.find(({ work }) => work === 'pressing')?.calibratedAt).not.toBeNull();
    const manager = await server.person('group-manager', { organizationId: dee.readingGroupId });
    expect((await report(manager.token)).status).toBe(403);
  });
});

describe('the forecast of the coming hours', () => {
  let home: SignedOn;
  let helper: SignedOn;
  let manager: Person;
  const forecast = (by: Person, query = '') =>
    server.call<CapacityForecast & Problem>('GET', `/forecast${query}`, { token: by.token });
  const apply = (by: Person, id: string) =>
    server.call<AppliedRemedy & Problem>('POST', `/forecast/remedies/${id}`, {
      token: by.token,
      body: { reason: 'A rush' },
    });

  /** Fourteen CTs due in forty minutes, for one reader; a second group is named on a step still closed. */
  beforeAll(async () => {
    [home, helper] = [await scene.reader('Dr Home Alone'), await scene.reader('Dr Helping Hand')];
    manager = await server.person('group-manager', { organizationId: home.readingGroupId });
    const dueAt = await inMinutes(40);
    const open = sampleStep(home.readingGroupId, '2026-01-01T00:00:00.000Z');
    const closed = { ...sampleStep(helper.readingGroupId, null), step: 1 };
    const opens = { ...closed.opens, atOnce: false, afterMinutes: 600 };
    for (let index = 0; index < 14; index++) {
      await waiting(home, dueAt, { ladder: [open, { ...closed, opens }] });
    }
  });

  it('says what will miss, when, and which group would save how many', async () => {
    const { status, body } = await forecast(manager);
    expect(status).toBe(200);
    expect(body.misses).toEqual([expect.objectContaining({ modalityFamily: 'CT', inMinutes: 40 })]);
    expect(body.waitingMisses).toBeGreaterThan(5);
    expect(body.atRisk).toHaveLength(body.waitingMisses);
    expect(body.byHour).toHaveLength(8);
    expect(body.byHour[0]).toMatchObject({ readers: 1, capacityMinutes: 60, misses: body.waitingMisses });
    expect(body.remedies).toEqual([
      {
        id: helper.readingGroupId,
        kind: 'open-group',
        name: 'Group of Dr Helping Hand',
        reads: body.waitingMisses,
        saves: expect.any(Number),
        harms: 0,
        callIn: null,
      },
    ]);
    expect(body.remedies[0]!.saves).toBeGreaterThan(2);
  });

  it('is a manager’s for their own group, an administrator’s for all, and nobody else’s', async () => {
    const stranger = await server.person('group-manager', { organizationId: helper.readingGroupId });
    expect((await forecast(stranger)).body.waitingMisses).toBe(0);
    expect((await forecast(stranger, `?readingGroup=${home.readingGroupId}`)).status).toBe(403);
    expect((await apply(stranger, helper.readingGroupId)).body).toMatchObject({ code: 'forecast/no-such-remedy' });
    expect((await forecast(home.person)).status).toBe(403);
    expect((await forecast(server.administrator)).body.waitingMisses).toBeGreaterThan(5);
    expect((await forecast(manager, '?hours=13')).status).toBe(422);
  });

  it('is told to the group once, until it changes', async () => {
    const lease = await leaseOf('queue-forecasts');
    const told = () =>
      server.asOwner<{ data: { waitingMisses: number; remedy: { id: string } } }>(
        `select data from event where type = 'queue.forecasted' and $1 = any (reading_group_ids)`,
        [home.readingGroupId],
      );
    const job = server.app.get(QueueForecasts);
    await job.tell(lease);
    await job.tell(lease);
    expect(await told()).toEqual([
      { data: expect.objectContaining({ remedy: expect.objectContaining({ id: helper.readingGroupId }) }) },
    ]);
    await server.app.get(LeaseKeeper).release(lease);
  });

  it('applies its remedy with one call: the reads are opened, by name and reason, and fewer miss', async () => {
    const { status, body } = await apply(manager, helper.readingGroupId);
    expect(status).toBe(200);
    expect(body.opened.length).toBeGreaterThan(5);
    expect(body.missesBefore - body.missesAfter).toBe(body.expectedToSave);
    const events = await server.asOwner<{ actor: string; note: string }>(
      `select actor, data ->> 'note' as note from event where type = 'read.broadened' and read_id = any ($1)`,
      [body.opened.map(({ readId }) => readId)],
    );
    expect(events).toHaveLength(body.opened.length);
    expect(new Set(events.map(({ actor, note }) => `${actor} ${note}`))).toEqual(new Set([`${manager.id} A rush`]));
    expect(await server.asOwner('select applied_by, remedy from applied_remedy')).toEqual([
      { applied_by: manager.id, remedy: helper.readingGroupId },
    ]);
    expect((await apply(manager, helper.readingGroupId)).body).toMatchObject({
      status: 409,
      code: 'forecast/no-such-remedy',
    });
  });

  it('expects what came in these hours of past weeks', async () => {
    const lease = await leaseOf('queue-forecasts');
    expect(await server.app.get(QueueForecasts).learnArrivals(lease)).toBeGreaterThan(0);
    expect(await server.app.get(QueueForecasts).learnArrivals(lease)).toBe(0);
    // A week later to the hour, somewhat before: what came then is expected again.
    await server.clock.advance({ hours: 7 * 24 - 2 });
    const { body } = await forecast(server.administrator, '?hours=6');
    expect(body.byHour.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBeGreaterThan(5);
  });
});
