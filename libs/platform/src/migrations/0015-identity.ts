import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose a study is, corrected: what was known before, and by whom and why it was changed. */
export class Identity1700000000015 implements MigrationInterface {
  readonly name = 'Identity1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table identity_correction (
  health_system_id uuid not null, id uuid not null,
  kind text not null, reason text not null, note text,
  patient_id uuid not null, former_patient_id uuid not null, former jsonb not null, study_ids uuid[] not null,
  corrected_by text not null, corrected_by_name text not null, at timestamptz(3) not null,
  constraint identity_correction_pk primary key (health_system_id, id)
);
create index identity_correction_patient on identity_correction (health_system_id, patient_id);
-- Identities: the submitter's and the network's to see, never a reader's or a group's.
alter table identity_correction enable row level security;
create policy visible on identity_correction using ((select overread_sees_studies())
  or ((select overread_role()) = 'hospital' and health_system_id = any ((select overread_organizations())::uuid[])));

-- A read that ends takes no grant away that its study has by being read with another: the link and the end of the linked
-- study's own reads are one change.
create or replace function keep_study_access() returns trigger language plpgsql security definer set search_path = public as $$
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
        and a.grantee = any (read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id)))
      and not exists (select from study s join study_access l on l.study_id = s.linked_to and l.grantee = a.grantee
        where s.health_system_id = new.health_system_id and s.id = new.study_id);
  end if;
  return null;
end $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
