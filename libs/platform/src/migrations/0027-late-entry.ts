import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Readings made outside and entered late: the true time on the report, source and evidence beside it. */
export class LateEntry1700000000027 implements MigrationInterface {
  readonly name = 'LateEntry1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table report add column late_entry jsonb;
create table late_entry (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, read_id uuid not null,
  report_id uuid not null, reader_id uuid not null, reading_group_id uuid not null,
  started_at timestamptz(3), read_at timestamptz(3) not null, entered_at timestamptz(3) not null,
  source text not null, evidence text not null, place jsonb not null,
  constraint late_entry_pk primary key (health_system_id, id)
);
create index late_entry_study on late_entry (study_id);
alter table late_entry enable row level security;
-- Whoever is still to read blind hears of none: it says that and by whom the study was read.
create policy visible on late_entry using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[]))
  or ((select overread_role()) in ('reader', 'group-manager')
    and exists (select from granted_study g where g.study_id = late_entry.study_id)
    and ((select overread_role()) <> 'reader' or not overread_reads_blind(study_id))))
  with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
