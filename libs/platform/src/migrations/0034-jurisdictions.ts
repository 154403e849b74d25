import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What places ask of reading plans, as versioned records, and policies in force that one of them came to forbid. */
export class Jurisdictions1700000000034 implements MigrationInterface {
  readonly name = 'Jurisdictions1700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table jurisdiction_rule (
  id uuid not null, number integer not null, country text not null, subdivision text, rule text not null,
  parameters jsonb not null, source text not null, source_url text, valid_from date not null, valid_until date,
  reason text not null, recorded_at timestamptz(3) not null, recorded_by text not null, superseded_at timestamptz(3),
  constraint jurisdiction_rule_pk primary key (id, number)
);
create unique index jurisdiction_rule_standing on jurisdiction_rule (id) where superseded_at is null;
-- Two who add the same thing at once: overlaps are refused by the rule, this is for those it could not see.
create unique index jurisdiction_rule_once
  on jurisdiction_rule (country, coalesce(subdivision, ''), rule, parameters, valid_from)
  where superseded_at is null and (valid_until is null or valid_until > valid_from);
alter table jurisdiction_rule enable row level security;
create policy visible on jurisdiction_rule using ((select overread_role()) is not null)
  with check ((select overread_is_system()) or (select overread_role()) = 'administrator');
-- Until now these stood in the code, and were known from the days they came into force.
insert into jurisdiction_rule values
  ('01900000-0000-7000-8000-000000000001', 1, 'GB', null, 'finaliserMustBePreliminaryReader', '{}',
    'RCR, Standards for the provision of teleradiology within the United Kingdom (2016)', null, '2016-12-01', null,
    'Comes with the product', '2016-12-01T00:00:00Z', 'system', null),
  ('01900000-0000-7000-8000-000000000002', 1, 'DE', null, 'stepBeforeExam', '{}',
    'Strahlenschutzgesetz § 83 (3), § 14 (2)', null, '2018-12-31', null,
    'Comes with the product', '2018-12-30T00:00:00Z', 'system', null);
create table policy_forbidden (
  policy_id uuid not null, policy_version_id uuid not null, jurisdiction_rule_id uuid not null,
  jurisdiction_rule_number integer not null, code text not null, path text not null, message text not null,
  found_at timestamptz(3) not null, cleared_at timestamptz(3),
  constraint policy_forbidden_pk
    primary key (policy_version_id, jurisdiction_rule_id, jurisdiction_rule_number, path, found_at)
);
create index policy_forbidden_open on policy_forbidden (policy_id) where cleared_at is null;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
