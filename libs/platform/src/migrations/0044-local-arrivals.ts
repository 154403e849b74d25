import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Arrivals are learned by the hours of each facility's own clock: what was learned by those of UTC is forgotten, and learned anew. */
export class LocalArrivals1700000000044 implements MigrationInterface {
  readonly name = 'LocalArrivals1700000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('delete from arrival_profile');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
