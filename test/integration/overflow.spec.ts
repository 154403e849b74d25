import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { plusMinutes, type LadderStep, type Study } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { LeaseKeeper, newId, type Lease } from '@overread/platform';
import type { AnsweredOverflow, OverflowOffer, Problem, QueueRow, WorklistRow } from '@overread/wire';
import { sampleStep } from '../../libs/domain/src/studies/samples.fixture.js';
import { Dispatcher } from '../../libs/features/src/dispatch/index.js';
import { ReadingScene, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;
const OPEN = '2026-01-01T00:00:00.000Z';

let server: TestServer;
let lease: Lease;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  const held = await server.app.get(LeaseKeeper).acquire('dispatcher', 600_000);
  if (!held) throw new Error('another holds the lease');
  lease = held;
}, 60_000);
afterAll(() => server.close());

/** A home group, nobody of which is there, with an overflow list for a helper who has two reads of their own. */
let scene: ReadingScene;
let home: SignedOn;
let helper: SignedOn;
let manager: Person;
beforeEach(async () => {
  await server.asOwner(`update read set state = 'cancelled' where state in ('queued', 'assigned')`);
  scene = await ReadingScene.of(server);
  [home, helper] = [await scene.reader('Dr Home'), await scene.reader('Dr Helper')];
  await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [home.sessionId]);
  manager = await server.person('group-manager', { organizationId: helper.readingGroupId });
  for (let own = 0; own < 2; own += 1) await waiting([sampleStep(helper.readingGroupId, OPEN)], 90);
  await scene.refresh();
});

async function waiting(ladder: LadderStep[], dueIn: number, study: Partial<Study> = {}): Promise<PlacedStudy> {
  const dueAt = plusMinutes(await scene.now(), dueIn);
  const read = { by: home, ...nobody, state: 'queued' as const, ladder, ladderStep: ladder.length - 1, dueAt };
  return scene.study([read], { state: 'ready', priority: 'routine', ...study });
}
function overflowing(dueIn = 60, study: Partial<Study> = {}): Promise<PlacedStudy> {
  const list = sampleStep(helper.readingGroupId, OPEN, 1);
  const overflow = { ...list, pool: { ...list.pool, overflow: { below: 2, shows: 3 } } };
  return waiting([sampleStep(home.readingGroupId, OPEN), overflow], dueIn, study);
}
const idOf = ({ reads: [id] }: PlacedStudy) => id!;

const onOffer = (by: Person, query = '') =>
  server.call<OverflowOffer & Problem>('GET', `/queues/overflow${query}`, { token: by.token });
const answer = (by: Person, what: 'accept' | 'decline', body: object = {}) =>
  server.call<AnsweredOverflow & Problem>('POST', `/queues/overflow/${what}`, {
    token: by.token,
    body: { reason: 'We have time', ...body },
  });
const nextUp = async (of: SignedOn) =>
  (await server.call<{ items: WorklistRow[] }>('GET', '/worklist', { token: of.person.token })).body.items.map(
    ({ readId }) => readId,
  );
const eventsOf = (study: PlacedStudy, type: string) =>
  server.asOwner<{ note: string; actor: string; topics: string[] }>(
    `select data ->> 'note' as note, actor, array(select topic from event_topic t where t.position = e.position) as topics
     from event e where type = $2 and study_id = $1`,
    [study.id, type],
  );

describe('what overflow lists offer to a group', () => {
  it('is counted by kind, with the oldest, the risk and the next of it, and nothing of the patient', async () => {
    const [late, soon] = [await overflowing(-5), await overflowing(30, { priority: 'urgent' })];
    const { status, body } = await onOffer(manager);
    expect(status).toBe(200);
    expect(body).toMatchObject({ offered: 2, accepted: 0, below: 2, shows: 3, late: 1, truncated: false });
    expect(body.byKind).toHaveLength(2);
    expect(new Set(body.reads.map(({ readId }) => readId))).toEqual(new Set([idOf(late), idOf(soon)]));
    expect(new Date(body.firstDueAt!) < new Date()).toBe(true);
    expect(JSON.stringify(body)).not.toContain('MRN');
  });

  it('is its manager’s and administrators’ to see, and nobody else’s', async () => {
    await overflowing();
    const { readingGroupId } = helper;
    const lead = await server.person('group-manager', { organizationId: home.readingGroupId });
    expect((await onOffer(lead)).body.offered).toBe(0);
    expect((await onOffer(lead, `?readingGroup=${readingGroupId}`)).status).toBe(404);
    expect((await onOffer(server.administrator, `?readingGroup=${readingGroupId}`)).body.offered).toBe(1);
    expect((await onOffer(server.administrator)).body.errors).toEqual([
      expect.objectContaining({ path: 'readingGroup' }),
    ]);
    expect((await onOffer(helper.person)).status).toBe(403);
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    expect((await onOffer(hospital, `?readingGroup=${readingGroupId}`)).status).toBe(404);
    expect((await answer(await server.person('auditor'), 'accept', { readingGroup: readingGroupId })).status).toBe(403);
    expect((await answer(lead, 'accept', { readingGroup: readingGroupId })).status).toBe(404);
    expect((await answer(manager, 'accept', { reason: '' })).status).toBe(422);
    expect((await answer(manager, 'accept', { minutes: 1441 })).status).toBe(422);
  });
});

describe('accepting overflow', () => {
  it('gives the group’s readers the reads whatever is on their own lists, with who and why in the log', async () => {
    const study = await overflowing();
    expect(await nextUp(helper)).not.toContain(idOf(study));
    const { status, body } = await answer(manager, 'accept');
    expect([status, body]).toEqual([
      200,
      { answered: [{ readId: idOf(study), studyId: study.id }], already: [], gone: [] },
    ]);
    expect(await nextUp(helper)).toContain(idOf(study));
    const [event] = await eventsOf(study, 'read.overflow-accepted');
    expect(event).toMatchObject({ note: 'We have time', actor: manager.id });
    expect(event?.topics).toEqual(
      expect.arrayContaining([`reading-group:${home.readingGroupId}`, `reading-group:${helper.readingGroupId}`]),
    );
    const taken = await server.call('POST', `/reads/${idOf(study)}/accept`, { token: helper.person.token, body: {} });
    expect(taken.status).toBe(200);
    expect((await onOffer(manager)).body).toMatchObject({ offered: 0, accepted: 0 });
  });

  it('takes so many of the next, and the same again changes nothing', async () => {
    const studies = [await overflowing(20), await overflowing(40), await overflowing(80)];
    const first = (await answer(manager, 'accept', { limit: 2 })).body;
    expect(first.answered.map(({ readId }) => readId).sort()).toEqual(studies.slice(0, 2).map(idOf).sort());
    expect((await onOffer(manager)).body).toMatchObject({ offered: 1, accepted: 2 });
    const again = (await answer(manager, 'accept', { readIds: studies.map(idOf) })).body;
    expect(again.answered.map(({ readId }) => readId)).toEqual([idOf(studies[2]!)]);
    expect(again.already.sort()).toEqual(studies.slice(0, 2).map(idOf).sort());
  });

  it('is done once by two managers at once', async () => {
    const study = await overflowing();
    const readIds = [idOf(study)];
    const other = await server.person('group-manager', { organizationId: helper.readingGroupId });
    const both = await Promise.all([manager, other].map((by) => answer(by, 'accept', { readIds })));
    expect(both.flatMap(({ body }) => body.answered)).toHaveLength(1);
    expect(both.flatMap(({ body }) => body.already)).toEqual(readIds);
    expect(await eventsOf(study, 'read.overflow-accepted')).toHaveLength(1);
  });

  it('says what has gone meanwhile, what is not there, and what none of its readers may read', async () => {
    const [fine, taken, barred] = [
      await overflowing(),
      await overflowing(),
      await overflowing(60, { modalities: ['MG'], modalityFamily: 'XR' }),
    ];
    await server.asOwner(
      `update read set state = 'in-progress', reader_id = $2, reading_group_id = $3, started_at = overread_now() where id = $1`,
      [idOf(taken), helper.readerId, helper.readingGroupId],
    );
    const unknown = newId();
    const { body } = await answer(manager, 'accept', {
      readIds: [fine, taken, barred].map(idOf).concat(unknown as never),
    });
    expect(body.answered.map(({ readId }) => readId)).toEqual([idOf(fine)]);
    expect(Object.fromEntries(body.gone.map(({ readId, code }) => [readId, code]))).toEqual({
      [idOf(taken)]: 'read/taken',
      [idOf(barred)]: 'overflow/nobody-eligible',
      [unknown]: 'read/not-found',
    });
  });

  it('ends by itself', async () => {
    const study = await overflowing(600);
    await answer(manager, 'accept', { minutes: 30 });
    expect(await nextUp(helper)).toContain(idOf(study));
    await server.clock.advance({ minutes: 31 });
    expect(await nextUp(helper)).not.toContain(idOf(study));
    expect((await onOffer(manager)).body).toMatchObject({ offered: 1, accepted: 0 });
  });
});

describe('declining overflow', () => {
  it('takes the reads from the group’s lists and tells those whose own they are why', async () => {
    const study = await overflowing();
    await answer(manager, 'accept');
    const { body } = await answer(manager, 'decline', { readIds: [idOf(study)], reason: 'Two are ill' });
    expect(body.answered).toHaveLength(1);
    expect(await nextUp(helper)).not.toContain(idOf(study));
    const [event] = await eventsOf(study, 'read.overflow-declined');
    expect(event?.note).toBe('Two are ill');
    expect(event?.topics).toContain(`reading-group:${home.readingGroupId}`);
    expect((await onOffer(manager)).body).toMatchObject({ offered: 0, declined: 1, reads: [] });
    const lead = await server.person('group-manager', { organizationId: home.readingGroupId });
    const queue = await server.call<{ items: QueueRow[] }>('GET', '/queues', { token: lead.token });
    const row = queue.body.items.find(({ readId }) => readId === idOf(study));
    expect(row?.why.text).toContain('overflow declined by 1: Two are ill');
  });

  it('is refused of what is late', async () => {
    const study = await overflowing(-1);
    const { body } = await answer(manager, 'decline', { readIds: [idOf(study)] });
    expect(body.gone).toEqual([expect.objectContaining({ code: 'overflow/late' })]);
  });
});

describe('offers of what overflow lists hold', () => {
  const round = () => server.app.get(Dispatcher).round(lease);
  const holder = async (study: PlacedStudy) =>
    (await server.asOwner<{ id: string | null }>('select reader_id as id from read where id = $1', [idOf(study)]))[0]
      ?.id;

  it('go to nobody whose own list is long enough, until their group has accepted', async () => {
    const pressing = await overflowing(20, { priority: 'stat' });
    await server.app.get(NetworkDirectory).refresh();
    await round();
    expect(await holder(pressing)).toBeNull();
    const held = 'select id from read where reader_id = $1';
    expect(await server.asOwner(held, [helper.readerId])).toHaveLength(1);
    await server.asOwner(`update read set state = 'queued', reader_id = null, reading_group_id = null, session_id = null,
      offer_expires_at = null, version = version + 1 where reader_id = '${helper.readerId}'`);
    await answer(manager, 'accept');
    await round();
    expect(await holder(pressing)).toBe(helper.readerId);
  });

  it('count nobody of a group that has declined: the next step opens as if they were not there', async () => {
    const third = await scene.reader('Dr Third');
    const list = sampleStep(helper.readingGroupId, OPEN, 1);
    const last = sampleStep(third.readingGroupId, null, 2);
    const study = await waiting(
      [
        sampleStep(home.readingGroupId, OPEN),
        { ...list, pool: { ...list.pool, overflow: { below: 2, shows: 3 } } },
        { ...last, opens: { ...last.opens, atOnce: false, whenNobodySignedOn: true } },
      ],
      60,
    );
    await server.asOwner('update read set ladder_step = 1 where id = $1', [idOf(study)]);
    await round();
    expect(await eventsOf(study, 'read.broadened')).toEqual([]);
    await answer(manager, 'decline', { readIds: [idOf(study)] });
    await round();
    expect(await eventsOf(study, 'read.broadened')).toHaveLength(1);
  });

  it('go to who has little of their own, and critical ones to anybody who may read them', async () => {
    const own = await server.asOwner<{ id: string }>(`select id from read where state = 'queued'`);
    await server.asOwner(`update read set state = 'cancelled', version = version + 1 where id = $1`, [own[0]?.id]);
    const pressing = await overflowing(20, { priority: 'stat' });
    await server.app.get(NetworkDirectory).refresh();
    await round();
    expect(await holder(pressing)).toBe(helper.readerId);
    const third = await scene.reader('Dr Third', helper);
    for (let extra = 0; extra < 3; extra += 1) await waiting([sampleStep(helper.readingGroupId, OPEN)], 90);
    const critical = await overflowing(20, { priority: 'critical' });
    await server.app.get(NetworkDirectory).refresh();
    await round();
    expect(await holder(critical)).toBe(third.readerId);
  });
});
