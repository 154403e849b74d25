import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceOf, LogSignal, MIGRATIONS, runMigrations, systemScope } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { someEvent } from '../support/events.js';

const HEALTH_SYSTEM = '01900000-0000-7000-8000-000000000001';

describe('migrate', () => {
  let template: FreshDatabase;
  let superuser: pg.Client;
  const name = `bare_${randomUUID().replaceAll('-', '')}`;
  const owner = `owner_${name}`;
  const at = (url: string, database: string, user?: string) => {
    const changed = new URL(url);
    changed.pathname = `/${database}`;
    if (user) [changed.username, changed.password] = [user, 'test-only'];
    return changed.toString();
  };
  beforeAll(async () => {
    template = await freshDatabase(); // the role of the server exists in the cluster, as another installation's may
    superuser = new pg.Client({ connectionString: template.ownerUrl });
    await superuser.connect();
    await superuser.query(`create role ${owner} login createrole password 'test-only'`);
    await superuser.query(`create database ${name} owner ${owner}`);
  });
  afterAll(async () => {
    await superuser.query(`drop database ${name} with (force)`);
    await superuser.query(`drop role ${owner}`);
    await superuser.end();
    await template.drop();
  });

  it('runs as an owner who is no superuser, from two places at once, each migration once', async () => {
    const ownerUrl = at(template.ownerUrl, name, owner);
    const ran = await Promise.all([runMigrations({ ownerUrl }), runMigrations({ ownerUrl })]);
    expect(ran.flat()).toEqual(MIGRATIONS.map((migration) => migration.name));
    expect(await runMigrations({ ownerUrl })).toEqual([]);
  });

  it('leaves a database the server can work in, its transactions bounded', async () => {
    const dataSource = dataSourceOf({ url: at(template.url, name), poolSize: 2, entities: [] });
    await dataSource.initialize();
    const database = new Database(dataSource, new LogSignal());
    const limits = await database.transaction(systemScope, async (tx) => {
      await tx.change({}, () => ({ events: [someEvent()], result: undefined }));
      await tx.read('select overread_keep_partitions(3)');
      return tx.read(`select current_setting('idle_in_transaction_session_timeout') as idle,
        current_setting('transaction_timeout') as whole, (select count(*) from event) as events`);
    });
    expect(limits).toEqual([{ idle: '5s', whole: '15s', events: 1 }]);
    await expect(database.transaction(systemScope, (tx) => tx.read('create table mine ()'))).rejects.toThrow('denied');
    await dataSource.destroy();
  });

  it('lets a server that owns nothing tell the planner of tables that have grown, once', async () => {
    const dataSource = dataSourceOf({ url: at(template.url, name), poolSize: 1, entities: [] });
    await dataSource.initialize();
    const database = new Database(dataSource, new LogSignal());
    const look = () => database.readOnce(systemScope, 'select overread_fresh_statistics() as tables');
    await database.readOnce(
      systemScope,
      `insert into patient (health_system_id, id, mrn, issuer, version)
       select uuidv7(), uuidv7(), 'MRN-' || n, 'HERE', 1 from generate_series(1, 300) n`,
    );
    // A session's counts become everybody's about once a second, or when it is asked to.
    await database.readOnce(systemScope, 'select pg_stat_force_next_flush()');
    expect(await look()).toEqual([{ tables: 1 }]);
    expect(await database.readOnce(systemScope, `select reltuples from pg_class where relname = 'patient'`)).toEqual([
      { reltuples: 300 },
    ]);
    expect(await look()).toEqual([{ tables: 0 }]);
    await dataSource.destroy();
  });

  it('lets nobody but the system write what a study is, nor give themselves sight of one', async () => {
    const dataSource = dataSourceOf({ url: at(template.url, name), poolSize: 1, entities: [] });
    await dataSource.initialize();
    const database = new Database(dataSource, new LogSignal());
    const write = (role: 'administrator' | 'hospital', sql: string) => {
      const scope = { kind: 'principal' as const, principalId: 'x', role, organizationIds: [HEALTH_SYSTEM] };
      return database.transaction(scope, (tx) => tx.read(sql));
    };
    const patient = `insert into patient (health_system_id, id, mrn, issuer, version)
      values ('${HEALTH_SYSTEM}', uuidv7(), 'MRN', 'HERE', 1)`;
    await expect(write('administrator', patient)).rejects.toThrow('row-level security');
    await expect(write('hospital', patient)).rejects.toThrow('row-level security');
    const grant = 'insert into granted_study (study_id) values (uuidv7())';
    await expect(write('administrator', grant)).rejects.toThrow('permission denied');
    await dataSource.destroy();
  });
});
