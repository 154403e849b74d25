import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Global, Injectable, Module, Post, Res } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { DomainError, type Principal } from '@overread/domain';
import {
  applicationOptions,
  configureApp,
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  PlatformModule,
  Public,
  Repeatable,
  requireVersion,
  scopeOf,
  TokenVerifier,
  withIdempotency,
  ZodBody,
  ZodQuery,
  type RepeatableRequest,
} from '@overread/platform';
import type { Response } from 'express';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { z } from 'zod';
import { testConfig } from '../support/config.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

const principal: Principal = {
  id: randomUUID(),
  kind: 'user',
  role: 'administrator',
  name: 'Ada',
  organizationIds: [],
  readerId: null,
  facilityIds: [],
};

@Injectable()
class OneToken extends TokenVerifier {
  override async verify(token: string) {
    return token === 'right' ? principal : null;
  }
}
@Global()
@Module({ providers: [{ provide: TokenVerifier, useClass: OneToken }], exports: [TokenVerifier] })
class AccessModule {}

const body = z.object({ name: z.string().min(2), child: z.object({ age: z.number().int() }).optional() });
let made = 0;

@Controller('things')
class ThingsController {
  constructor(private readonly database: Database) {}

  @Post()
  async make(
    @ZodBody(body) thing: z.infer<typeof body>,
    @CurrentPrincipal() by: Principal,
    @Repeatable() request: RepeatableRequest | null,
    @Res({ passthrough: true }) response: Response,
  ) {
    const answer = await this.database.transaction(scopeOf(by), (tx) =>
      withIdempotency(tx, request, async () => {
        made++;
        if (thing.name === 'broken') throw new Error('Key (patient)=(Jane Doe) exists');
        return { status: 202, body: { made, thing } };
      }),
    );
    response.status(answer.status);
    return answer.body;
  }

  @Public()
  @Get('open')
  open(@ZodQuery(z.object({ limit: z.coerce.number().int().max(9) })) query: { limit: number }) {
    return query;
  }

  @Get(':id')
  one(@IdParam('id') id: string, @IfMatch() accepted: number[] | null) {
    requireVersion(accepted, 3);
    return { id };
  }

  @Public()
  @Post('refuse')
  refuse() {
    throw new DomainError('rate-limited', 'auth/too-often', 'later', { retryAfterSeconds: 7, facts: { left: 0 } });
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('the platform’s HTTP', () => {
  let fresh: FreshDatabase;
  let app: NestExpressApplication;
  let url: string;
  beforeAll(async () => {
    fresh = await freshDatabase();
    const platform = PlatformModule.forRoot({ entities: [], config: testConfig(fresh.url) });
    const module = await Test.createTestingModule({ imports: [platform, AccessModule, ThingsModule] }).compile();
    app = module.createNestApplication<NestExpressApplication>(applicationOptions);
    configureApp(app);
    await app.listen(0, '127.0.0.1');
    url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await fresh.drop();
  });

  const authorization = 'Bearer right';
  const ask = async (path: string, init: RequestInit & { json?: unknown } = {}) => {
    const { json, ...rest } = init;
    const sent = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
    const headers = { 'content-type': 'application/json', authorization, ...(init.headers as Record<string, string>) };
    const response = await fetch(url + path, { ...sent, ...rest, headers });
    return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || 'null') };
  };

  it('answers problem details with a stable code, the path and no more', async () => {
    const wrong = await ask('/things?patient=jane', { json: { name: 'x', child: { age: 'old' }, more: 1 } });
    expect(wrong.status).toBe(422);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(wrong.body).toEqual({
      type: 'urn:overread:problem:request/invalid',
      title: 'The request breaks a rule',
      status: 422,
      detail: 'the body breaks 2 rules',
      code: 'request/invalid',
      errors: [
        { path: 'name', code: 'too-small', message: expect.any(String) },
        { path: 'child.age', code: 'invalid-type', message: expect.any(String) },
      ],
      instance: '/things',
    });
    const missing = await ask('/things', { json: {} });
    expect(missing.body.errors).toEqual([{ path: 'name', code: 'required', message: 'is required' }]);
    const none = await ask('/things', { method: 'POST' });
    expect(none).toMatchObject({ status: 422, body: { code: 'request/invalid' } });
  });

  it('asks for a token everywhere but where it says otherwise', async () => {
    const without = await ask('/things/x', { headers: { authorization: '' } });
    expect(without).toMatchObject({ status: 401, body: { code: 'auth/token-missing' } });
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
    const wrong = await ask('/things/x', { headers: { authorization: 'Bearer wrong' } });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'auth/token-invalid' } });
    expect(await ask('/things/open?limit=3', { headers: { authorization: '' } })).toMatchObject({ body: { limit: 3 } });
    expect(await ask('/things/open?limit=10')).toMatchObject({ status: 422, body: { code: 'request/invalid' } });
  });

  it.each([
    ['unparsable JSON', '{"name": ', 400, 'request/invalid-json'],
    ['JSON nested 100,000 deep', '['.repeat(100_000), 400, 'request/too-deep'],
    ['more than a megabyte', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413, 'request/too-large'],
    ['a prototype in disguise', '{"__proto__": {"name": "long enough"}}', 422, 'request/invalid'],
  ])('survives %s', async (_, text, status, code) => {
    const answer = await ask('/things', { method: 'POST', body: text });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await ask('/things', { json: { name: 'still there' } })).toMatchObject({ status: 202 });
  });

  it('answers unknown addresses, ids, media types and malformed escapes', async () => {
    expect(await ask('/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'request/not-found', instance: '/nowhere' },
    });
    expect(await ask('/things/7')).toMatchObject({ status: 404, body: { code: 'request/not-found' } });
    expect(await ask('/things/%E0%A4%A')).toMatchObject({ status: 400, body: { code: 'request/malformed' } });
    const latin = await ask('/things', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json; charset=klingon' },
    });
    expect(latin).toMatchObject({ status: 415, body: { code: 'request/unsupported-charset' } });
    const refused = await ask('/things/refuse', { json: {} });
    expect(refused).toMatchObject({ status: 429, body: { code: 'auth/too-often', left: 0 } });
    expect(refused.headers.get('retry-after')).toBe('7');
  });

  it('keeps what went wrong inside to itself', async () => {
    const answer = await ask('/things', { json: { name: 'broken' } });
    expect(answer).toMatchObject({ status: 500, body: { code: 'server/unexpected' } });
    expect(JSON.stringify(answer.body)).not.toContain('Jane');
  });

  it('answers 412 when the row moved on', async () => {
    const id = randomUUID();
    expect(await ask(`/things/${id}`, { headers: { 'if-match': '"v2"' } })).toMatchObject({
      status: 412,
      body: { code: 'request/stale', version: 3 },
    });
    expect(await ask(`/things/${id}`, { headers: { 'if-match': 'W/"v3"' } })).toMatchObject({
      status: 200,
      body: { id },
    });
  });

  it('does a repeated request once, also at the same time, and tells a reused key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const again = () => ask('/things', { json: { name: 'once only' }, headers });
    const before = made;
    const answers = await Promise.all([again(), again(), again()]);
    expect(made).toBe(before + 1);
    for (const answer of answers) expect(answer).toMatchObject({ status: 202, body: answers[0]?.body });
    expect(await ask('/things', { json: { name: 'another' }, headers })).toMatchObject({
      status: 422,
      body: { code: 'idempotency/key-reused' },
    });
    const failing = { 'idempotency-key': randomUUID() };
    await ask('/things', { json: { name: 'broken' }, headers: failing });
    expect(await ask('/things', { json: { name: 'mended' }, headers: failing })).toMatchObject({ status: 202 });
  });

  it('says that it lives, that it is ready, and what it measures', async () => {
    expect(await ask('/health/live', { headers: { authorization: '' } })).toMatchObject({ body: { status: 'ok' } });
    expect(await ask('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', log: { position: 0, lagMs: 0 } },
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/overread_http_request_seconds_count\{method="POST",route="\/things",status="202"\} \d+/);
    expect(metrics).toContain('overread_events_appended_total 0');
  });

  it('sends the security headers and a request id', async () => {
    const { headers } = await ask('/health/live', { headers: { 'x-request-id': 'mine-1' } });
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toBe('mine-1');
    expect((await ask('/health/live', { headers: { 'x-request-id': 'a"b' } })).headers.get('x-request-id')).not.toBe(
      'a"b',
    );
  });

  it('answers in time when a client breaks off in the middle of a body', async () => {
    const { hostname, port } = new URL(url);
    const socket = net.connect(Number(port), hostname);
    socket.write(
      'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"na',
    );
    await new Promise<void>((resolve) => socket.end(resolve));
    expect(await ask('/things', { json: { name: 'next one' } })).toMatchObject({ status: 202 });
    socket.destroy();
  });
});
