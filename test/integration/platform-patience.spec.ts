import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemScope } from '@overread/platform';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

describe('a transaction', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase({ entities: [], poolSize: 2 });
    const [row] = await db.asOwner<{ name: string }>('select current_database() as name');
    await db.asOwner(`alter role overread_app in database ${row?.name} set transaction_timeout = '300ms'`);
    // Sessions that began before the limit was set do not know it.
    await db.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'overread_app' and datname = current_database()`);
  });
  afterAll(() => db.close());
  const lasting = (options: object) =>
    db.database.transaction(systemScope, (tx) => tx.read('select pg_sleep(1)'), options);

  it('ends when it outlasts the role’s limit, and whoever asked may come again', async () => {
    await expect(lasting({})).rejects.toMatchObject({ kind: 'unavailable', code: 'database/unavailable' });
  });

  it('may last as long as it says when it says so', async () => {
    await expect(lasting({ timeoutMs: 30_000 })).resolves.toHaveLength(1);
  });

  it('ends at its own limit', async () => {
    await expect(lasting({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'database/unavailable' });
  });
});
