import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { routesOf, type Route } from '../support/routes.js';
import { twoHealthSystems, type TwoHealthSystems } from '../support/two-health-systems.js';

const MEGABYTE = 1024 * 1024;
/** Answered without knowing who asks. */
const OPEN = /^\/(api\/v1\/auth\/(sign-in|refresh|sign-out)|health\/|metrics)/;
/** Bodies that are no JSON documents: images and lines, which have limits of their own. */
const STREAMED = /studies:batch|studies\\:batch|^\/dicom-web/;

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const HOSTILE: [string, string][] = [
  ['deep lists', nested(100_000)],
  ['deep objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['cut-off JSON', '{"facility": "mercy-east", "patient": {'],
  [
    'wrong types',
    '{"facility":[1],"patient":"x","priority":{},"reason":[],"sections":7,"impression":{},"readerId":1e309}',
  ],
  ['huge numbers', `{"images":{"series":${'9'.repeat(400)},"instances":-1e308},"limit":1e308,"version":1e99}`],
  [
    'NUL bytes',
    '{"facility":"mercy\\u0000east","reason":"\\u0000","impression":"\\u0000","email":"a\\u0000@b.c","password":"\\u0000"}',
  ],
  ['half a surrogate pair', '{"facility":"\\ud800","reason":"\\udfff","impression":"\\ud83d","email":"\\ud800@b.c"}'],
  ['keys of the prototype', '{"__proto__":{"admin":true},"constructor":{"prototype":{}},"reason":"x"}'],
  ['a list', '[]'],
  ['a string', '"x"'],
  ['null', 'null'],
  [
    'text for a regular expression to choke on',
    JSON.stringify({
      email: `${'a'.repeat(50_000)}!`,
      reason: `${' '.repeat(50_000)}x`,
      facility: 'a-'.repeat(25_000),
    }),
  ],
];
/** In a path or a query. */
const ODD = [
  '%00',
  '%ff',
  '..%2f..%2fetc',
  '0',
  '-1',
  'null',
  '🩻',
  "' or 1=1 --",
  'a'.repeat(200),
  '00000000-0000-0000-0000-00000000000g',
];

describe('every endpoint', () => {
  let demo: DemoServer;
  let made: TwoHealthSystems;
  let routes: Route[];
  const tokens: Record<string, string> = {};
  beforeAll(async () => {
    demo = await startDemoServer();
    made = await twoHealthSystems(demo);
    routes = routesOf(demo.server);
    tokens['administrator'] = (await demo.as('admin@overread.example')).token();
    tokens['auditor'] = (await demo.as('auditor@overread.example')).token();
    tokens['group-manager'] = (await demo.as('manager@lonestar.example')).token();
    tokens['reader'] = (await demo.as('Grace Okafor')).token();
    tokens['hospital'] = (await demo.as('imaging@mercy.example')).token();
    tokens['key'] = demo.facts.apiKeys[0]!.key;
  });
  afterAll(() => demo.close());

  interface Asked extends Route {
    token?: string | undefined;
    body?: string | undefined;
    query?: string;
    id?: string;
    type?: string;
  }
  const address = ({ path, query = '', id = made.studies.mercy.id }: Asked) =>
    `${demo.server.url}${path.replaceAll('\\:', ':').replaceAll(/\{[^}]*\}/g, id)}${query}`;
  const ask = async (asked: Asked) => {
    const { method, token, body, type = 'application/json' } = asked;
    const response = await fetch(address(asked), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  };
  /** What is wrong with an answer: nothing, or what it was. */
  const wrongWith = async (asked: Asked, what: string): Promise<string | null> => {
    const { status, type, text } = await ask(asked);
    const at = `${asked.method} ${asked.path} ${what}: ${status} ${text.slice(0, 120)}`;
    if (status >= 500) return at;
    if (status < 400) return null;
    if (!type.startsWith('application/problem+json')) return `no problem document: ${at}`;
    const problem = JSON.parse(text) as { code?: string; status?: number };
    return /^[a-z-]+\/[a-z-]+$/.test(problem.code ?? '') && problem.status === status ? null : `no stable code: ${at}`;
  };
  const found = async (each: (Asked & { what: string })[]) => {
    const wrong: string[] = [];
    const rest = [...each];
    const worker = async () => {
      for (let next = rest.pop(); next; next = rest.pop()) {
        const bad = await wrongWith(next, next.what);
        if (bad) wrong.push(bad);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    return wrong;
  };
  const alive = async () => (await fetch(`${demo.server.url}/health/live`)).status;
  /** Signing out would end the sessions of those who ask. */
  const withBody = () =>
    routes.filter(({ method, path }) => method !== 'GET' && method !== 'DELETE' && !path.endsWith('/sign-out'));

  it('answers 401 to whoever shows no token or a wrong one, and tells what it wants', async () => {
    const guarded = routes.filter(({ path }) => !OPEN.test(path));
    expect(guarded.length).toBeGreaterThan(40);
    const wrong: string[] = [];
    for (const route of guarded)
      for (const token of [undefined, 'x', 'ovk_wrong']) {
        const { status, text } = await ask({ ...route, token });
        if (status !== 401 || !text.includes('"code"')) wrong.push(`${route.method} ${route.path} ${token}: ${status}`);
      }
    expect(wrong).toEqual([]);
  });

  it.each(HOSTILE)(
    'takes %s from anybody without harm',
    async (what, body) => {
      const asked = withBody().flatMap((route) =>
        [undefined, ...Object.values(tokens)].map((token) => ({
          ...route,
          token,
          body,
          what,
        })),
      );
      const wrong = await found(asked);
      expect(wrong).toEqual([]);
      expect(await alive()).toBe(200);
    },
    120_000,
  );

  it('takes odd ids and queries from every role without harm', async () => {
    const gets = routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/metrics'));
    const asked = gets.flatMap((route) =>
      ODD.map((odd, index) => {
        const value = odd.startsWith('%') || odd.startsWith('..') ? odd : encodeURIComponent(odd);
        const query = `?limit=${value}&after=${value}&from=${value}&to=${value}&by=${value}&state=${value}&sort=${value}&reader=${value}&format=${value}`;
        const token = Object.values(tokens)[index % Object.values(tokens).length];
        return { ...route, token, id: value, query, what: odd };
      }),
    );
    expect(await found(asked)).toEqual([]);
    const acts = withBody().filter(({ path }) => path.includes('{') && !STREAMED.test(path));
    const acting = acts.flatMap((route) =>
      ODD.map((odd) => ({
        ...route,
        token: tokens['administrator'],
        id: encodeURIComponent(odd.replaceAll('%', '')),
        body: '{}',
        what: odd,
      })),
    );
    expect(await found(acting)).toEqual([]);
    expect(await alive()).toBe(200);
  }, 120_000);

  it('takes bodies of another type, and none where one is needed, without harm', async () => {
    const bodies: [string | undefined, string][] = [
      ['<a/>', 'application/xml'],
      ['a=b', 'application/x-www-form-urlencoded'],
      ['x', 'multipart/form-data; boundary=y'],
      ['{}', 'application/json; charset=utf-7'],
      ['{}', 'nonsense'],
      [undefined, ''],
    ];
    const asked = withBody().flatMap((route) =>
      bodies.map(([body, type]) => ({ ...route, token: tokens['administrator'], body, type, what: type || 'no body' })),
    );
    expect(await found(asked)).toEqual([]);
  }, 120_000);

  it('refuses 2 MB wherever a document is expected, and 50 MB of anybody', async () => {
    const tooLarge = (megabytes: number) => `{"reason":"${'x'.repeat(megabytes * MEGABYTE)}"}`;
    const wrong: string[] = [];
    const refuse = async (route: Route, body: string, token: string | undefined) => {
      const { status, type, text } = await ask({ ...route, token, body });
      const told = type.startsWith('application/problem+json') && text.includes('"request/too-large"');
      if (status !== 413 || !told) wrong.push(`${route.method} ${route.path}: ${status} ${text.slice(0, 100)}`);
    };
    const documents = withBody().filter(({ path }) => !STREAMED.test(path));
    for (const route of documents) await refuse(route, tooLarge(2), tokens['administrator']);
    for (const path of ['/api/v1/auth/sign-in', '/api/v1/studies']) {
      await refuse({ method: 'POST', path }, tooLarge(50), undefined);
      await refuse({ method: 'POST', path }, tooLarge(50), tokens['hospital']);
    }
    expect(wrong).toEqual([]);
    expect(await alive()).toBe(200);
  }, 120_000);

  it('knows its callers still', async () => {
    for (const token of Object.values(tokens))
      expect((await ask({ method: 'GET', path: '/api/v1/studies', token })).status).toBe(200);
  });

  it('keeps answering others while a body trickles in', async () => {
    const trickle = httpRequest(`${demo.server.url}/api/v1/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1000 },
    });
    const ended = new Promise((resolve) => trickle.once('error', resolve).once('close', resolve));
    trickle.write('{"email":');
    expect(await alive()).toBe(200);
    expect((await ask({ method: 'GET', path: '/api/v1/auth/me', token: tokens['reader'] })).status).toBe(200);
    trickle.destroy();
    await ended;
  });
});
