import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plusMinutes } from '@overread/domain';
import { AgreementEntity, LicenceEntity } from '@overread/features';
import { newId } from '@overread/platform';
import type { Coverage, Problem } from '@overread/wire';
import { sampleAgreement, sampleLicence, sampleShift } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { CoverageService } from '../../libs/features/src/dispatch/coverage/coverage.service.js';
import { RosterShiftEntity } from '../../libs/features/src/network/index.js';
import { ReadingScene, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let late: SignedOn;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']) } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Now');
  late = await scene.reader('Dr Lou Late');
  await rows();
}, 60_000);
afterAll(() => server.close());

const nobody = { readerId: null, readingGroupId: null, sessionId: null, tier: null, startedAt: null } as const;

/** One signed on now; the other on the roster in sixty hours for four, with a licence that ends in ten days. */
async function rows(): Promise<void> {
  const now = await scene.now();
  for (let study = 0; study < 4; study += 1)
    await scene.study([{ by: ada, ...nobody, state: 'queued', ladder: [] }], { state: 'ready', subspecialty: null });
  await server.asOwner('update reading_session set ended_at = overread_now() where id = $1', [late.sessionId]);
  const [startsAt, endsAt] = [plusMinutes(now, 60 * 60), plusMinutes(now, 64 * 60)];
  const { readerId, readingGroupId } = late;
  await scene.put(RosterShiftEntity, { ...sampleShift(), id: newId(), readerId, readingGroupId, startsAt, endsAt });
  await server.asOwner('update licence set valid_until = $2 where reader_id = any ($1)', [
    [late.readerId, ada.readerId],
    plusMinutes(now, 10 * 1440),
  ]);
  await scene.put(LicenceEntity, {
    ...sampleLicence('US-CA'),
    id: newId(),
    readerId,
    validUntil: plusMinutes(now, 60),
  });
  await scene.refresh();
}

const look = (by: Pick<Person, 'token'>, query = '') =>
  server.call<Coverage & Problem>('GET', `/coverage${query}`, { token: by.token });
const manager = (of: SignedOn) => server.person('group-manager', { organizationId: of.readingGroupId });

describe('coverage', () => {
  it('counts who is signed on now and who is rostered beyond two days, by the hour', async () => {
    const { status, body } = await look(server.administrator);
    expect(status).toBe(200);
    expect(body.hours).toHaveLength(72);
    const [row] = body.rows;
    expect(row).toMatchObject({ modalityFamily: 'CT', queued: 4, studiesPerWeek: 4, zone: 'America/Chicago' });
    expect(row?.onshore[0]).toBe(1);
    expect(row?.onshore[30]).toBe(0);
    expect(row?.onshore.slice(59, 66)).toContain(1);
    expect(body.zones[0]?.clocks).toHaveLength(72);
    expect(body.zones[0]?.clocks[0]?.offset).toMatch(/^-0[56]:00$/);
  });

  it('warns of the hours with nobody, then of those with one alone, with what waits now', async () => {
    const { warnings } = (await look(server.administrator)).body;
    const levels = warnings.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort());
    expect(levels[0]).toBe('none');
    expect(warnings.find(({ queued }) => queued === 4)).toMatchObject({ level: 'one' });
    expect(warnings[0]?.expectedStudies).toBeGreaterThan(0);
  });

  it('says how many studies a week nobody may read when credentials end', async () => {
    const { expiring } = (await look(server.administrator, '?days=30')).body;
    const about = expiring.map(({ holder, about: of, unreadablePerWeek }) => [holder, of, unreadablePerWeek]);
    expect(about).toContainEqual(['Dr Ada Now', 'US-TX', 4]);
    expect(about).toContainEqual(['Dr Lou Late', 'US-TX', 4]);
    expect(about).toContainEqual(['Dr Lou Late', 'US-CA', 0]);
    const sooner = (await look(server.administrator, '?days=5')).body.expiring;
    expect(sooner.map(({ about: of }) => of)).toEqual(['US-CA']);
  });

  it('tells a manager of their own readers, credentials and agreements, and of no other’s', async () => {
    const now = await scene.now();
    for (const { readingGroupId } of [ada, late]) {
      const between = { healthSystemId: scene.healthSystemId, readingGroupId };
      const ends = { validFrom: null, validUntil: plusMinutes(now, 3 * 1440) };
      await scene.put(AgreementEntity, { ...sampleAgreement(), ...between, ...ends, id: newId() });
    }
    await scene.refresh();
    const { body } = await look(await manager(late));
    expect(body.readingGroupId).toBe(late.readingGroupId);
    expect(body.rows[0]?.onshore[0]).toBe(0);
    expect(body.rows[0]?.onshore.slice(59, 66)).toContain(1);
    expect(new Set(body.expiring.map(({ holder }) => holder))).toEqual(
      new Set(['Dr Lou Late', 'Group of Dr Lou Late']),
    );
    const other = await look(await manager(late), `?readingGroup=${ada.readingGroupId}`);
    expect([403, 404]).toContain(other.status);
  });

  it('shows a group nothing of health systems it has no terms with', async () => {
    const elsewhere = await ReadingScene.of(server);
    const stranger = await elsewhere.reader('Dr Far Away');
    const { body } = await look(await manager(stranger));
    expect(body).toMatchObject({ rows: [], warnings: [], soleBlockers: [], kinds: 0 });
  });

  it('counts who fails one rule alone', async () => {
    const gone = await scene.reader('Dr No Privilege');
    await server.asOwner('delete from privilege where reader_id = $1', [gone.readerId]);
    await scene.refresh();
    await server.app.get(CoverageService).seen(null, true);
    const { body } = await look(server.administrator, '?hours=71');
    expect(body.rows[0]?.onshore).toHaveLength(71);
    expect(body.soleBlockers).toContainEqual(
      expect.objectContaining({ code: 'privilege', readers: 1, fact: expect.stringMatching(/^no privilege at site-/) }),
    );
  });

  it('is narrowed to a facility and a modality family, with the credentials and blockers of what is left', async () => {
    const all = (await look(server.administrator)).body;
    const facility = all.rows[0]?.facility ?? '';
    const own = (await look(server.administrator, `?facility=${facility}&modalityFamily=CT`)).body;
    expect(own.rows).toEqual(all.rows);
    expect(own.soleBlockers).toEqual(all.soleBlockers);
    expect(own.expiring).toEqual(
      all.expiring.filter(({ unreadablePerWeek, lastReaderPerWeek }) => unreadablePerWeek + lastReaderPerWeek > 0),
    );
    const other = (await look(server.administrator, `?facility=${facility}&modalityFamily=MR`)).body;
    expect(other).toMatchObject({ rows: [], kinds: 0, warnings: [], expiring: [], soleBlockers: [] });
  });

  it('is the newest look where that takes a moment, and the same for some seconds', async () => {
    const service = server.app.get(CoverageService);
    const before = await look(server.administrator);
    expect((await look(server.administrator)).body.madeAt).toBe(before.body.madeAt);
    const anew = service.seen(null, true);
    const after = await look(server.administrator);
    expect(after.body.madeAt).not.toBe(before.body.madeAt);
    expect(after.body.madeAt).toBe((await anew).outlook.madeAt.toISOString());
  });

  it('asks about the studies that are most alike, not about one that came last', async () => {
    await scene.study([{ by: ada, ...nobody, state: 'queued', ladder: [] }], {
      state: 'ready',
      subspecialty: null,
      reportLanguage: 'zh',
    });
    await server.app.get(CoverageService).seen(null, true);
    const [row] = (await look(server.administrator)).body.rows;
    expect(row).toMatchObject({ queued: 5, studiesPerWeek: 5 });
    expect(row?.onshore[0]).toBe(1);
  });

  it('is for administrators, auditors and managers, and for three days at most', async () => {
    expect((await look(await server.person('auditor'))).status).toBe(200);
    expect((await look(ada.person)).status).toBe(403);
    const hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
    expect((await look(hospital)).status).toBe(403);
    expect((await look(server.administrator, '?hours=73')).status).toBe(422);
  });
});
