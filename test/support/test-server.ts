import type { ModuleMetadata } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Office, Role } from '@overread/domain';
import { createAdministrator, ENTITIES, FEATURES, TokenService } from '@overread/features';
import {
  applicationOptions,
  Clock,
  Database,
  PlatformModule,
  systemScope,
  Tokens,
  type Config,
} from '@overread/platform';
import type { User } from '@overread/wire';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { prepareApp } from '../../apps/server/src/prepare-app.js';
import { testConfig } from './config.js';
import { freshDatabase, type FreshDatabase } from './database.js';

export const PASSWORD = 'correct horse battery staple';
const LONG_SECONDS = 10 * 365 * 24 * 3600;

export interface Call {
  token?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, else the text; undefined when empty. */
  body: Body;
}

export interface Person {
  id: string;
  email: string;
  password: string;
  /** An access token of this sign-in that outlives any advance of the clock; those of the API last minutes. */
  token: string;
  user: User;
}

export interface TestServerOptions {
  /** What runs beside the platform; every feature when absent. */
  modules?: NonNullable<ModuleMetadata['imports']>;
  config?: Partial<Config>;
  /** Another server on the same database. */
  on?: FreshDatabase;
}

/** A server of this process on a database of its own: what `main.ts` runs, on a free port, with a clock that is set. */
export interface TestServer {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly database: Database;
  readonly fresh: FreshDatabase;
  readonly clock: FreshDatabase['clock'];
  /** The first administrator. */
  readonly administrator: Person;
  /** Calls `/api/v1` + path. */
  call<Body = never>(method: string, path: string, call?: Call): Promise<Answer<Body>>;
  /** Makes a person through the API and signs them in. */
  person(role: Role, of?: { organizationId?: string; readerId?: string; office?: Office }): Promise<Person>;
  /** Runs SQL as the owner, past row-level security. */
  asOwner<Row extends object>(sql: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const fresh = options.on ?? (await freshDatabase());
  const app = await startApp(fresh, options);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  const database = app.get(Database);
  const call = caller(url);
  const administrator = await firstAdministrator(app, call);
  const person: TestServer['person'] = async (role, of = {}) => {
    const email = `${role}-${randomUUID()}@example.test`;
    const body = { email, name: `A ${role}`, password: PASSWORD, role, ...of };
    const made = await call<User>('POST', '/users', { token: administrator.token, body });
    if (made.status !== 201) throw new Error(`no person was made: ${JSON.stringify(made.body)}`);
    return signIn(app, call, email);
  };
  const asOwner = async <Row extends object>(sql: string, params: unknown[] = []) =>
    (await owner.query<Row>(sql, params)).rows;
  const close = async () => {
    await app.close();
    await owner.end();
    if (!options.on) await fresh.drop();
  };
  return { url, app, database, fresh, clock: fresh.clock, administrator, call, person, asOwner, close };
}

async function startApp(fresh: FreshDatabase, options: TestServerOptions): Promise<NestExpressApplication> {
  const config = testConfig(fresh.url, options.config);
  const platform = PlatformModule.forRoot({ entities: ENTITIES, config });
  const module = await Test.createTestingModule({ imports: [platform, ...(options.modules ?? FEATURES)] })
    .overrideProvider(Clock)
    .useValue(fresh.clock)
    .compile();
  const app = module.createNestApplication<NestExpressApplication>(applicationOptions);
  prepareApp(app);
  await app.listen(0, '127.0.0.1');
  return app;
}

type Caller = TestServer['call'];

function caller(url: string): Caller {
  return async <Body>(method: string, path: string, { token, body, headers }: Call = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const parsed: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed as Body };
  };
}

async function signIn(app: NestExpressApplication, call: Caller, email: string): Promise<Person> {
  const body = { email, password: PASSWORD };
  const answer = await call<{ token: string; user: User }>('POST', '/auth/sign-in', { body });
  if (answer.status !== 200) throw new Error(`nobody signed in: ${JSON.stringify(answer.body)}`);
  const { user } = answer.body;
  const session = await app.get(TokenService).sessionOf(answer.body.token);
  const claims = { sub: user.id, sid: session?.sessionId };
  const { token } = await app.get(Tokens).sign(claims, LONG_SECONDS);
  return { id: user.id, email, password: PASSWORD, token, user };
}

async function firstAdministrator(app: NestExpressApplication, call: Caller): Promise<Person> {
  const email = `administrator-${randomUUID()}@example.test`;
  await app
    .get(Database)
    .transaction(systemScope, (tx) => createAdministrator(tx, { email, name: 'Ada Admin', password: PASSWORD }));
  return signIn(app, call, email);
}
