import type { MigrationInterface, QueryRunner } from 'typeorm';

const sees = (table: string): string => `alter table ${table} enable row level security;
create policy visible on ${table} using ((select overread_sees_studies())
  or health_system_id = any ((select overread_submits_for())::uuid[])
  or exists (select from granted_study g where g.study_id = ${table}.study_id))
  with check ((select overread_is_system()));`;

/** Whom to call at a facility, and studies that go back to their site by phone. */
export class Emergencies1700000000021 implements MigrationInterface {
  readonly name = 'Emergencies1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table facility add column call_tree jsonb not null default '[]', add column standby_route text;
alter table facility alter column call_tree drop default;
alter table study add column handed_back jsonb;
alter table sla_clock add column returned_at timestamptz(3);
create table hand_back (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, facility_id uuid not null,
  reason text not null, note text, opened_at timestamptz(3) not null, opened_by jsonb not null,
  callees jsonb not null, attempts jsonb not null, step_minutes double precision not null,
  escalations integer not null, next_escalation_at timestamptz(3),
  acknowledgement jsonb, refusal jsonb, withdrawal text, ended_at timestamptz(3), version integer not null,
  constraint hand_back_pk primary key (health_system_id, id)
);
create index hand_back_id on hand_back (id);
create index hand_back_study on hand_back (study_id);
create index hand_back_opened on hand_back (opened_at, id);
-- The site is asked once at a time: two who ask at once must not call it twice.
create unique index hand_back_one_open on hand_back (study_id) where ended_at is null;
${sees('hand_back')}
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
