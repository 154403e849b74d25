import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What managers keep from whom: reads pinned to somebody, readers and groups that get no new work for a time. */
export class Levers1700000000020 implements MigrationInterface {
  readonly name = 'Levers1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table read add column pin jsonb;
alter table reader add column pause jsonb;
alter table reading_group add column pause jsonb;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
