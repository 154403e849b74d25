import type { MigrationInterface, QueryRunner } from 'typeorm';

const VISIBLE = `(select overread_sees_studies()) or health_system_id = any ((select overread_submits_for())::uuid[])`;

/** Rules set aside in an emergency, by whom; events with many casualties; who is a physician or the medical director. */
export class BreakGlass1700000000024 implements MigrationInterface {
  readonly name = 'BreakGlass1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table membership add column office text;
alter table read add column break_glass_id uuid;
create table break_glass (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, facility_id uuid not null,
  read_id uuid not null, reader_id uuid not null, reading_group_id uuid not null, event_id uuid, hand_back_id uuid not null,
  reason text not null, rules jsonb not null, confirmations jsonb not null,
  requested_by jsonb not null, requested_at timestamptz(3) not null, expires_at timestamptz(3) not null,
  granted_at timestamptz(3), refusal jsonb, lapsed_at timestamptz(3), taken_at timestamptz(3), taken_read_id uuid,
  review_due_at timestamptz(3), review_escalated_at timestamptz(3), review jsonb, version integer not null,
  constraint break_glass_pk primary key (health_system_id, id)
);
create index break_glass_id on break_glass (id);
create index break_glass_study on break_glass (study_id);
create index break_glass_requested on break_glass (requested_at, id);
create index break_glass_event on break_glass (event_id);
-- One at a time for a read: two requests would be confirmed by halves.
create unique index break_glass_one_open on break_glass (read_id)
  where taken_at is null and refusal is null and lapsed_at is null;
alter table break_glass enable row level security;
-- The reader it is for has no part in the study before they take it.
create policy visible on break_glass using (${VISIBLE}
  or exists (select from granted_study g where g.study_id = break_glass.study_id)
  or reader_id = any ((select overread_grantees())::uuid[]) or reading_group_id = any ((select overread_grantees())::uuid[]))
  with check ((select overread_is_system()));
create table mass_casualty (
  id uuid not null, health_system_id uuid not null, facility_ids uuid[] not null, title text not null, note text,
  declared_by jsonb not null, starts_at timestamptz(3) not null, ends_at timestamptz(3) not null, extends_id uuid,
  ended_at timestamptz(3), ended_by jsonb, review_due_at timestamptz(3), review jsonb, version integer not null,
  constraint mass_casualty_pk primary key (id)
);
create index mass_casualty_system on mass_casualty (health_system_id);
create index mass_casualty_ends on mass_casualty (ends_at, id);
alter table mass_casualty enable row level security;
-- Readers and groups see the events of those they are under contract with.
create policy visible on mass_casualty using (${VISIBLE} or exists (
  select from contract c where c.health_system_id = mass_casualty.health_system_id and c.retired_at is null
    and c.reading_group_id = any (case overread_role() when 'group-manager' then overread_organizations()
      when 'reader' then overread_organizations() else '{}'::uuid[] end)))
  with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
