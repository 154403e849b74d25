import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A version of a policy is tested before it decides, and the test is kept. Own closures beside public holidays. A shift of
 * a roster may be for some subspecialties only.
 */
export class Policies1700000000019 implements MigrationInterface {
  readonly name = 'Policies1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table policy_test_run (
  id uuid not null, policy_id uuid not null, policy_version_id uuid not null, against_version_id uuid,
  at timestamptz(3) not null, actor text not null, kind text not null,
  from_at timestamptz(3), until_at timestamptz(3), studies integer not null, changed integer not null, rules jsonb not null,
  constraint policy_test_run_pk primary key (id)
);
create index policy_test_run_version on policy_test_run (policy_version_id, at);
-- What became of whose studies is the network's to look at.
alter table policy_test_run enable row level security;
create policy visible on policy_test_run using ((select overread_sees_studies()));
create table calendar_closure (
  id uuid not null, health_system_id uuid not null, facility_id uuid, name text not null,
  first_day date not null, last_day date not null, retired_at timestamptz(3), version integer not null,
  constraint calendar_closure_pk primary key (id)
);
create index calendar_closure_place on calendar_closure (health_system_id, first_day);
alter table calendar_closure enable row level security;
create policy visible on calendar_closure using ((select overread_sees_network())
  or health_system_id = any ((select overread_organizations())::uuid[]));
-- Rules that matched nothing for a while are looked for by policy.
create index routing_decision_policy on routing_decision (policy_id, at);
alter table roster_shift add column subspecialties text[] not null default '{}';
alter table roster_shift alter column subspecialties drop default;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
