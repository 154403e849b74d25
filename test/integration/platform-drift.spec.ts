import { afterEach, describe, expect, it } from '@jest/globals';
import { ENTITIES } from '@overread/features';
import type { EntityClass } from '@overread/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { openTestDatabase, type TestDatabase } from '../support/database.js';

@Entity({ name: 'patient' })
class DriftedEntity {
  @PrimaryColumn('uuid') healthSystemId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') mrn: string;
  @Column('text') nickname: string;
  @Column('integer') family: number;
}

describe('the schema', () => {
  let db: TestDatabase;
  afterEach(() => db.close());
  const missing = async (entities: readonly EntityClass<object>[]) => {
    db = await openTestDatabase({ entities });
    const { upQueries } = await db.dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  };

  it('has every table and column that the entities name, of the type they name', async () => {
    expect(await missing(ENTITIES)).toEqual([]);
  });

  it('is found to lack a planted column, and to have another type than a planted one', async () => {
    const found = (await missing([DriftedEntity])).join('\n');
    expect(found).toContain('ADD "nickname"');
    expect(found).toContain('"family"');
  });
});
