import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENTITIES } from '@overread/features';
import { dataSourceOf } from '@overread/platform';
import type { DataSource } from 'typeorm';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

describe('the entities', () => {
  let fresh: FreshDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    fresh = await freshDatabase();
    dataSource = dataSourceOf({
      url: fresh.ownerUrl,
      poolSize: 1, // one connection, so that what is tried and rolled back is seen
      entities: ENTITIES,
    });
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await fresh.drop();
  });

  it('say what the migrations made: the schema builder has nothing to add', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('would be told apart from a table with one column more', async () => {
    await dataSource.query('begin');
    await dataSource.query('alter table reader add column surplus text');
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.query('rollback');
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining('"surplus"')]);
  });

  it('cover every table but those of the log, which only SQL writes', async () => {
    const tables = await dataSource.query<{ name: string }[]>(
      `select c.relname as name from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
         and not c.relispartition order by 1`,
    );
    const known = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
    expect(tables.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([
      'event',
      'event_topic',
      'idempotency',
      'lease',
      'log_cursor',
      'migration',
      'study_access',
      'test_clock',
    ]);
  });
});
