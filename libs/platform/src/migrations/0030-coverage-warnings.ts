import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thin hours and credentials that end, told before they are missed: what was told, what is so now, who has seen it. */
export class CoverageWarnings1700000000030 implements MigrationInterface {
  readonly name = 'CoverageWarnings1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table coverage_warning (
  id uuid not null, subject text not null, kind jsonb, reading_group_ids uuid[] not null,
  state jsonb not null, told jsonb not null, mending jsonb,
  raised_at timestamptz(3) not null, warned_at timestamptz(3) not null, warnings integer not null,
  acknowledgement jsonb, ended_at timestamptz(3), ended text, version integer not null,
  constraint coverage_warning_pk primary key (id)
);
create index coverage_warning_warned on coverage_warning (warned_at, id);
create index coverage_warning_open on coverage_warning (id) where ended_at is null;
-- A credential is warned of once at a time, whoever looks.
create unique index coverage_warning_one_credential on coverage_warning ((state ->> 'id'))
  where subject = 'credential' and ended_at is null;
alter table coverage_warning enable row level security;
-- Whose readers could mend it, and who sees the whole network; health systems do not see how readers are rostered.
create policy visible on coverage_warning using ((select overread_sees_studies())
  or ((select overread_role()) = 'group-manager' and reading_group_ids && (select overread_organizations())::uuid[]))
  with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
