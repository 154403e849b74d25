import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is who: sign-in, organizations, readers with what they may do, agreements, contracts, rosters, sessions. */
export class NetworkAndAccess1700000000002 implements MigrationInterface {
  readonly name = 'NetworkAndAccess1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- On whose behalf a transaction runs, as every visibility policy asks it. Settings are '' after a commit: no scope, no rows.
create function overread_role() returns text language sql stable as $$
  select nullif(current_setting('overread.role', true), '') $$;
create function overread_organizations() returns uuid[] language sql stable as $$
  select coalesce(string_to_array(nullif(current_setting('overread.organizations', true), ''), ',')::uuid[], '{}') $$;
create function overread_grantees() returns uuid[] language sql stable as $$
  select case overread_role()
    when 'reader' then coalesce(array[nullif(current_setting('overread.reader', true), '')::uuid], '{}')
    when 'group-manager' then overread_organizations() else '{}'::uuid[] end $$;
create function overread_sees_studies() returns boolean language sql stable as $$
  select coalesce(overread_role() in ('system', 'administrator', 'auditor'), false) $$;
create function overread_sees_network() returns boolean language sql stable as $$
  select coalesce(overread_role() in ('system', 'administrator', 'auditor', 'group-manager', 'reader'), false) $$;
create table health_system (
  id uuid not null, name text not null, denied_countries text[] not null,
  retired_at timestamptz(3), version integer not null,
  constraint health_system_pk primary key (id)
);
create table facility (
  id uuid not null, health_system_id uuid not null, code text not null, name text not null, kind text not null,
  country text not null, subdivision text, zone text not null,
  ae_titles text[] not null, hl7_ids text[] not null, issuer text not null,
  defaults jsonb not null, phone text, retired_at timestamptz(3), version integer not null,
  constraint facility_pk primary key (id)
);
create unique index facility_code_unique on facility (code);
create index facility_health_system on facility (health_system_id);
-- One calling AE title names one facility: two facilities must not share one.
create table facility_ae_title (
  ae_title text not null, facility_id uuid not null,
  constraint facility_ae_title_pk primary key (ae_title)
);
create index facility_ae_title_facility on facility_ae_title (facility_id);
create table reading_group (
  id uuid not null, name text not null, country text not null, zone text not null,
  picks_freely boolean not null, retired_at timestamptz(3), version integer not null,
  constraint reading_group_pk primary key (id)
);
create table reader (
  id uuid not null, name text not null, kind text not null, supervisor_id uuid, home_place jsonb not null,
  reading_group_ids uuid[] not null, competences text[] not null,
  subspecialties text[] not null, languages text[] not null,
  excluded_facility_ids uuid[] not null, limits jsonb not null,
  retired_at timestamptz(3), version integer not null,
  constraint reader_pk primary key (id)
);
create table licence (
  id uuid not null, reader_id uuid not null, jurisdiction text not null, number text not null,
  valid_from timestamptz(3), valid_until timestamptz(3), retired_at timestamptz(3),
  constraint licence_pk primary key (id)
);
create index licence_reader on licence (reader_id);
create table privilege (
  id uuid not null, reader_id uuid not null, facility_id uuid not null, level text not null,
  modalities text[] not null, by_proxy boolean not null, agreement_id uuid,
  valid_from timestamptz(3), valid_until timestamptz(3), retired_at timestamptz(3),
  constraint privilege_pk primary key (id)
);
create index privilege_reader on privilege (reader_id, facility_id);
create table agreement (
  id uuid not null, health_system_id uuid not null, reading_group_id uuid not null, kind text not null,
  transfers jsonb not null, valid_from timestamptz(3), valid_until timestamptz(3),
  retired_at timestamptz(3), version integer not null,
  constraint agreement_pk primary key (id)
);
create index agreement_parties on agreement (health_system_id, reading_group_id);
create table contract (
  id uuid not null, health_system_id uuid not null, reading_group_id uuid not null, name text not null,
  engagement_model text not null, facility_ids uuid[] not null,
  modality_families text[] not null, priorities text[] not null,
  issues text[] not null, hours jsonb,
  valid_from timestamptz(3), valid_until timestamptz(3), retired_at timestamptz(3), version integer not null,
  constraint contract_pk primary key (id)
);
create index contract_parties on contract (health_system_id, reading_group_id);
create table service_level (
  id uuid not null, contract_id uuid not null, name text not null,
  modality_families text[] not null, priorities text[] not null,
  patient_classes text[] not null, issues text[] not null,
  target_minutes double precision not null, warn_share double precision not null, retired_at timestamptz(3),
  constraint service_level_pk primary key (id)
);
create index service_level_contract on service_level (contract_id);
create table roster_shift (
  id uuid not null, reading_group_id uuid not null, reader_id uuid not null, name text not null,
  starts_at timestamptz(3) not null, ends_at timestamptz(3) not null,
  modality_families text[] not null, facility_ids uuid[] not null,
  constraint roster_shift_pk primary key (id)
);
create index roster_shift_group on roster_shift (reading_group_id, starts_at);
create index roster_shift_reader on roster_shift (reader_id, ends_at);
create table roster_day (
  reading_group_id uuid not null, day date not null, version integer not null,
  constraint roster_day_pk primary key (reading_group_id, day)
);
create table reading_session (
  id uuid not null, reader_id uuid not null, reading_group_id uuid not null, mode text not null,
  country text not null, subdivision text, zone text not null,
  started_at timestamptz(3) not null, until timestamptz(3), ended_at timestamptz(3),
  completed_reads integer not null, version integer not null,
  constraint reading_session_pk primary key (id)
);
-- A reader is at one place at a time.
create unique index reading_session_one_open on reading_session (reader_id) where ended_at is null;
-- Dated versions of everything administrators edit: nothing is overwritten without trace.
create table network_history (
  id uuid not null default uuidv7(), kind text not null, entity_id uuid not null, version integer not null,
  at timestamptz(3) not null, actor text, row jsonb not null,
  constraint network_history_pk primary key (id)
);
create index network_history_entity on network_history (kind, entity_id, version);

create table user_account (
  id uuid not null, email text not null, name text not null, password_hash text not null,
  disabled_at timestamptz(3), created_at timestamptz(3) not null, version integer not null,
  constraint user_account_pk primary key (id)
);
create unique index user_account_email_unique on user_account (lower(email));
create table membership (
  id uuid not null, user_id uuid not null, role text not null, organization_kind text not null,
  organization_id uuid, reader_id uuid, valid_from timestamptz(3), valid_until timestamptz(3),
  constraint membership_pk primary key (id)
);
create index membership_user on membership (user_id);
create table api_key (
  id uuid not null, health_system_id uuid not null, name text not null, key_hash text not null,
  facility_ids uuid[] not null, default_facility_id uuid,
  created_at timestamptz(3) not null, revoked_at timestamptz(3),
  constraint api_key_pk primary key (id)
);
create unique index api_key_hash_unique on api_key (key_hash);
create table refresh_token (
  id uuid not null, user_id uuid not null, family_id uuid not null, token_hash text not null,
  issued_at timestamptz(3) not null, expires_at timestamptz(3) not null,
  used_at timestamptz(3), revoked_at timestamptz(3),
  constraint refresh_token_pk primary key (id)
);
create unique index refresh_token_hash_unique on refresh_token (token_hash);
create index refresh_token_family on refresh_token (family_id);

alter table health_system enable row level security;
create policy visible on health_system using ((select overread_sees_network()) or id = any ((select overread_organizations())::uuid[]));
alter table facility enable row level security;
create policy visible on facility using ((select overread_sees_network()) or health_system_id = any ((select overread_organizations())::uuid[]));
alter table agreement enable row level security;
create policy visible on agreement using ((select overread_sees_studies())
  or health_system_id = any ((select overread_organizations())::uuid[]) or reading_group_id = any ((select overread_organizations())::uuid[]));
alter table contract enable row level security;
create policy visible on contract using ((select overread_sees_studies())
  or health_system_id = any ((select overread_organizations())::uuid[]) or reading_group_id = any ((select overread_organizations())::uuid[]));
alter table api_key enable row level security;
create policy visible on api_key using ((select overread_sees_studies()) or health_system_id = any ((select overread_organizations())::uuid[]));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
