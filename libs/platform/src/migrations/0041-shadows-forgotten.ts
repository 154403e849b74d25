import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What shadows of long ago came to, once what they found of each study is dropped. */
export class ShadowsForgotten1700000000041 implements MigrationInterface {
  readonly name = 'ShadowsForgotten1700000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table policy_shadow add column forgotten_at timestamptz(3), add column figures jsonb');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
