import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asId, type Role } from '@overread/domain';
import type { Scope } from '@overread/platform';
import pg from 'pg';
import { startDemoServer, type DemoServer } from '../support/demo-server.js';
import { twoHealthSystems, type TwoHealthSystems } from '../support/two-health-systems.js';

interface Table {
  name: string;
  secured: boolean;
}

/** Without row-level security: the network, who signs in, the log's keeping. A new table with study data is not one of them. */
const OPEN = [
  'conduct_contest',
  'conduct_setting',
  'dispatch_params',
  'facility_ae_title',
  'lease',
  'licence',
  'log_cursor',
  'membership',
  'migration',
  'network_history',
  'policy',
  'policy_forbidden',
  'policy_version',
  'privilege',
  'reader',
  'reading_group',
  'reading_session',
  'refresh_token',
  'roster_day',
  'roster_move',
  'roster_shift',
  'service_level',
  'test_clock',
  'user_account',
];

describe('row-level security', () => {
  let demo: DemoServer;
  let tables: Table[];
  let studies: TwoHealthSystems['studies'];
  let people: TwoHealthSystems['people'];

  beforeAll(async () => {
    demo = await startDemoServer();
    ({ studies, people } = await twoHealthSystems(demo));
    tables = await demo.server.asOwner<Table>(
      `select c.relname as name, c.relrowsecurity as secured
       from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
         and has_table_privilege('overread_app', c.oid, 'select') order by 1`,
    );
  });
  afterAll(() => demo.close());

  const scopes = (): [string, Scope, 'mercy' | 'harbour'][] =>
    [
      ['imaging@mercy.example', 'mercy'],
      ['imaging@harbour.example', 'harbour'],
      ['manager@lonestar.example', 'mercy'],
      ['manager@thames.example', 'harbour'],
      ['Grace Okafor', 'mercy'],
      ['Eleanor Shaw', 'harbour'],
    ].map(([who, of]) => [who!, scopeOf(who!), of as 'mercy']);
  const scopeOf = (who: string): Scope => {
    const { user, organizationId, readerId } = people[who]!;
    return {
      kind: 'principal',
      principalId: organizationId!,
      role: user.role as Role,
      organizationIds: [organizationId!],
      ...(readerId === null ? {} : { readerId: asId(readerId) }),
    } as Scope;
  };
  const all = (scope: Scope, table: string) =>
    demo.server.database.transaction(scope, (tx) => tx.read<Record<string, unknown>>(`select * from ${table}`));

  it('stands on every table with study data', () => {
    expect(tables.filter(({ secured }) => !secured).map(({ name }) => name)).toEqual(OPEN);
  });

  it('gives each health system, group and reader nothing but their own rows, from every table, with no `where` at all', async () => {
    const leaks: string[] = [];
    const seen = new Set<string>();
    for (const [who, scope, own] of scopes()) {
      const other = own === 'mercy' ? studies.harbour : studies.mercy;
      for (const { name } of tables.filter(({ secured }) => secured)) {
        const rows = await all(scope, name);
        const theirs = rows.filter(
          (row) => row['study_id'] === other.id || (name === 'study' && row['id'] === other.id),
        );
        const shared = name === 'facility' && !who.startsWith('imaging');
        const foreign = shared ? [] : rows.filter((row) => row['health_system_id'] === other.healthSystemId);
        if (theirs.length + foreign.length > 0) leaks.push(`${who} sees ${name}`);
        if (rows.length > 0) seen.add(`${own} ${name}`);
      }
    }
    expect(leaks).toEqual([]);
    // What is own is there to be seen, else the above says nothing.
    for (const table of [
      'study',
      'patient',
      'read',
      'report',
      'draft',
      'sla_clock',
      'event',
      'intake_exception',
      'notification_duty',
      'policy_shadow_routing',
    ])
      for (const own of ['mercy', 'harbour']) expect(seen).toContain(`${own} ${table}`);
  });

  it('gives nothing without a scope, also after one was set on the same connection', async () => {
    const client = new pg.Client({ connectionString: demo.server.fresh.url });
    await client.connect();
    const rows = async () => {
      const found: string[] = [];
      for (const { name, secured } of tables) {
        if (!secured) continue;
        const { rowCount } = await client.query(`select 1 from ${name} limit 1`);
        if (rowCount !== 0) found.push(name);
      }
      return found;
    };
    expect(await rows()).toEqual([]);
    await client.query(`begin; select set_config('overread.role', 'system', true); commit`);
    expect(await rows()).toEqual([]);
    await client.end();
  });
});
