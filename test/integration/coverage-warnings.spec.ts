import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMinutes, type CoverageWarning as Warning } from '@overread/domain';
import { NetworkDirectory } from '@overread/features';
import { LeaseKeeper, newId, type Lease, type Scope } from '@overread/platform';
import type { CoverageWarning, Problem } from '@overread/wire';
import { sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { CoverageWarningEntity } from '../../libs/features/src/dispatch/coverage/coverage-warning.entity.js';
import { CoverageWarningsJob } from '../../libs/features/src/dispatch/coverage/coverage-warnings.job.js';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type Listed = { items: CoverageWarning[]; next: string | null } & Problem;

let server: TestServer;
let other: TestServer;
let scene: ReadingScene;
let lease: Lease;
let ada: SignedOn;
let bob: SignedOn;
let manager: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  other = await startTestServer({ config: { roles: new Set(['api']) }, on: server.fresh });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Alone');
  bob = await scene.reader('Dr Bob Away');
  manager = await server.person('group-manager', { organizationId: ada.readingGroupId });
  const now = await scene.now();
  await server.asOwner('update reading_session set ended_at = $2 where id = $1', [bob.sessionId, now]);
  await server.asOwner('update licence set valid_until = $2 where reader_id = $1', [
    ada.readerId,
    plusMinutes(now, 10 * 1440),
  ]);
  for (let study = 0; study < 4; study += 1)
    await scene.study([{ by: ada, ...nobody, ladder: [] }], { state: 'ready', subspecialty: null });
  await scene.refresh();
  lease = await leaseOf(server);
}, 90_000);
afterAll(async () => {
  await other.close();
  await server.close();
});

const nobody = {
  readerId: null,
  readingGroupId: null,
  sessionId: null,
  tier: null,
  startedAt: null,
  state: 'queued',
} as const;

async function leaseOf(of: TestServer): Promise<Lease> {
  const held = await of.app.get(LeaseKeeper).acquire('coverage-warnings');
  if (!held) throw new Error('another holds the lease');
  return held;
}
const look = (of = server, by = lease) => of.app.get(CoverageWarningsJob).look(by, true);
const list = (by: Pick<Person, 'token'>, query = '') =>
  server.call<Listed>('GET', `/coverage/warnings${query}`, { token: by.token });
const listed = async (by: Pick<Person, 'token'> = manager, query = '') => (await list(by, query)).body.items;
const acknowledge = (by: Pick<Person, 'token'>, id: string, note?: string) =>
  server.call<CoverageWarning & Problem>('POST', `/coverage/warnings/${id}/acknowledge`, {
    token: by.token,
    body: { note },
  });
const told = () =>
  server.asOwner<{ type: string; data: Record<string, unknown>; topics: string[] }>(
    `select type, data, array(select topic from event_topic t where t.position = e.position order by 1) as topics
     from event e where type like 'coverage.%' or type = 'credential.expiring' order by position`,
  );
const types = async () => (await told()).map(({ type }) => type);

describe('coverage warnings', () => {
  it('tell once of hours with one alone and nobody, and of the licence that leaves studies with nobody', async () => {
    expect(await look()).toBe(2);
    const events = await told();
    expect(events.map(({ type }) => type).sort()).toEqual(['coverage.warned', 'credential.expiring']);
    const topics = [ada, bob].map(({ readingGroupId }) => `reading-group:${readingGroupId}`).sort();
    expect(events.find(({ type }) => type === 'coverage.warned')?.topics).toEqual(['network', ...topics]);
    const [hours] = (await listed()).filter(({ subject }) => subject === 'hours');
    expect(hours).toMatchObject({ level: 'none', warnings: 1, acknowledgement: null, endedAt: null });
    expect(hours?.hours).toMatchObject({ modalityFamily: 'CT', queued: 4, zone: 'America/Chicago', endUnknown: true });
    expect(hours?.mending).toMatchObject({
      groups: [{ name: 'Group of Dr Ada Alone', readers: 1 }],
      otherGroups: true,
    });
    const [credential] = (await listed()).filter(({ subject }) => subject === 'credential');
    expect(credential?.credential).toMatchObject({ holder: 'Dr Ada Alone', about: 'US-TX', lastReaderPerWeek: 4 });
    expect(JSON.stringify(events)).not.toContain('Ada');
  });

  it('are not told again by another look, by another server, nor by two at once', async () => {
    expect(await look()).toBe(0);
    await server.app.get(LeaseKeeper).release(lease);
    lease = await leaseOf(other);
    await other.app.get(NetworkDirectory).refresh();
    expect(await look(other)).toBe(0);
    expect(await types()).toHaveLength(2);
    await server.asOwner('delete from coverage_warning', []);
    const both = await Promise.all([look(other), look(other)]);
    expect(both.sort()).toEqual([0, 2]);
    expect(await types()).toHaveLength(4);
  });

  it('are not told by who has lost the lease in the meantime', async () => {
    await server.asOwner('delete from coverage_warning', []);
    const stale = lease;
    await other.app.get(LeaseKeeper).release(stale);
    lease = await leaseOf(server);
    await expect(look(other, stale)).rejects.toThrow();
    expect(await types()).toHaveLength(4);
    expect(await look()).toBe(2);
  });

  it('are acknowledged by name with a note, once; the first stands', async () => {
    const [warning] = (await listed()).filter(({ subject }) => subject === 'hours');
    const { status, body } = await acknowledge(manager, warning!.id, 'Asked Dr Away to come');
    expect(status).toBe(200);
    expect(body.acknowledgement).toMatchObject({ by: { id: manager.id }, note: 'Asked Dr Away to come' });
    const again = await acknowledge(server.administrator, warning!.id, 'Me too');
    expect(again.body.acknowledgement).toEqual(body.acknowledgement);
    expect((await types()).filter((type) => type === 'coverage.acknowledged')).toHaveLength(1);
    expect((await listed(manager, '?state=unacknowledged')).map(({ subject }) => subject)).toEqual(['credential']);
  });

  it('are told again when nobody is there where one was, and must be acknowledged anew', async () => {
    await server.app.get(NetworkDirectory).refresh();
    expect(await look()).toBe(0);
    await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [ada.sessionId]);
    await scene.refresh();
    expect(await look()).toBe(1);
    const last = (await told()).at(-1);
    expect(last).toMatchObject({ type: 'coverage.warned', data: { worse: true, warnings: 2 } });
    const [hours] = (await listed()).filter(({ subject }) => subject === 'hours');
    expect(hours).toMatchObject({ acknowledgement: null, warnings: 2 });
  });

  it('are over when two are on the roster, and then there is nothing to acknowledge', async () => {
    const now = await scene.now();
    const [startsAt, endsAt] = [plusMinutes(now, -60), plusMinutes(now, 80 * 60)];
    for (const { readerId, readingGroupId } of [ada, bob])
      await scene.put(RosterShiftEntity, { ...sampleShift(), id: newId(), readerId, readingGroupId, startsAt, endsAt });
    await scene.refresh();
    expect(await look()).toBe(1);
    expect((await told()).at(-1)).toMatchObject({ type: 'coverage.recovered', data: { ended: 'mended' } });
    const [over] = await listed(manager, '?state=ended');
    expect(over).toMatchObject({ subject: 'hours', ended: 'mended' });
    expect((await acknowledge(manager, over!.id)).body).toMatchObject({ status: 409, code: 'coverage/warning-over' });
  });

  it('count a paused reader as away until the pause ends', async () => {
    await server.call('POST', `/readers/${bob.readerId}/pause`, {
      token: server.administrator.token,
      body: { minutes: 600, reason: 'Ill' },
    });
    expect(await look()).toBe(1);
    const [hours] = (await listed()).filter(({ subject }) => subject === 'hours');
    expect(hours).toMatchObject({ level: 'one' });
    expect([10, 11]).toContain(hours?.hours?.hours);
    expect(hours?.hours?.endUnknown).toBe(false);
  });

  it('are for administrators, auditors, and managers of groups that deal with the health system', async () => {
    const stranger = await (await ReadingScene.of(server)).reader('Dr Far Away');
    const foreign = await server.person('group-manager', { organizationId: stranger.readingGroupId });
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    const auditor = await server.person('auditor');
    const [warning] = await listed(server.administrator);
    expect(await listed(foreign)).toEqual([]);
    expect((await acknowledge(foreign, warning!.id)).status).toBe(404);
    expect((await list(hospital)).status).toBe(403);
    expect(await listed(auditor)).not.toEqual([]);
    expect((await acknowledge(auditor, warning!.id)).status).toBe(403);
    expect((await acknowledge(manager, warning!.id, 'x'.repeat(501))).status).toBe(422);
    expect((await acknowledge(manager, newId())).status).toBe(404);
    const scope = {
      kind: 'principal',
      principalId: hospital.id,
      role: 'hospital',
      organizationIds: [scene.healthSystemId],
    };
    const rows = server.database.transaction(scope as Scope, (tx) => tx.read('select id from coverage_warning'));
    expect(await rows).toEqual([]);
  });

  it('are shown by the facility’s clock, over the hour that comes twice', async () => {
    const at = '2026-11-01T05:00:00.000Z';
    const state = { from: at, until: '2026-11-01T09:00:00.000Z', readers: '0000', expectedStudies: 1, queued: 0 };
    const { facilityId, healthSystemId } = scene;
    const hours = { ...state, knownUntil: '2026-11-03T00:00:00.000Z' };
    const row: Omit<Warning, 'subject' | 'kind' | 'state' | 'told'> = {
      id: newId<Warning['id']>(),
      readingGroupIds: [ada.readingGroupId],
      mending: null,
      raisedAt: new Date(at),
      warnedAt: new Date(at),
      warnings: 1,
      acknowledgement: null,
      endedAt: new Date(at),
      ended: 'passed',
      version: 1,
    };
    const kind = { facilityId, healthSystemId, modalityFamily: 'CT' as const, subspecialty: null };
    await scene.put(CoverageWarningEntity, { ...row, subject: 'hours', kind, state: hours, told: hours });
    const [shown] = (await listed(manager, '?state=ended')).filter(({ id }) => id === row.id);
    expect(shown?.hours).toMatchObject({
      hours: 4,
      localFrom: { date: '2026-11-01', time: '00:00', offset: '-05:00' },
      localUntil: { date: '2026-11-01', time: '03:00', offset: '-06:00' },
    });
  });

  it('are narrowed to a facility, with its privileges, or to a modality family', async () => {
    const [{ code }] = (await server.asOwner<{ code: string }>('select code from facility where id = $1', [
      scene.facilityId,
    ])) as [{ code: string }];
    const subjects = async (query: string) =>
      (await listed(server.administrator, `?state=all&${query}`)).map(({ subject }) => subject);
    expect(new Set(await subjects(`facility=${code}`))).toEqual(new Set(['hours']));
    expect(await subjects(`facility=${code}&modalityFamily=MR`)).toEqual([]);
    expect(new Set(await subjects('modalityFamily=CT'))).toEqual(new Set(['hours']));
    expect(await subjects('facility=nowhere')).toEqual([]);
    expect((await list(server.administrator, '?modalityFamily=XX')).body).toMatchObject({ status: 422 });
  });

  it('of a large network are told over several looks, what nobody can read first', async () => {
    await server.asOwner('delete from coverage_warning', []);
    await server.asOwner("update roster_shift set ends_at = starts_at + interval '1 minute'", []);
    await scene.study([{ by: ada, ...nobody, ladder: [] }], { state: 'ready', subspecialty: 'breast' });
    await scene.refresh();
    const few = (most: number) => server.app.get(CoverageWarningsJob).look(lease, true, most);
    expect(await few(1)).toBe(1);
    const [first] = (await listed(server.administrator)).filter(({ subject }) => subject === 'hours');
    expect(first).toMatchObject({ level: 'none' });
    expect(await few(1)).toBe(1);
    expect(await few(9)).toBeGreaterThan(0);
    expect(await few(9)).toBe(0);
  });

  it('are listed in pages, the latest told first', async () => {
    const all = await listed(manager, '?state=all');
    const first = (await list(manager, '?state=all&limit=1')).body;
    const rest = (await list(manager, `?state=all&after=${encodeURIComponent(first.next!)}`)).body;
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(all.map(({ warnedAt }) => warnedAt)).toEqual(
      all
        .map(({ warnedAt }) => warnedAt)
        .sort()
        .reverse(),
    );
  });
});
