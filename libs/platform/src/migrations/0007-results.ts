import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What follows a result: who must be told of it until they say that they know, and what was withdrawn. */
export class Results1700000000007 implements MigrationInterface {
  readonly name = 'Results1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table notification_duty (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, facility_id uuid not null,
  kind text not null, source text not null, owed_to text not null,
  read_id uuid, report_id uuid, former_report_id uuid, to_name text, to_contact text, note text, patient_left boolean,
  opened_at timestamptz(3) not null, opened_by text, target_minutes double precision not null,
  due_at timestamptz(3) not null, attempts jsonb not null, acknowledgement jsonb, acknowledged_at timestamptz(3),
  escalations integer not null, next_escalation_at timestamptz(3), closure jsonb, closed_at timestamptz(3),
  version integer not null,
  constraint notification_duty_pk primary key (health_system_id, id)
);
create index notification_duty_id on notification_duty (id);
create index notification_duty_study on notification_duty (study_id);
create index notification_duty_opened on notification_duty (kind, opened_at);
-- What the timer looks for: those that nobody has acknowledged.
create index notification_duty_due on notification_duty (next_escalation_at) where next_escalation_at is not null;
create table retraction (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, read_id uuid not null,
  report_ids uuid[] not null, kind text not null, reason text not null, retracted_by text not null,
  retracted_by_name text not null, replacement_read_id uuid, at timestamptz(3) not null,
  constraint retraction_pk primary key (health_system_id, id)
);
create index retraction_study on retraction (study_id);
-- A study whose result was withdrawn waits for the right one like any other.
drop index study_pressing;
create index study_pressing on study (priority, id)
  where priority in ('critical', 'stat') and state not in ('expected', 'cancelled', 'final');
${['notification_duty', 'retraction']
  .map(
    (table) => `alter table ${table} enable row level security;
-- A reader who is still to read blind hears of neither: both say what others wrote.
create policy visible on ${table} using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[]))
  or ((select overread_role()) in ('reader', 'group-manager') and exists (
    select from study_access a where a.study_id = ${table}.study_id and a.grantee = any ((select overread_grantees())::uuid[]))
    and ((select overread_role()) <> 'reader' or not overread_reads_blind(study_id))));`,
  )
  .join('\n')}
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
