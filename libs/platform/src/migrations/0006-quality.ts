import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second reads: who was sampled, pairs of reads, gradings, adjudications; and who may see an opinion. */
export class Quality1700000000006 implements MigrationInterface {
  readonly name = 'Quality1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table sampling_decision (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, first_read_id uuid not null,
  second_read_id uuid, policy_id uuid not null, policy_version_id uuid not null, decided_at timestamptz(3) not null,
  sampled boolean not null, basis text, kind text, rule_id text, probability double precision, draw double precision not null,
  constraint sampling_decision_pk primary key (health_system_id, id)
);
-- Each first read is asked about once, whoever signs twice.
create unique index sampling_decision_once on sampling_decision (first_read_id);
create index sampling_decision_study on sampling_decision (study_id);
create table read_pair (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, facility_id uuid not null,
  first_read_id uuid not null, second_read_id uuid not null, first_reader_id uuid not null, second_reader_id uuid not null,
  first_group_id uuid, second_group_id uuid, first_tier text, second_tier text,
  modality_family text not null, priority text not null, patient_class text not null,
  mode text not null, kind text not null, sampling text not null, probability double precision,
  first_conclusion text, second_conclusion text, difference text, compared_at timestamptz(3) not null,
  grade text, graded_at timestamptz(3), grader_id uuid, voided_at timestamptz(3), version integer not null,
  constraint read_pair_pk primary key (health_system_id, id)
);
create unique index read_pair_once on read_pair (first_read_id, second_read_id);
create index read_pair_study on read_pair (study_id);
create index read_pair_second on read_pair (second_read_id);
create index read_pair_compared on read_pair (compared_at);
create table grading (
  health_system_id uuid not null, id uuid not null, pair_id uuid not null, study_id uuid not null,
  first_read_id uuid not null, second_read_id uuid not null, grader_id uuid not null,
  scheme text not null, scheme_version text not null, grade text not null, comment text, findings jsonb not null,
  discordant boolean not null, graded_at timestamptz(3) not null,
  constraint grading_pk primary key (health_system_id, id)
);
-- A grade is given once and never changed.
create unique index grading_once on grading (pair_id);
create index grading_study on grading (study_id);
create table adjudication (
  health_system_id uuid not null, id uuid not null, study_id uuid not null, pair_id uuid not null, read_id uuid not null,
  owner_group_id uuid, requested_at timestamptz(3) not null, due_at timestamptz(3) not null,
  adjudicator_id uuid, outcome text, grade text, comment text, decided_at timestamptz(3), version integer not null,
  constraint adjudication_pk primary key (health_system_id, id)
);
create unique index adjudication_read on adjudication (read_id);
create index adjudication_study on adjudication (study_id);
create index adjudication_open on adjudication (due_at) where decided_at is null;

-- A second read hands in one opinion.
create unique index report_opinion_once on report (read_id) where kind = 'opinion';
-- What a policy asks on behalf of a reader.
create function overread_reader() returns uuid language sql stable as $$
  select nullif(current_setting('overread.reader', true), '')::uuid $$;

alter table sampling_decision enable row level security;
-- Nobody knows of their own reads which were drawn: being watched changes how one reads.
create policy visible on sampling_decision using ((select overread_sees_studies()));
alter table read_pair enable row level security;
-- The first reader hears of a pair once it is graded; the second made it.
create policy visible on read_pair using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[]))
  or ((select overread_role()) = 'group-manager' and (first_group_id = any ((select overread_organizations())::uuid[])
    or second_group_id = any ((select overread_organizations())::uuid[])))
  or ((select overread_role()) = 'reader' and (second_reader_id = (select overread_reader())
    or (first_reader_id = (select overread_reader()) and grade is not null))));
alter table grading enable row level security;
-- Privileged: of a health system nobody. A pair's own policy says which groups and readers.
create policy visible on grading using ((select overread_sees_studies())
  or ((select overread_role()) in ('group-manager', 'reader') and exists (select from read_pair p where p.id = pair_id)));
alter table adjudication enable row level security;
create policy visible on adjudication using ((select overread_sees_studies())
  or ((select overread_role()) in ('group-manager', 'reader') and exists (select from read_pair p where p.id = pair_id))
  or ((select overread_role()) = 'reader' and adjudicator_id = (select overread_reader())));
create index read_pair_id on read_pair (id);

-- Whether the reader is to read this study without knowing what others wrote: a second opinion, an adjudication and what
-- the plan marks independent, until it is handed in.
create function overread_reads_blind(study uuid) returns boolean language sql stable as $$
  select exists (select from read r where r.study_id = study and r.reader_id = (select overread_reader())
    and r.state in ('assigned', 'in-progress') and (r.independent or r.purpose in ('secondary', 'adjudication'))) $$;
-- As before, and: an opinion is nothing of a health system's; a blinded reader sees no report but their own.
drop policy visible on report;
create policy visible on report using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and kind <> 'opinion' and health_system_id = any ((select overread_organizations())::uuid[]))
  or ((select overread_role()) = 'group-manager'
    and exists (select from study_access a where a.study_id = report.study_id and a.grantee = any ((select overread_grantees())::uuid[]))
    and (kind <> 'opinion' or exists (select from read_pair p where p.second_read_id = report.read_id)))
  or ((select overread_role()) = 'reader'
    and exists (select from study_access a where a.study_id = report.study_id and a.grantee = any ((select overread_grantees())::uuid[]))
    and (author_id = (select overread_reader()) or (not overread_reads_blind(study_id)
      and (kind <> 'opinion' or exists (select from read_pair p where p.second_read_id = report.read_id))))));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
