import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who made a study's priority other than requested, and why; nothing of studies that stand as they were asked for. */
export class PriorityBasis1700000000029 implements MigrationInterface {
  readonly name = 'PriorityBasis1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table study add column priority_basis jsonb`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
