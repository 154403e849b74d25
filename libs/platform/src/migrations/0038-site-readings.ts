import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of a study after its site took it: read there, or given back to the network. */
export class SiteReadings1700000000038 implements MigrationInterface {
  readonly name = 'SiteReadings1700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table hand_back add column reading jsonb, add column reclaim jsonb');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
