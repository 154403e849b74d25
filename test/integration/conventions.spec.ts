import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import { startDemoServer, type DemoPerson, type DemoServer } from '../support/demo-server.js';
import { reportBody, studyBody } from '../support/demo-studies.js';
import type { Answer } from '../support/test-server.js';

type Row = Record<string, unknown> & { id: string };
type Operation = { responses: Record<string, object> };
interface Route {
  method: string;
  path: string;
  created: boolean;
}

const PUBLIC = ['/auth/sign-in', '/auth/refresh', '/auth/sign-out'];
const NAMED = [
  '/health-systems',
  '/facilities',
  '/reading-groups',
  '/readers',
  '/agreements',
  '/contracts',
  '/service-levels',
];

let demo: DemoServer;
let routes: Route[];
let reader: DemoPerson;
let offshore: DemoPerson;
beforeAll(async () => {
  demo = await startDemoServer();
  const { paths } = (await (await fetch(`${demo.server.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({
        method: method.toUpperCase(),
        path: path.slice('/api/v1'.length),
        created: '201' in responses && method === 'post',
      })),
    );
  reader = await demo.signOn('Grace Okafor');
  offshore = await demo.signOn('Ben Fitzroy');
}, 120_000);
afterAll(() => demo.close());

type Ask = [method: string, path: string, body?: unknown, headers?: Record<string, string>];
const as = <Body = Row>(token: string, ...[method, path, body, headers = {}]: Ask): Promise<Answer<Body>> =>
  demo.server.call<Body>(method, path, { token, headers, ...(body === undefined ? {} : { body }) });
const asAdmin = <Body = Row>(...ask: Ask) => as<Body>(demo.server.administrator.token, ...ask);
const first = async (path: string): Promise<Row> => {
  const { body } = await asAdmin<{ items: Row[] }>('GET', `${path}?limit=1`);
  if (!body.items[0]) throw new Error(`${path} has nothing`);
  return body.items[0];
};
const addressOf = ({ path }: Route, id: string) =>
  path
    .replace('{date}', '2026-11-22')
    .replace('{number}', '1')
    .replace(/\{\w+\}/g, id);
/** What an answer is: its status and code, and whether it is problem details of that very request. */
function problemIn({ status, headers, body }: Answer<Problem>, address: string): [number, string] {
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({
    status,
    code: expect.any(String),
    title: expect.any(String),
    detail: expect.any(String),
    type: `urn:overread:problem:${body.code}`,
    instance: `/api/v1${address}`,
  });
  return [status, body.code];
}

describe('every route', () => {
  it('asks for a token, and says so in one shape', async () => {
    const closed = routes.filter(({ path }) => !PUBLIC.includes(path));
    expect(closed.length).toBeGreaterThan(70);
    for (const route of closed) {
      const address = addressOf(route, randomUUID());
      const asked = [{}, { token: 'nonsense' }].map((call) => demo.server.call<Problem>(route.method, address, call));
      const [missing, wrong] = (await Promise.all(asked)) as [Answer<Problem>, Answer<Problem>];
      expect([route.path, ...problemIn(missing, address)]).toEqual([route.path, 401, 'auth/token-missing']);
      expect([route.path, ...problemIn(wrong, address)]).toEqual([route.path, 401, 'auth/token-invalid']);
      expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('that shows one thing says 404 of what is not there and of what cannot be', async () => {
    const shown = routes.filter(({ method, path }) => method === 'GET' && path.includes('{'));
    expect(shown.length).toBeGreaterThan(20);
    for (const route of shown) {
      for (const id of [randomUUID(), 'no-id']) {
        const address = addressOf(route, id);
        const [status] = problemIn(await asAdmin<Problem>('GET', address), address);
        expect([route.path, status]).toEqual([route.path, 404]);
      }
    }
  });
});

/** Something to make at each address that makes things, and who makes it: the administrator unless named. */
async function creations(): Promise<Record<string, { address?: string; body: object; token?: string }>> {
  const own = Object.fromEntries(
    await Promise.all(NAMED.map(async (path) => [path, { body: await copyOf(await first(path)) }] as const)),
  );
  const someone = await first('/readers');
  const policy = await first('/policies');
  const [healthSystem, facility] = [await first('/health-systems'), await first('/facilities')];
  const document = (policy['versions'] as Row[])[0]?.['document'];
  const { country, subdivision, zone } = reader.user;
  const signed = await signedRead();
  return {
    ...own,
    ...Object.fromEntries(
      await Promise.all(
        ['licences', 'privileges'].map(async (kind) => {
          const address = `/readers/${someone.id}/${kind}`;
          return [`/readers/{parentId}/${kind}`, { address, body: await first(address) }] as const;
        }),
      ),
    ),
    '/users': {
      body: { email: `${randomUUID()}@example.test`, name: 'New', password: 'correct horse battery', role: 'auditor' },
    },
    '/api-keys': { body: { name: 'PACS', healthSystemId: healthSystem.id } },
    '/closures': {
      body: { healthSystemId: healthSystem.id, name: 'Move', firstDay: '2026-12-01', lastDay: '2026-12-02' },
    },
    '/jurisdiction-rules': { body: jurisdictionRule('IE') },
    '/jurisdiction-rules/{id}/versions': {
      address: '/jurisdiction-rules/01900000-0000-7000-8000-000000000001/versions',
      body: jurisdictionRule('GB'),
    },
    '/policies': { body: { scope: 'facility', facilityId: facility.id, name: 'Own', document } },
    '/policies/{id}/versions': { address: `/policies/${policy.id}/versions`, body: { document } },
    '/policies/{id}/versions/{number}/shadow': {
      address: `/policies/${policy.id}/versions/${await draftOf(policy.id, document)}/shadow`,
      body: { until: new Date(demo.server.clock.now().getTime() + 3_600_000).toISOString(), reason: 'Test' },
    },
    '/reading-sessions': { body: { country, subdivision, zone, mode: 'pull' }, token: reader.token() },
    '/studies/{id}/discrepancies': { address: `/studies/${signed.studyId}/discrepancies`, body: { note: 'Left' } },
    '/reads/{id}/critical-results': {
      address: `/reads/${signed.id}/critical-results`,
      body: { category: 'urgent', finding: 'Bleed' },
      token: reader.token(),
    },
    '/studies/{id}/hand-back': {
      address: `/studies/${(await waitingStudy()).id}/hand-back`,
      body: { reason: 'other' },
    },
    '/mass-casualty-events': { body: { title: 'Train', facilities: ['mercy-north'], hours: 1 } },
    '/reads/{id}/break-glass': {
      address: `/reads/${await emergencyRead()}/break-glass`,
      body: { readerId: offshore.readerId, reason: 'Stroke' },
    },
    ...(await shiftMoves()),
    '/readers/{id}/conduct/contest': {
      address: `/readers/${reader.readerId}/conduct/contest`,
      body: { about: 'night', note: 'I was asked to' },
      token: reader.token(),
    },
    '/studies': { body: studyBody(), token: demo.facts.apiKeys[0]?.key ?? '' },
  };
}
const jurisdictionRule = (country: string) => ({
  country,
  source: 'Law',
  validFrom: '2026-01-01',
  reason: 'Test',
  ...(country === 'GB' ? {} : { rule: 'stepBeforeExam' }),
});
async function draftOf(policyId: string, document: unknown): Promise<number> {
  return (await asAdmin('POST', `/policies/${policyId}/versions`, { document })).body['number'] as number;
}
/** What makes moves of shifts, of a day planned for it: two readers at work and one on call. */
async function shiftMoves(): Promise<Record<string, { address: string; body: object }>> {
  const { body: own } = await asAdmin<Row & { readingGroupIds: string[] }>('GET', `/readers/${reader.readerId}`);
  const group = own.readingGroupIds[0] ?? '';
  const { body: all } = await asAdmin<{ items: Row[] }>('GET', `/readers?readingGroup=${group}`);
  const other = all.items.find(({ id }) => id !== own.id)?.id ?? '';
  const shift = (readerId: string, name: string, startsAt: string, kind = 'work') => ({
    readerId,
    name,
    kind,
    startsAt: `2026-11-22T${startsAt}:00Z`,
    endsAt: '2026-11-22T23:00:00Z',
  });
  const shifts = [
    shift(own.id, 'Day', '14:00'),
    shift(other, 'Late', '20:00'),
    shift(other, 'Standby', '06:30', 'on-call'),
  ];
  const day = `/rosters/${group}/2026-11-22`;
  const { body } = await asAdmin<{ shifts: { id: string; name: string }[] }>('PUT', day, { shifts });
  const [first, second, standby] = ['Day', 'Late', 'Standby'].map(
    (name) => body.shifts.find((each) => each.name === name)?.id,
  );
  const path = '/rosters/{readingGroup}/{date}';
  return {
    [`${path}/swaps`]: { address: `${day}/swaps`, body: { shiftId: first, otherShiftId: second, reason: 'Test' } },
    [`${path}/cover`]: { address: `${day}/cover`, body: { shiftId: first, toReaderId: other, reason: 'Test' } },
    [`${path}/call-in`]: { address: `${day}/call-in`, body: { shiftId: standby, reason: 'Test' } },
  };
}
async function waitingStudy(more: object = {}): Promise<Row> {
  const hospital = demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')?.key ?? '';
  return (await as(hospital, 'POST', '/studies', studyBody(more))).body;
}
/** A final that nobody who is there may read, and whose site was asked. */
async function emergencyRead(): Promise<string> {
  const more = {
    facility: 'mercy-north',
    modalities: ['MR'],
    priority: 'stat',
    description: 'MR KNEE',
    bodyPart: 'KNEE',
  };
  const study = await waitingStudy(more);
  const { body: handBack } = await asAdmin('POST', `/studies/${study.id}/hand-back`, { reason: 'nobody-eligible' });
  const tried = { channel: 'phone', person: 'on call', outcome: 'not-reached' };
  expect((await asAdmin('POST', `/hand-backs/${handBack.id}/attempts`, tried)).status).toBe(200);
  return (study['reads'] as Row[])[0]?.id ?? '';
}
/** A read that the reader has given its result. */
async function signedRead(): Promise<Row & { studyId: string }> {
  const study = await waitingStudy();
  const read = (study['reads'] as Row[])[0] as Row;
  await asAdmin('POST', `/reads/${read.id}/assign`, { readerId: reader.readerId, reason: 'Test' });
  for (const [action, body] of Object.entries({ accept: undefined, open: undefined, final: reportBody() }))
    expect((await as(reader.token(), 'POST', `/reads/${read.id}/${action}`, body)).status).toBe(200);
  return { ...read, studyId: study.id };
}
const copyOf = async (row: Row) => ({ ...row, code: `site-${randomUUID()}`, aeTitles: [] });

describe('what makes things', () => {
  it('makes them once for an Idempotency-Key, and refuses the key for anything else', async () => {
    const made = await creations();
    expect(routes.flatMap(({ path, created }) => (created ? [path] : [])).sort()).toEqual(Object.keys(made).sort());
    for (const [path, { address = path, body, token = demo.server.administrator.token }] of Object.entries(made)) {
      const headers = { 'idempotency-key': randomUUID() };
      const before = await as(token, 'POST', address, body, headers);
      const again = await as(token, 'POST', address, body, headers);
      expect([path, before.status, again.status]).toEqual([path, 201, 201]);
      expect(again.body.id).toBe(before.body.id);
      const other = await as<Problem>(token, 'POST', address, { ...body, name: 'Other' }, headers);
      expect([path, other.status, other.body.code]).toEqual([path, 422, 'idempotency/key-reused']);
      const malformed = await as<Problem>(token, 'POST', address, body, { 'idempotency-key': 'x'.repeat(256) });
      expect([path, malformed.status]).toEqual([path, 400]);
    }
  });

  it('is forbidden to who may only look', async () => {
    const auditor = await demo.server.person('auditor');
    for (const [path, { address = path, body }] of Object.entries(await creations())) {
      const answer = await as<Problem>(auditor.token, 'POST', address, body);
      expect([path, ...problemIn(answer, address)]).toEqual([path, 403, 'access/forbidden']);
    }
  });
});

describe('what changes things', () => {
  const STALE = { 'if-match': '"v999"' };

  it('replaces what was read, and nothing that has moved on since', async () => {
    const someone = await first('/readers');
    const children = ['licences', 'privileges'].map((kind) => `/readers/${someone.id}/${kind}`);
    for (const path of [...NAMED, ...children]) {
      const row = await first(path);
      const address = `${path}/${row.id}`;
      const shown = await asAdmin('GET', address);
      const etag = shown.headers.get('etag') ?? '';
      expect([path, etag]).toEqual([path, expect.stringMatching(/^"v\d+"$/)]);
      const stale = await asAdmin<Problem>('PUT', address, shown.body, STALE);
      expect([path, ...problemIn(stale, address)]).toEqual([path, 412, 'request/stale']);
      expect([path, (await asAdmin('PUT', address, shown.body, { 'if-match': 'v1' })).status]).toEqual([path, 400]);
      expect([path, (await asAdmin('DELETE', address, undefined, STALE)).status]).toEqual([path, 412]);
      const kept = await asAdmin('PUT', address, shown.body, { 'if-match': etag });
      expect([path, kept.status]).toEqual([path, 200]);
    }
  });

  it('keeps a day’s roster and a policy’s version as they are for who saw another', async () => {
    const group = (await first('/reading-groups')).id;
    const roster = `/rosters/${group}/2026-11-22`;
    const shown = await asAdmin('GET', roster);
    const stale = await asAdmin<Problem>('PUT', roster, shown.body, STALE);
    expect(problemIn(stale, roster)).toEqual([412, 'request/stale']);
    const policy = (await first('/policies')).id;
    for (const action of ['activate', 'retire']) {
      const address = `/policies/${policy}/versions/1/${action}`;
      const answer = await asAdmin<Problem>('POST', address, undefined, STALE);
      expect(problemIn(answer, address)).toEqual([412, 'request/stale']);
    }
  });

  it('acts on a study and on a read as they were seen, when told', async () => {
    const hospital = demo.facts.apiKeys.find(({ healthSystem }) => healthSystem === 'Mercy Health')?.key ?? '';
    const { body: study } = await as(hospital, 'POST', '/studies', studyBody());
    const read = (study['reads'] as Row[])[0];
    const assigned = await asAdmin('POST', `/reads/${read?.id}/assign`, { readerId: reader.readerId, reason: 'Test' });
    expect(assigned.status).toBe(200);
    const asReader: Record<string, object | undefined> = {
      accept: undefined,
      open: undefined,
      'images-opened': undefined,
      release: { reason: 'Ill' },
      decline: { reason: 'other' },
      verbal: { to: { name: 'Dr Ward' }, impression: 'Bleed.' },
      preliminary: reportBody(),
      final: reportBody(),
      addendum: reportBody(),
      grade: { score: '1' },
      adjudicate: { outcome: 'first', comment: 'As first read.' },
    };
    for (const [action, body] of Object.entries(asReader)) {
      const answer = await as<Problem>(reader.token(), 'POST', `/reads/${read?.id}/${action}`, body, STALE);
      expect([action, answer.status, answer.body.code]).toEqual([action, 412, 'request/stale']);
    }
    const raised = { priority: 'critical', reason: 'Worse on the ward' };
    expect((await asAdmin('POST', `/studies/${study.id}/priority`, raised)).status).toBe(200);
    const looks = await demo.server.asOwner(
      'select host(address::inet) as address, reason from access_log where principal = $1 and study_id = $2',
      [demo.server.administrator.id, study.id],
    );
    expect(looks).toContainEqual({ address: '127.0.0.1', reason: 'Worse on the ward' });
    const byAdmin: Record<string, object> = {
      [`/reads/${read?.id}/assign`]: { readerId: reader.readerId, reason: 'Test' },
      [`/studies/${study.id}/priority`]: { priority: 'critical', reason: 'Test' },
      [`/studies/${study.id}/images-complete`]: {},
    };
    for (const [address, body] of Object.entries(byAdmin)) {
      const answer = await asAdmin<Problem>('POST', address, body, STALE);
      expect([address, ...problemIn(answer, address)]).toEqual([address, 412, 'request/stale']);
    }
  });
});

describe('too many failed sign-ins', () => {
  it('are told to wait, and for how long', async () => {
    const attempt = () =>
      demo.server.call<Problem>('POST', '/auth/sign-in', { body: { email: 'guess@example.test', password: 'guess' } });
    let answer = await attempt();
    for (let count = 0; count < 10; count++) answer = await attempt();
    expect(problemIn(answer, '/auth/sign-in')).toEqual([429, 'auth/too-many-failures']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
