import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports look for. */
export class Analytics1700000000004 implements MigrationInterface {
  readonly name = 'Analytics1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- What is open past its target is counted in every report: without this, out of all clocks there ever were.
create index sla_clock_open on sla_clock (due_at) where stopped_at is null and voided_at is null;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
