import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a dispatch decision stood on, kept beside its record so that it can be decided again, with a hash that tells a changed
 * one. The inputs may be dropped after a while; record and hash stay. Parameters are kept once per version: a version is the
 * hash of what it says.
 */
export class Decisions1700000000023 implements MigrationInterface {
  readonly name = 'Decisions1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table dispatch_decision add column inputs jsonb, add column hash text;
create table dispatch_params (
  version text not null, params jsonb not null, first_used_at timestamptz(3) not null,
  constraint dispatch_params_pk primary key (version)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
