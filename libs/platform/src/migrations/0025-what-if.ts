import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Past days that were played again: what was asked and what came of it. For whoever sees every study. */
export class WhatIf1700000000025 implements MigrationInterface {
  readonly name = 'WhatIf1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table what_if_run (
  id uuid not null, name text not null, asked_at timestamptz(3) not null, asked_by uuid not null,
  question jsonb not null, state text not null, tries integer not null, progress double precision not null,
  finished_at timestamptz(3), failure text, result jsonb,
  constraint what_if_run_pk primary key (id)
);
create index what_if_run_asked on what_if_run (asked_at);
alter table what_if_run enable row level security;
create policy visible on what_if_run using ((select overread_sees_studies())) with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
