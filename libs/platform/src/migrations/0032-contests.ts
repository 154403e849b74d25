import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a reader contests is answered: of which time it is, and what was said to it. */
export class Contests1700000000032 implements MigrationInterface {
  readonly name = 'Contests1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table conduct_contest add column since timestamptz(3), add column answer jsonb, add column version integer;
-- Before, the time was not kept: it was 28 days unless another was asked for.
update conduct_contest set since = at - interval '28 days', version = 1;
alter table conduct_contest alter column since set not null, alter column version set not null;
create index conduct_contest_open on conduct_contest (id) where answer is null;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
