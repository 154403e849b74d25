import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, dataSourceOf, LogSignal, MIGRATIONS, runMigrations, systemScope } from '@overread/platform';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { someEvent } from '../support/events.js';

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
});
