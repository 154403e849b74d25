import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LateEntry, OutsideRead, Problem, Report, Signed, Study } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { ReadingScene, type HeldRead, type PlacedStudy, type SignedOn } from '../support/reading-scene.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

let server: TestServer;
let scene: ReadingScene;
let ada: SignedOn;
let bea: SignedOn;
let hospital: Person;
beforeAll(async () => {
  server = await startTestServer({ config: { roles: new Set(['api']), integrityFloorSeconds: { CT: 3600 } } });
  scene = await ReadingScene.of(server);
  ada = await scene.reader('Dr Ada Byrd');
  bea = await scene.reader('Dr Bea Ohm');
  hospital = await server.person('hospital', { organizationId: scene.healthSystemId });
}, 60_000);
afterAll(() => server.close());

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const waiting: Partial<HeldRead> = { state: 'queued', readerId: null, sessionId: null, startedAt: null };
const base = {
  sections: { findings: 'Clear.' },
  impression: 'Normal head CT.',
  conclusion: 'normal',
  source: 'paper',
  evidence: 'Binder 3, sheet 12',
  country: 'US',
  subdivision: 'US-TX',
  zone: 'America/Chicago',
};
const body = (changes: object = {}) => ({ ...base, startedAt: ago(100), readAt: ago(90), ...changes });
const enter = (by: Person, read: string | undefined, changes: object = {}, headers: Record<string, string> = {}) =>
  server.call<Signed & Problem>('POST', `/reads/${read}/late-entry`, { token: by.token, body: body(changes), headers });
/** A routine study that has waited for two hours, its clock of an hour begun with it. */
async function waited(reads: HeldRead[] = [{ by: ada, ...waiting }]): Promise<PlacedStudy> {
  const long = new Date(ago(120));
  const study = await scene.study(reads, { priority: 'routine', receivedAt: long, readyAt: long });
  await server.asOwner(
    `update sla_clock set started_at = $2, due_at = $2::timestamptz + interval '60 min' where study_id = $1`,
    [study.id, long],
  );
  return study;
}
const studyOf = async ({ id }: PlacedStudy) =>
  (await server.call<Study>('GET', `/studies/${id}`, { token: hospital.token })).body;
const entriesOf = ({ id }: PlacedStudy, by: Person) =>
  server.call<{ items: LateEntry[] }>('GET', `/studies/${id}/late-entries`, { token: by.token });

describe('a reading made outside', () => {
  it('is found by its reader alone, by the exact number, where they are privileged; nothing of the patient is said', async () => {
    const study = await waited();
    const [row] = await server.asOwner<{ facility: string; accession: string }>(
      `update study set accession_number = 'OUT-1' where id = $1
       returning accession_number as accession, (select code from facility f where f.id = facility_id) as facility`,
      [study.id],
    );
    const find = (by: Person, accession = row?.accession ?? '') =>
      server.call<{ items: OutsideRead[] } & Problem>(
        'GET',
        `/outside-reads?facility=${row?.facility}&accessionNumber=${accession}`,
        { token: by.token },
      );
    const { body: found } = await find(ada.person);
    expect(found.items).toEqual([
      expect.objectContaining({ readId: study.reads[0], studyId: study.id, zone: expect.any(String) }),
    ]);
    expect(Object.keys(found.items[0] ?? {}).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'description',
      'issues',
      'modalityFamily',
      'purpose',
      'readId',
      'studyId',
      'zone',
    ]);
    const looks = await server.asOwner(`select action from access_log where study_id = $1`, [study.id]);
    expect(looks).toContainEqual({ action: 'study.found-outside' });
    expect((await find(ada.person, 'OUT-')).body.items).toEqual([]);
    expect((await find(hospital)).status).toBe(403);
    await server.asOwner('update privilege set retired_at = now() where reader_id = $1', [bea.readerId]);
    expect((await find(bea.person)).body.items).toEqual([]);
    await server.asOwner('update privilege set retired_at = null where reader_id = $1', [bea.readerId]);
    expect((await enter(ada.person, study.reads[0])).status).toBe(200);
    expect((await find(ada.person)).body.items).toEqual([]);
  });

  it('stops the clock at its true time, though its target has passed meanwhile', async () => {
    const study = await waited();
    const readAt = ago(90);
    const entered = await enter(ada.person, study.reads[0], { readAt });
    expect(entered.body).toMatchObject({
      read: { state: 'completed', reader: { id: ada.readerId } },
      report: { kind: 'final', flags: ['late-entry'], lateEntry: { readAt, source: 'paper' } },
    });
    expect(Date.parse(entered.body.report.signedAt)).toBeGreaterThan(Date.parse(readAt) + 89 * 60_000);
    const after = await studyOf(study);
    expect(after).toMatchObject({ state: 'final', eta: null, clocks: [{ state: 'met', stoppedAt: readAt }] });
    const [row] = await server.asOwner<{ at: Date }>('select completed_at as at from read where id = $1', [
      study.reads[0],
    ]);
    expect(row?.at.toISOString()).toBe(readAt);
    const [told] = (await scene.events(study)).filter(({ type }) => type === 'report.finalized');
    expect(told).toMatchObject({ actor: ada.person.id, data: { lateEntry: true, readAt, source: 'paper' } });
    expect(told?.data['enteredAt']).toBe(entered.body.report.signedAt);
  });

  it('is late when its true time was', async () => {
    const study = await waited();
    expect((await enter(ada.person, study.reads[0], { startedAt: null, readAt: ago(30) })).status).toBe(200);
    expect((await studyOf(study)).clocks).toMatchObject([{ state: 'late' }]);
  });

  it('keeps source and evidence for those who may see the report, and for nobody else', async () => {
    const study = await waited();
    await enter(ada.person, study.reads[0]);
    for (const person of [hospital, ada.person]) {
      const { items } = (await entriesOf(study, person)).body;
      expect(items).toMatchObject([
        { source: 'paper', evidence: 'Binder 3, sheet 12', place: { subdivision: 'US-TX' }, readerId: ada.readerId },
      ]);
    }
    const stranger = await server.person('hospital', {
      organizationId: (await ReadingScene.of(server)).healthSystemId,
    });
    for (const person of [bea.person, stranger]) expect((await entriesOf(study, person)).status).toBe(404);
    expect(JSON.stringify(await scene.events(study))).not.toContain('Binder');
    const reports = await server.call<{ items: Report[] }>('GET', `/studies/${study.id}/reports`, {
      token: hospital.token,
    });
    expect(reports.body.items).toMatchObject([{ flags: ['late-entry'], lateEntry: { source: 'paper' } }]);
  });

  it('is entered once, whoever presses twice, and the same key is told the same', async () => {
    const study = await waited();
    const changes = body();
    const both = await Promise.all([1, 2].map(() => enter(ada.person, study.reads[0], changes)));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    const other = await waited();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => enter(ada.person, other.reads[0], changes, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body.report.id)).size).toBe(1);
    expect(await server.asOwner('select 1 from late_entry where study_id = $1', [other.id])).toHaveLength(1);
  });

  it('goes to one of two readers who enter it at once', async () => {
    const study = await waited();
    const both = await Promise.all([enter(ada.person, study.reads[0]), enter(bea.person, study.reads[0])]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await server.asOwner('select 1 from report where study_id = $1', [study.id])).toHaveLength(1);
  });

  it('tells a critical result as found at its true time', async () => {
    const study = await waited();
    const readAt = ago(90);
    await enter(ada.person, study.reads[0], { readAt, conclusion: 'critical' });
    const duties = await server.asOwner<{ at: Date }>(
      'select opened_at as at from notification_duty where study_id = $1',
      [study.id],
    );
    expect(duties.map(({ at }) => at.toISOString())).toEqual([readAt]);
  });
});

describe('a reading made outside is refused', () => {
  it('from whoever did not make it: no reader, or a reader of whom the hospital knows nothing', async () => {
    const study = await waited();
    for (const role of ['administrator', 'group-manager'] as const) {
      const organization = role === 'group-manager' ? { organizationId: ada.readingGroupId } : {};
      expect((await enter(await server.person(role, organization), study.reads[0])).status).toBe(403);
    }
    expect((await enter(hospital, study.reads[0])).status).toBe(403);
    const elsewhere = await (await ReadingScene.of(server)).reader('Dr Eve Far');
    expect((await enter(elsewhere.person, study.reads[0])).body).toMatchObject({ status: 404, code: 'read/not-found' });
  });

  it('while another reader holds the read or was offered it, and once it is done', async () => {
    const study = await waited([{ by: bea }]);
    const offered = await waited([{ by: bea, state: 'assigned' }]);
    for (const { reads } of [study, offered])
      expect((await enter(ada.person, reads[0])).body).toMatchObject({ status: 409, code: 'read/held' });
    expect((await enter(bea.person, study.reads[0])).status).toBe(200);
    expect((await enter(bea.person, study.reads[0])).body).toMatchObject({ status: 409, code: 'read/completed' });
    const cancelled = await waited([{ by: ada, ...waiting, state: 'cancelled' }]);
    expect((await enter(ada.person, cancelled.reads[0])).body).toMatchObject({ status: 409, code: 'read/cancelled' });
  });

  it.each<[string, () => object, string]>([
    ['in the future', () => ({ readAt: ago(-5) }), 'late-entry/in-future'],
    ['before there were images', () => ({ startedAt: ago(130), readAt: ago(125) }), 'late-entry/before-images'],
    ['over a week ago', () => ({ startedAt: null, readAt: ago(8 * 24 * 60) }), 'late-entry/too-old'],
    ['for a group of others', () => ({ readingGroup: bea.readingGroupId }), 'late-entry/group'],
    ['without evidence', () => ({ evidence: ' ' }), 'request/invalid'],
  ])('%s, by the name of field and rule', async (_, changes, code) => {
    const study = await waited();
    const refused = await enter(ada.person, study.reads[0], changes());
    expect(refused.body).toMatchObject({ status: 422, code, errors: [{ path: expect.any(String) }] });
  });

  it('when a rule did not hold then, though it holds now', async () => {
    const cleo = await scene.reader('Dr Cleo Ash');
    const licence = (from: string) =>
      server.asOwner(
        `with l as (update licence set valid_from = $2 where reader_id = $1) update reader set version = version + 1 where id = $1`,
        [cleo.readerId, from],
      );
    await licence(ago(60));
    await scene.refresh();
    const study = await waited([{ by: cleo, ...waiting }]);
    const refused = await enter(cleo.person, study.reads[0]);
    expect(refused.body).toMatchObject({ status: 409, code: 'eligibility/licence' });
    expect(refused.body.detail).toContain('licence US-TX');
    expect((await enter(cleo.person, study.reads[0], { startedAt: null, readAt: ago(30) })).status).toBe(200);
  });

  it('for the place that its reader attests, when the agreement does not allow it', async () => {
    const study = await waited();
    const abroad = { country: 'IN', subdivision: null, zone: 'Asia/Kolkata' };
    const refused = await enter(ada.person, study.reads[0], abroad);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toMatch(/^eligibility\//);
  });

  it('for a version that is no longer the read’s', async () => {
    const study = await waited();
    const stale = await enter(ada.person, study.reads[0], {}, { 'if-match': '"v999"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'request/stale' });
  });
});
