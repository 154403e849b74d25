import { ENTITIES } from '@overread/features';
import { LeaseKeeper, ROLES, type Config, type Lease } from '@overread/platform';
import { createClient, type Client, type ReadingSessionBody } from '@overread/wire';
import pg from 'pg';
import { demoNetwork, loadDemo, type DemoFacts, type DemoUser } from '../../apps/cli/src/demo/load-demo.js';
import { Dispatcher } from '../../libs/features/src/dispatch/index.js';
import { DutyTimers } from '../../libs/features/src/reading/index.js';
import { SlaTimers } from '../../libs/features/src/sla/index.js';
import { openTestDatabase, type FreshDatabase } from './database.js';
import { startTestServer, type TestServer } from './test-server.js';

const PASSWORD = 'only for the demo of a test';
const ROSTERED_DAYS = 6;
/** 00:58 in Houston, 06:58 in London, 17:58 in Sydney: a Sunday. */
export const MIDNIGHT_IN_HOUSTON = '2026-11-22T06:58:00.000Z';
/** Everything but the dispatcher and the timers, which a test then drives by hand. */
const BY_HAND = new Set(ROLES.filter((role) => role !== 'dispatcher'));

/** Somebody of the demo network, signed in. Signs in again by itself when the clock has moved past the token. */
export interface DemoPerson {
  readonly user: DemoUser;
  readonly client: Client;
  readonly readerId: string | null;
  readonly organizationId: string | null;
  readonly token: () => string;
}

export interface DemoServer {
  readonly server: TestServer;
  readonly facts: DemoFacts;
  /** By the part of a name, a mail address or an organization that tells one person. */
  as(who: string): Promise<DemoPerson>;
  /** A health system's own key. */
  key(healthSystem: string): Client;
  /** Signs a reader on where they live, unless told otherwise. */
  signOn(
    who: string,
    session?: { mode?: 'push' | 'pull'; country?: string; subdivision?: string | null; zone?: string },
  ): Promise<DemoPerson>;
  /** The session a reader is signed on with. */
  sessionOf(person: DemoPerson): Promise<ReadingSessionBody>;
  /** What the log says of a study, in order: types that begin so, or their facts. */
  happened(studyId: string, type: string): Promise<string[]>;
  happened(studyId: string, type: string, what: 'data'): Promise<Record<string, unknown>[]>;
  /** One round of the dispatcher, by a server whose own does not run. */
  dispatch(): Promise<void>;
  /** Fires the clocks that are due. */
  fireClocks(): Promise<number>;
  /** Takes the steps of escalation that are due. */
  escalateDuties(): Promise<number>;
  close(): Promise<void>;
}

export interface DemoOptions {
  at?: string;
  config?: Partial<Config>;
}

/** The demo network draws one study in twenty for a second read: a test that counts reads would fail as often. */
async function drawNoSecondReads(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`update policy_version set document = document - 'sampling'`);
  await owner.end();
}

/** The demo network on a database of its own, its clock stopped at an instant; dispatch and timers are driven by hand. */
export async function startDemoServer({
  at = MIDNIGHT_IN_HOUSTON,
  config = {},
}: DemoOptions = {}): Promise<DemoServer> {
  const { fresh, facts, drop } = await demoDatabase(at);
  await drawNoSecondReads(fresh.ownerUrl);
  const server = await startTestServer({ on: fresh, config: { roles: BY_HAND, ...config } });
  const people = new Map<string, Promise<DemoPerson>>();
  const leases = new Map<string, Lease>();
  const lease = async (name: string) => {
    const held = leases.get(name) ?? (await server.app.get(LeaseKeeper).acquire(name));
    if (!held) throw new Error(`another holds the lease ${name}`);
    leases.set(name, held);
    return held;
  };
  const as = (who: string) => {
    const user = onlyOne(facts.users, who);
    const person = people.get(user.email) ?? signedIn(server.url, user);
    people.set(user.email, person);
    return person;
  };
  return {
    server,
    facts,
    as,
    key: (healthSystem) => {
      const key = facts.apiKeys.find((each) => each.healthSystem === healthSystem)?.key ?? '';
      return createClient({ baseUrl: server.url, token: () => key });
    },
    signOn: async (who, session = {}) => {
      const person = await as(who);
      const { country = '', subdivision = null, zone = '' } = person.user;
      await person.client.work.signOn({ country, subdivision, zone, mode: 'pull', ...session });
      return person;
    },
    sessionOf: async ({ client }) =>
      (await (await client.send('GET', '/api/v1/reading-sessions/current')).json()) as ReadingSessionBody,
    happened: (async (studyId: string, type: string, what?: 'data') => {
      const rows = await server.asOwner<{ type: string; data: Record<string, unknown> }>(
        'select type, data from event where study_id = $1 and starts_with(type, $2) order by position',
        [studyId, type],
      );
      return rows.map((row) => (what ? row.data : row.type));
    }) as DemoServer['happened'],
    dispatch: async () => {
      await server.app.get(Dispatcher).round(await lease('dispatcher'));
    },
    fireClocks: async () => server.app.get(SlaTimers).fireDue(await lease('sla-timers')),
    escalateDuties: async () => server.app.get(DutyTimers).escalateDue(await lease('duty-timers')),
    close: async () => {
      await server.close();
      await drop();
    },
  };
}

/** A migrated database with the demo network in it, as it stood at an instant. */
export async function demoDatabase(
  at: string,
): Promise<{ fresh: FreshDatabase; facts: DemoFacts; drop: () => Promise<void> }> {
  const opened = await openTestDatabase({ entities: ENTITIES });
  const network = await demoNetwork(await opened.clock.set(at), PASSWORD, ROSTERED_DAYS);
  const facts = await opened.database.transaction({ kind: 'system', actor: 'demo' }, (tx) => loadDemo(tx, network));
  return { fresh: opened, facts, drop: () => opened.close() };
}

function onlyOne(users: readonly DemoUser[], who: string): DemoUser {
  const exact = users.filter(({ email, organization, role }) => email === who || role === who || organization === who);
  const named = users.filter(({ name, email }) => name.includes(who) || email.includes(who));
  const [user] = [...named, ...exact.filter((each) => each.role !== 'reader')];
  if (!user) throw new Error(`nobody of the demo network is ${who}`);
  return user;
}

async function signedIn(url: string, user: DemoUser): Promise<DemoPerson> {
  const { email, password } = user;
  const door = createClient({ baseUrl: url });
  let signIn = await door.auth.signIn({ email, password });
  const client = createClient({
    baseUrl: url,
    token: () => signIn.token,
    renew: async () => {
      signIn = await door.auth.signIn({ email, password });
      return true;
    },
  });
  const { readerId, organization } = signIn.user;
  return { user, client, readerId: readerId ?? null, organizationId: organization.id, token: () => signIn.token };
}
