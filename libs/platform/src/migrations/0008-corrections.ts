import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Studies that wait, are read together or turned out to be one; patients that turned out to be one. */
export class Corrections1700000000008 implements MigrationInterface {
  readonly name = 'Corrections1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table study add column pauses jsonb not null default '[]', add column linked_to uuid, add column merged_into uuid;
alter table patient add column merged_into uuid;
create index study_linked on study (linked_to) where linked_to is not null;
create index study_held on study (id) where hold is not null;
create index patient_merged on patient (merged_into) where merged_into is not null;

-- Who may see a study may see those that are read with it: they have no reads of their own to be seen by.
create function keep_linked_access() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'INSERT' then
    insert into study_access (grantee, study_id, health_system_id)
      select new.grantee, s.id, s.health_system_id from study s where s.linked_to = new.study_id on conflict do nothing;
  else
    delete from study_access a using study s
      where s.linked_to = old.study_id and a.study_id = s.id and a.grantee = old.grantee;
  end if;
  return null;
end $$;
create trigger linked_access after insert or delete on study_access
  for each row execute function keep_linked_access();

create function keep_access_of_linked() returns trigger language plpgsql security definer set search_path = public as $$
begin
  delete from study_access a where a.study_id = new.id
    and not exists (select from read r where r.study_id = new.id
      and a.grantee = any (read_grantees(r.state, r.ladder, r.reading_group_id, r.reader_id)));
  insert into study_access (grantee, study_id, health_system_id)
    select a.grantee, new.id, new.health_system_id from study_access a where a.study_id = new.linked_to on conflict do nothing;
  return null;
end $$;
create trigger access_of_linked after update of linked_to on study
  for each row when (old.linked_to is distinct from new.linked_to) execute function keep_access_of_linked();
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
