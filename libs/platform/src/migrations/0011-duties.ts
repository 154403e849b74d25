import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of what is still to be told: closed duties stay for ever and are not looked through for it. */
export class Duties1700000000011 implements MigrationInterface {
  readonly name = 'Duties1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index notification_duty_live on notification_duty (due_at, id) where closed_at is null');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
