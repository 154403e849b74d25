import { createClient, everyItem, type Client } from '@overread/wire';
import { siteOf, type Site } from '@overread/domain';
import type { DemoFacts, DemoUser } from '../demo/load-demo.js';

const ANSWER_WITHIN_MS = 30_000;

/** A server that no longer answers must not keep the simulation from ending. */
const patient: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });

export const keyClient = (baseUrl: string, key: string): Client =>
  createClient({ baseUrl, token: () => key, fetch: patient });

/** Somebody signed in, again by themselves when the token has run out. */
export async function signIn(baseUrl: string, { email, password }: DemoUser): Promise<Client> {
  const door = createClient({ baseUrl, fetch: patient });
  let { token } = await door.auth.signIn({ email, password });
  const renew = async () => {
    ({ token } = await door.auth.signIn({ email, password }));
    return true;
  };
  return createClient({ baseUrl, token: () => token, renew, fetch: patient });
}

/** The first readers of every group before the second ones, so that few readers still cover every place. */
export function pickReaders(users: readonly DemoUser[], count: number): DemoUser[] {
  const groups = Map.groupBy(
    users.filter(({ role }) => role === 'reader'),
    ({ readingGroup }) => readingGroup ?? '',
  );
  const longest = Math.max(0, ...[...groups.values()].map((group) => group.length));
  const rounds = Array.from({ length: longest }, (_, place) =>
    [...groups.values()].flatMap((group) => group.slice(place, place + 1)),
  );
  return rounds.flat().slice(0, count);
}

export interface Hospitals {
  sites: Site[];
  /** One a health system. */
  clients: Client[];
  /** Whose key submits for a facility. */
  clientOf: ReadonlyMap<string, Client>;
}

/** The facilities that the keys may submit for, as the server describes them. */
export async function hospitalsOf(baseUrl: string, keys: DemoFacts['apiKeys']): Promise<Hospitals> {
  const found = await Promise.all(
    keys.map(async ({ key }) => {
      const client = keyClient(baseUrl, key);
      return { client, facilities: await everyItem((query) => client.network.facilities.list(query)) };
    }),
  );
  return {
    clients: found.map(({ client }) => client),
    clientOf: new Map(found.flatMap(({ client, facilities }) => facilities.map(({ code }) => [code, client] as const))),
    sites: found.flatMap(({ facilities }) =>
      facilities.filter(({ retiredAt }) => retiredAt === null).map((each) => siteOf(each)),
    ),
  };
}
