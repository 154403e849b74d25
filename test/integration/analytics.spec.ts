import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { median, percentile, turnaroundRow, wilsonInterval, type ReadingGroup } from '@overread/domain';
import type { Problem, SlaRow, TurnaroundRow } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import {
  facilityBody,
  groupBody,
  healthSystemBody,
  make,
  readerBody,
  sampleNetwork,
} from '../support/sample-network.js';
import { insert, putStudy } from '../support/sample-study.js';
import { startTestServer, type Person, type TestServer } from '../support/test-server.js';

type List<Row> = { items: Row[]; next: string | null };
const MONTH = 'from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z';

interface Past {
  /** When the case was complete. */
  readyAt: string;
  /** Minutes to the result; null while it is open. */
  minutes: number | null;
  targetMinutes?: number | null;
  at?: 'home' | 'other';
  modalityFamily?: string;
  voided?: boolean;
}

describe('reports', () => {
  let server: TestServer;
  let home: Awaited<ReturnType<typeof sampleNetwork>>;
  let places: Record<
    'home' | 'other',
    { healthSystemId: string; facilityId: string; groupId: string; readerId: string }
  >;
  let levels: Record<'home' | 'other', { contractId: string; levelId: string }>;
  let people: Record<'hospital' | 'otherHospital' | 'manager' | 'reader', Person>;

  beforeAll(async () => {
    server = await startTestServer();
    await server.clock.set('2026-11-30T12:00:00Z');
    home = await sampleNetwork(server);
    const healthSystem = await make<{ id: string }>(server, '/health-systems', healthSystemBody({ name: '=Other' }));
    const facility = await make<{ id: string }>(server, '/facilities', facilityBody(healthSystem.id));
    const group = await make<ReadingGroup>(server, '/reading-groups', groupBody({ name: 'Night' }));
    const reader = await make<{ id: string }>(server, '/readers', readerBody(group.id));
    places = {
      home: {
        healthSystemId: home.healthSystem.id,
        facilityId: home.facility.id,
        groupId: home.group.id,
        readerId: home.reader.id,
      },
      other: { healthSystemId: healthSystem.id, facilityId: facility.id, groupId: group.id, readerId: reader.id },
    };
    levels = { home: await contractOf('home', 'Home days'), other: await contractOf('other', '=cmd|calc') };
    people = {
      hospital: await server.person('hospital', { organizationId: places.home.healthSystemId }),
      otherHospital: await server.person('hospital', { organizationId: places.other.healthSystemId }),
      manager: await server.person('group-manager', { organizationId: places.home.groupId }),
      reader: await server.person('reader', { organizationId: places.home.groupId, readerId: places.home.readerId }),
    };
    for (const past of history) await put(past);
  }, 60_000);
  afterAll(() => server.close());

  async function contractOf(at: 'home' | 'other', name: string) {
    const [contractId, levelId] = [randomUUID(), randomUUID()];
    const { healthSystemId, groupId } = places[at];
    const none = { facilityIds: [], modalityFamilies: [], priorities: [], issues: [] };
    await insert(server, 'contract', {
      ...none,
      id: contractId,
      healthSystemId,
      readingGroupId: groupId,
      name,
      engagementModel: 'fee-per-read',
      version: 1,
    });
    await insert(server, 'service_level', {
      id: levelId,
      contractId,
      name: 'STAT final',
      modalityFamilies: [],
      priorities: [],
      patientClasses: [],
      issues: [],
      targetMinutes: 30,
      warnShare: 0.75,
    });
    return { contractId, levelId };
  }

  const after = (at: string, minutes: number) => new Date(new Date(at).getTime() + minutes * 60_000);

  async function put({ readyAt, minutes, targetMinutes = 30, at = 'home', modalityFamily = 'CT', voided }: Past) {
    const { healthSystemId, facilityId, groupId, readerId } = places[at];
    const done = minutes === null ? null : after(readyAt, minutes);
    const held = { state: done ? 'completed' : 'in-progress', readerId, readingGroupId: groupId };
    const read = await putStudy(server, {
      healthSystemId,
      facilityId,
      groups: [groupId],
      study: { modalityFamily, readyAt, receivedAt: readyAt },
      read: { ...held, queuedAt: readyAt, completedAt: done && after(readyAt, Math.max(minutes ?? 0, 0)) },
    });
    if (targetMinutes === null) return;
    await insert(server, 'sla_clock', {
      healthSystemId,
      id: randomUUID(),
      studyId: read.studyId,
      readId: read.id,
      serviceLevelId: levels[at].levelId,
      name: 'final',
      startedAt: readyAt,
      targetMinutes,
      dueAt: after(readyAt, targetMinutes),
      warnAt: after(readyAt, targetMinutes * 0.75),
      stoppedAt: done,
      voidedAt: voided ? after(readyAt, 1) : null,
      version: 1,
    });
  }

  const ct = [12, 30, 31, 7.5, 95, 18];
  const history: Past[] = [
    ...ct.map((minutes, day): Past => ({ readyAt: `2026-11-1${day}T08:00:00Z`, minutes })),
    { readyAt: '2026-11-12T08:00:00Z', minutes: 40, targetMinutes: null, modalityFamily: 'MR' },
    { readyAt: '2026-11-13T08:00:00Z', minutes: 20, at: 'other' },
    // Open: late, due at this very instant, and not due yet.
    { readyAt: '2026-11-20T08:00:00Z', minutes: null },
    { readyAt: '2026-11-30T11:30:00Z', minutes: null },
    { readyAt: '2026-11-30T11:45:00Z', minutes: null },
    { readyAt: '2026-10-15T08:00:00Z', minutes: null },
    // Voided; a result before its start; before and after the period, whose ends are half-open.
    { readyAt: '2026-11-14T08:00:00Z', minutes: null, voided: true },
    { readyAt: '2026-11-15T08:00:00Z', minutes: -5 },
    { readyAt: '2026-10-31T23:00:00Z', minutes: 59 },
    { readyAt: '2026-11-30T23:40:00Z', minutes: 20 },
    { readyAt: '2026-10-31T23:30:00Z', minutes: 30 },
  ];
  // The last of the list is completed, and due, at the period's first instant.
  const inTime = [...ct, 30];

  const turnaround = async (person: Person, query: string) =>
    (await server.call<List<TurnaroundRow>>('GET', `/analytics/turnaround?${MONTH}&${query}`, { token: person.token }))
      .body;

  describe('of turnaround', () => {
    it('are what the rules say of the same reads', async () => {
      const { items } = await turnaround(people.hospital, 'by=modalityFamily');
      const completed = inTime.map((minutes) => ({ minutes, withinTarget: minutes <= 30 }));
      expect(items).toEqual([
        JSON.parse(JSON.stringify(turnaroundRow({ modalityFamily: 'CT' }, completed, 2))),
        JSON.parse(JSON.stringify(turnaroundRow({ modalityFamily: 'MR' }, [{ minutes: 40, withinTarget: null }], 0))),
      ]);
      expect(items[0]).toMatchObject({ medianMinutes: median(inTime), p90Minutes: percentile(inTime, 90) });
      expect(items[0]?.interval).toEqual(wilsonInterval(5, 7));
    });

    it('count every read once, whatever they are grouped by', async () => {
      const total = (await turnaround(server.administrator, '')).items;
      expect(total).toEqual([expect.objectContaining({ key: {}, n: 9, openAndLate: 2 })]);
      for (const by of ['facility,tier', 'readingGroup', 'reader', 'patientClass,issues,priority,modalityFamily']) {
        const { items } = await turnaround(server.administrator, `by=${by}`);
        expect(Object.keys(items[0]?.key ?? {})).toEqual(by.split(','));
        expect(items.reduce((sum, { n }) => sum + n, 0)).toBe(9);
      }
    });

    it('show each what is theirs', async () => {
      const n = async (person: Person, by = '') => (await turnaround(person, `by=${by}`)).items.map((row) => row.n);
      expect(await n(people.hospital)).toEqual([8]);
      expect(await n(people.otherHospital)).toEqual([1]);
      expect(await n(people.manager)).toEqual([8]);
      expect(await n(people.reader, 'reader')).toEqual([8]);
    });

    it('show a key what was made at its facilities', async () => {
      const { token } = server.administrator;
      const { healthSystemId } = places.home;
      const second = await make<{ code: string }>(server, '/facilities', facilityBody(healthSystemId));
      const counts = [];
      for (const { code } of [home.facility, second]) {
        const body = { healthSystemId, name: 'PACS', facilities: [code] };
        const made = await server.call<{ key: string }>('POST', '/api-keys', { token, body });
        counts.push((await turnaround({ token: made.body.key } as Person, '')).items[0]?.n);
      }
      expect(counts).toEqual([8, 0]);
    });

    it('tell figures of single readers to nobody outside', async () => {
      const status = async (person: Person, by: string) =>
        (await server.call('GET', `/analytics/turnaround?${MONTH}&by=${by}`, { token: person.token })).status;
      expect(await status(people.hospital, 'tier,reader')).toBe(403);
      expect(await status(people.reader, 'tier')).toBe(403);
      expect(await status(people.manager, 'tier,reader')).toBe(200);
    });

    it('come page by page', async () => {
      const first = await turnaround(server.administrator, 'by=facility,modalityFamily&limit=2');
      const rest = await turnaround(server.administrator, `by=facility,modalityFamily&limit=2&after=${first.next}`);
      expect([first.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
      expect(await turnaround(server.administrator, 'by=facility,modalityFamily')).toEqual({
        items: [...first.items, ...rest.items],
        next: null,
      });
    });

    it.each([
      ['from=2026-12-01T00:00:00Z&to=2026-11-01T00:00:00Z', 'to', 'period/empty'],
      ['from=2026-11-01T00:00:00Z&to=2026-11-01T00:00:00Z', 'to', 'period/empty'],
      ['from=2024-11-01T00:00:00Z&to=2026-11-01T00:00:00Z', 'to', 'period/too-long'],
      [`${MONTH}&by=modalityFamily,name`, 'by.1', 'invalid-value'],
      ['from=2026-11-01T00:00:00Z', 'to', 'required'],
      [`${MONTH}&after=nonsense`, 'after', 'invalid-cursor'],
    ])('refuse %s', async (query, path, code) => {
      const { token } = server.administrator;
      const answer = await server.call<Problem>('GET', `/analytics/turnaround?${query}`, { token });
      expect([answer.status, answer.body.errors?.map((error) => [error.path, error.code])]).toEqual([
        422,
        [[path, code]],
      ]);
    });

    it('come as CSV, by Accept or by ?format=', async () => {
      const { token } = people.hospital;
      const path = `/analytics/turnaround?${MONTH}&by=modalityFamily`;
      const byAccept = await server.call<string>('GET', path, { token, headers: { accept: 'text/csv' } });
      const byFormat = await server.call<string>('GET', `${path}&format=csv`, { token });
      expect(byAccept.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(byFormat.headers.get('content-disposition')).toBe('attachment; filename="turnaround.csv"');
      expect(byFormat.body).toBe(byAccept.body);
      const [header, first, second, end] = byAccept.body.split('\r\n');
      expect(header).toBe(
        'modalityFamily,n,medianMinutes,p90Minutes,withinTarget,intervalLow,intervalHigh,openAndLate',
      );
      expect(first).toMatch(/^CT,7,30,95,0\.714\d*,0\.3\d*,0\.9\d*,2$/);
      expect([second, end]).toEqual(['MR,1,40,40,,,,0', '']);
      expect((await server.call('GET', path, { token, headers: { accept: 'image/png' } })).status).toBe(406);
    });
  });

  describe('of compliance', () => {
    const sla = async (person: Person, query = '') =>
      (await server.call<List<SlaRow>>('GET', `/analytics/sla?${MONTH}${query}`, { token: person.token })).body;

    it('count the clocks due in the period, those open and late as late', async () => {
      // Of home: 12, 7.5 and 18 are in time, 30 twice at the very instant; 31 and 95 are late, one is open and late,
      // another was due before the period but stopped in it.
      expect((await sla(people.hospital)).items).toEqual([
        {
          contractId: levels.home.contractId,
          contract: 'Home days',
          serviceLevelId: levels.home.levelId,
          serviceLevel: 'STAT final',
          targetMinutes: 30,
          n: 8,
          met: 5,
          late: 3,
          openAndLate: 1,
          returned: 0,
          withinTarget: 5 / 8,
          interval: wilsonInterval(5, 8),
        },
      ]);
    });

    it('are asked for of one contract, and show each only their own', async () => {
      const { contractId } = levels.other;
      expect((await sla(server.administrator)).items).toHaveLength(2);
      expect((await sla(server.administrator, `&contract=${contractId}`)).items).toMatchObject([{ n: 1, met: 1 }]);
      expect((await sla(people.hospital, `&contract=${contractId}`)).items).toEqual([]);
      expect((await sla(people.manager)).items.map((row) => row.contractId)).toEqual([levels.home.contractId]);
      const refused = await server.call('GET', `/analytics/sla?${MONTH}`, { token: people.reader.token });
      expect(refused.status).toBe(403);
    });

    it('put no formula into a spreadsheet', async () => {
      const { token } = people.otherHospital;
      const { body } = await server.call<string>('GET', `/analytics/sla?${MONTH}&format=csv`, { token });
      expect(body.split('\r\n')[1]).toMatch(/^'=cmd\|calc,/);
    });
  });
});
