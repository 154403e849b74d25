import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions of policies that route live studies beside what is in force, for comparison only, and what came of it. */
export class PolicyShadows1700000000028 implements MigrationInterface {
  readonly name = 'PolicyShadows1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table policy_shadow (
  id uuid not null, health_system_id uuid, policy_id uuid not null, policy_version_id uuid not null,
  against_version_id uuid, started_at timestamptz(3) not null, until timestamptz(3) not null, started_by text not null,
  reason text not null, ended_at timestamptz(3), ended_by text, ended text, version integer not null,
  constraint policy_shadow_pk primary key (id)
);
create index policy_shadow_policy on policy_shadow (policy_id, started_at);
-- Of one policy one version runs in shadow at a time.
create unique index policy_shadow_one_running on policy_shadow (policy_id) where ended_at is null;
alter table policy_shadow enable row level security;
create policy visible on policy_shadow using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital'
    and (health_system_id is null or health_system_id = any ((select overread_organizations())::uuid[]))))
  with check ((select overread_is_system()));

-- No foreign key, check or trigger: it is written with the decision, and must not be able to fail where that does not.
create table policy_shadow_routing (
  health_system_id uuid not null, shadow_id uuid not null, id uuid not null, study_id uuid not null,
  facility_id uuid not null, at timestamptz(3) not null, modality_family text not null, priority text not null,
  in_force uuid[] not null, differences text[] not null, due_shift_minutes integer,
  fewest_before integer, fewest_after integer, sides jsonb, failure text,
  constraint policy_shadow_routing_pk primary key (health_system_id, shadow_id, id)
);
-- Figures look at nothing else of some hundred thousand rows with their sides.
create index policy_shadow_routing_study on policy_shadow_routing (shadow_id, study_id, at, id)
  include (health_system_id, facility_id, modality_family, priority, differences, due_shift_minutes, fewest_before,
    fewest_after, failure);
create index policy_shadow_routing_differing on policy_shadow_routing (shadow_id, at, id)
  where differences <> '{}' or failure is not null;
alter table policy_shadow_routing enable row level security;
-- A health system sees its own studies; to groups and readers a plan that is not theirs is nobody's.
create policy visible on policy_shadow_routing using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[])))
  with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
