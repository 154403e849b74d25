import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Studies, their patients, orders, images, reads and reports, and who may see them. */
export class Studies1700000000003 implements MigrationInterface {
  readonly name = 'Studies1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table patient (
  health_system_id uuid not null, id uuid not null, mrn text not null, issuer text not null,
  family text, given text, birth_date text, sex text, version integer not null,
  constraint patient_pk primary key (health_system_id, id)
);
create unique index patient_identity_unique on patient (health_system_id, issuer, mrn);
create table study (
  health_system_id uuid not null, id uuid not null, facility_id uuid not null, patient_id uuid not null,
  study_instance_uid text, accession_number text, accession_issuer text not null,
  modalities text[] not null, modality_family text not null, planar boolean not null,
  body_part text, description text, laterality text, procedure_code jsonb, clinical_indication text,
  patient_class text not null, payer text, protocol text,
  requested_priority text not null, priority text not null, subspecialty text, report_language text not null,
  acquired_at timestamptz(3), announced jsonb not null,
  series_arrived integer not null, instances_arrived integer not null,
  last_image_at timestamptz(3), images_complete_at timestamptz(3),
  requester jsonb, priors jsonb not null, hold jsonb, identity_unconfirmed boolean not null,
  state text not null, received_at timestamptz(3) not null, ready_at timestamptz(3), eta timestamptz(3),
  version integer not null,
  constraint study_pk primary key (health_system_id, id)
);
create unique index study_uid_unique on study (health_system_id, study_instance_uid);
create index study_id on study (id);
create index study_by_uid on study (study_instance_uid);
create index study_accession on study (health_system_id, accession_number);
create index study_received on study (health_system_id, received_at);
create index study_patient on study (health_system_id, patient_id);
create index study_receiving on study (last_image_at) where state = 'receiving';
create table study_order (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, accession_number text, issuer text not null,
  placer_order_number text, procedure_code jsonb,
  constraint study_order_pk primary key (health_system_id, id)
);
create index study_order_study on study_order (study_id);
create index study_order_accession on study_order (health_system_id, accession_number);
create table image (
  health_system_id uuid not null, id uuid not null, study_id uuid not null,
  series_instance_uid text not null, sop_instance_uid text not null, sop_class_uid text not null,
  transfer_syntax_uid text not null, modality text, series_number integer, instance_number integer,
  series_description text, frames integer, rows integer, columns integer,
  file text not null, bytes bigint not null, digest text not null, received_at timestamptz(3) not null, door text not null,
  constraint image_pk primary key (health_system_id, id)
);
create unique index image_uid_unique on image (health_system_id, sop_instance_uid);
create index image_study on image (study_id, series_instance_uid);
create table read (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, facility_id uuid not null,
  ordinal integer not null, purpose text not null, issues text not null, independent boolean not null,
  state text not null, tier text, reading_group_id uuid, reader_id uuid, session_id uuid,
  offer_expires_at timestamptz(3), due_at timestamptz(3), ladder jsonb not null,
  ladder_step integer not null, declined_by uuid[] not null,
  billable boolean not null, expected_minutes double precision not null,
  queued_at timestamptz(3) not null, started_at timestamptz(3), opened_at timestamptz(3),
  images_opened_at timestamptz(3), completed_at timestamptz(3), version integer not null,
  constraint read_pk primary key (health_system_id, id),
  constraint read_holder_known check (state not in ('assigned', 'in-progress', 'completed') or reader_id is not null)
);
create index read_id on read (id);
create index read_study on read (study_id);
create index read_queued on read (due_at) where state = 'queued';
create index read_held on read (reader_id) where state in ('assigned', 'in-progress');
create index read_offered on read (offer_expires_at) where state = 'assigned';
create index read_completed on read (completed_at) where state = 'completed';
-- One reader never does two primary reads of a study at once, whatever the race.
create unique index read_one_holder on read (study_id, reader_id, purpose) where state in ('assigned', 'in-progress');
create table report (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, read_id uuid not null, kind text not null,
  sections jsonb not null, impression text not null, conclusion text,
  author_id uuid not null, author_name text not null, signed_at timestamptz(3) not null,
  flags text[] not null, told_name text, told_at timestamptz(3), attestation text,
  constraint report_pk primary key (health_system_id, id)
);
create index report_study on report (study_id);
-- A read issues at most one preliminary and one final, whoever presses the button twice.
create unique index report_once on report (read_id, kind) where kind in ('preliminary', 'final');
create table draft (
  read_id uuid not null, health_system_id uuid not null, study_id uuid not null, reader_id uuid not null,
  sections jsonb not null, impression text not null, conclusion text,
  saved_at timestamptz(3) not null, version integer not null,
  constraint draft_pk primary key (read_id)
);
create table sla_clock (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, read_id uuid not null,
  service_level_id uuid, name text not null, started_at timestamptz(3) not null,
  target_minutes double precision not null, due_at timestamptz(3) not null, warn_at timestamptz(3) not null,
  stopped_at timestamptz(3), voided_at timestamptz(3), warned_at timestamptz(3), breached_at timestamptz(3),
  version integer not null,
  constraint sla_clock_pk primary key (health_system_id, id)
);
create index sla_clock_study on sla_clock (study_id);
create index sla_clock_due on sla_clock (due_at);
create index sla_clock_to_warn on sla_clock (warn_at) where stopped_at is null and voided_at is null and warned_at is null;
create index sla_clock_to_breach on sla_clock (due_at) where stopped_at is null and voided_at is null and breached_at is null;

create table policy (
  id uuid not null, scope text not null, health_system_id uuid, facility_id uuid, name text not null,
  constraint policy_pk primary key (id)
);
create unique index policy_scope_unique on policy (scope, health_system_id, facility_id) nulls not distinct;
create table policy_version (
  id uuid not null, policy_id uuid not null, number integer not null, state text not null, document jsonb not null,
  created_at timestamptz(3) not null, activated_at timestamptz(3), retired_at timestamptz(3), version integer not null,
  constraint policy_version_pk primary key (id)
);
create unique index policy_version_number on policy_version (policy_id, number);
-- Of one policy one version is in force.
create unique index policy_version_one_active on policy_version (policy_id) where state = 'active';
create table routing_decision (
  health_system_id uuid not null, study_id uuid not null, id uuid not null, at timestamptz(3) not null,
  policy_id uuid, policy_version_id uuid, rule_id text, plan text not null,
  explanation jsonb not null,
  constraint routing_decision_pk primary key (health_system_id, id)
);
create index routing_decision_study on routing_decision (study_id, at);
create table dispatch_decision (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, read_id uuid not null,
  at timestamptz(3) not null, trigger text not null, chosen uuid, candidates jsonb not null, facts jsonb not null,
  constraint dispatch_decision_pk primary key (health_system_id, id)
);
create index dispatch_decision_read on dispatch_decision (read_id, at);
create table intake_exception (
  id uuid not null, health_system_id uuid, facility_id uuid, study_id uuid, door text not null, code text not null,
  reason text not null, facts jsonb not null, at timestamptz(3) not null,
  resolved_at timestamptz(3), resolved_by text, resolution text, version integer not null,
  constraint intake_exception_pk primary key (id)
);
create index intake_exception_at on intake_exception (health_system_id, at);
create table access_log (
  id uuid not null default uuidv7(), at timestamptz(3) not null default clock_timestamp(), principal text not null,
  role text not null, health_system_id uuid, study_id uuid, patient_id uuid, action text not null, address text,
  reason text,
  constraint access_log_pk primary key (id)
);
create index access_log_study on access_log (study_id);

-- Which groups and readers may see a study. Kept by the database itself whenever a read changes, so that no path forgets it.
create table study_access (
  grantee uuid not null, study_id uuid not null, health_system_id uuid not null,
  constraint study_access_pk primary key (grantee, study_id)
);
create index study_access_study on study_access (study_id);

create function read_grantees(state text, ladder jsonb, reading_group_id uuid, reader_id uuid) returns uuid[]
language sql immutable as $$
  select case
    when state = 'cancelled' then '{}'::uuid[]
    when state = 'queued' then coalesce((
      select array_agg(distinct g::uuid) from jsonb_array_elements(ladder) s, jsonb_array_elements_text(s -> 'pool' -> 'readingGroupIds') g
      where s ->> 'openedAt' is not null), '{}'::uuid[])
    else array_remove(array[reading_group_id, reader_id], null)
  end
$$;
create function keep_study_access() returns trigger language plpgsql security definer set search_path = public as $$
declare
  wanted uuid[] := read_grantees(new.state, new.ladder, new.reading_group_id, new.reader_id);
  had uuid[] := '{}';
begin
  if tg_op = 'UPDATE' then
    had := read_grantees(old.state, old.ladder, old.reading_group_id, old.reader_id);
    if had = wanted then return null; end if;
  end if;
  insert into study_access (grantee, study_id, health_system_id)
    select g, new.study_id, new.health_system_id from unnest(wanted) g on conflict do nothing;
  if not had <@ wanted then
    delete from study_access a where a.study_id = new.study_id and a.grantee = any (had) and not a.grantee = any (wanted)
      and not exists (select from read r where r.study_id = new.study_id and r.id <> new.id
        and a.grantee = any (read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id)));
  end if;
  return null;
end $$;
create trigger read_access after insert or update of state, ladder, reading_group_id, reader_id on read
  for each row execute function keep_study_access();

alter table study_access enable row level security;
create policy visible on study_access using ((select overread_sees_studies()) or grantee = any ((select overread_grantees())::uuid[]));
${[
  'study',
  'patient',
  'study_order',
  'image',
  'read',
  'report',
  'draft',
  'sla_clock',
  'routing_decision',
  'dispatch_decision',
]
  .map(
    (table) =>
      `alter table ${table} enable row level security;\ncreate policy visible on ${table} using (${visible(table)});`,
  )
  .join('\n')}
alter table intake_exception enable row level security;
create policy visible on intake_exception using ((select overread_sees_studies()) or health_system_id = any ((select overread_organizations())::uuid[]));
alter table access_log enable row level security;
create policy visible on access_log using ((select overread_sees_studies())) with check (true);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}

/** System, administrators and auditors see all; a hospital its own; groups and readers what study_access grants. */
function visible(table: string): string {
  const study = table === 'study' ? 'id' : 'study_id';
  const granted =
    table === 'patient'
      ? `exists (select from study s join study_access a on a.study_id = s.id
           where s.health_system_id = patient.health_system_id and s.patient_id = patient.id and a.grantee = any ((select overread_grantees())::uuid[]))`
      : `exists (select from study_access a where a.study_id = ${table}.${study} and a.grantee = any ((select overread_grantees())::uuid[]))`;
  return `(select overread_sees_studies()) or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[]))
    or ((select overread_role()) in ('reader', 'group-manager') and ${granted})`;
}
