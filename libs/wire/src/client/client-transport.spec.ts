import { describe, expect, it } from '@jest/globals';
import { everyItem } from './calls.js';
import { createClient } from './client.js';
import { ProblemError } from './client-transport.js';

type Answer = { status: number; body?: unknown; type?: string };

/** A server at the other end of `fetch`: it notes what was asked and gives the answers in turn. */
function serving(...answers: Answer[]) {
  const asked: { method: string; url: string; headers: Record<string, string>; body: string | undefined }[] = [];
  const answer: typeof fetch = (input, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers ?? {}));
    const url = input instanceof Request ? input.url : String(input);
    asked.push({ method: init.method ?? 'GET', url, headers, body: init.body as string | undefined });
    const { status, body, type = 'application/json' } = answers.shift() ?? { status: 500 };
    const content = body === undefined ? null : JSON.stringify(body);
    return Promise.resolve(new Response(content, { status, headers: { 'content-type': type } }));
  };
  return { asked, answer };
}
const problem = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  code: 'eligibility/licence',
  detail: 'licence US-TX expired 2026-05-03',
};

describe('client', () => {
  it('sends the token, the version that was read and the key of what is created', async () => {
    const { asked, answer } = serving({ status: 200, body: {} }, { status: 201, body: {} });
    const client = createClient({ baseUrl: 'http://host', token: () => 'secret', fetch: answer });
    await client.reads.release('r1', { reason: 'ill' }, { version: 7 });
    await client.studies.submit({ facility: 'f', patient: { id: 'p' } }, { idempotencyKey: 'k1' });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'http://host/api/v1/reads/r1/release',
      body: '{"reason":"ill"}',
    });
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'if-match': '"v7"' });
    expect(asked[1]?.headers).toMatchObject({ 'idempotency-key': 'k1', 'content-type': 'application/json' });
  });

  it('throws what the server refused, with its code and its fields', async () => {
    const errors = [{ path: 'patient.id', code: 'required', message: 'is required' }];
    const { answer } = serving({ status: 409, body: { ...problem, errors }, type: 'application/problem+json' });
    const refused = await createClient({ fetch: answer })
      .reads.assign('r1', { readerId: 'a', reason: 'b' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ status: 409, code: problem.code, detail: problem.detail, errors });
  });

  it('makes a problem of an answer that is none, and of no answer at all', async () => {
    const { answer } = serving({ status: 502 });
    const broken = await createClient({ fetch: answer })
      .auth.me()
      .catch((error: unknown) => error);
    expect(broken).toMatchObject({ status: 502, code: 'http/502' });
    const away = createClient({ fetch: () => Promise.reject(new TypeError('refused')) });
    await expect(away.auth.me()).rejects.toMatchObject({ status: 0, code: 'network/no-answer' });
  });

  it('asks again once with a new token after a 401, and not when there is none', async () => {
    let token = 'old';
    const first = serving({ status: 401, body: {} }, { status: 200, body: { id: 'u' } });
    const renew = () => {
      token = 'new';
      return Promise.resolve(true);
    };
    const client = createClient({ fetch: first.answer, token: () => token, renew });
    await expect(client.auth.me()).resolves.toEqual({ id: 'u' });
    expect(first.asked.map((one) => one.headers['authorization'])).toEqual(['Bearer old', 'Bearer new']);
    const second = serving({ status: 401, body: {} });
    const alone = createClient({ fetch: second.answer, renew: () => Promise.resolve(false) });
    await expect(alone.auth.me()).rejects.toMatchObject({ status: 401 });
    expect(second.asked).toHaveLength(1);
  });

  it('answers null where there is nothing, and every item of a list in pages', async () => {
    const { asked, answer } = serving(
      { status: 204 },
      { status: 200, body: { items: [1, 2], next: 'p2' } },
      { status: 200, body: { items: [3], next: null } },
    );
    const client = createClient({ fetch: answer });
    await expect(client.work.next()).resolves.toBeNull();
    await expect(everyItem(client.network.facilities.list, { limit: 2 })).resolves.toEqual([1, 2, 3]);
    expect(asked.slice(1).map((one) => one.url)).toEqual([
      '/api/v1/facilities?limit=2',
      '/api/v1/facilities?limit=2&after=p2',
    ]);
  });
});
