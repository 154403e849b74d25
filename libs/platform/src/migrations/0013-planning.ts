import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['study', 'study_order', 'image', 'read', 'draft', 'sla_clock', 'routing_decision', 'dispatch_decision'];

const granted = (table: string): string =>
  table === 'patient'
    ? `exists (select from study s join granted_study g on g.study_id = s.id
        where s.health_system_id = patient.health_system_id and s.patient_id = patient.id)`
    : `exists (select from granted_study g where g.study_id = ${table}.${table === 'study' ? 'id' : 'study_id'})`;

/**
 * What the server's statements cost to plan. They keep one plan each, and one made while a table is empty may walk any index
 * that begins with the health system, until the table's statistics are new: autovacuum looks once a minute, a new
 * installation has thousands of rows by then. So the server has tables looked at that have grown fourfold; large ones are
 * autovacuum's.
 * And the visibility policies name the same rows for the same people in half the subqueries. What is written is
 * checked for one thing alone, that the system writes it: every change and every put does.
 */
export class Planning1700000000013 implements MigrationInterface {
  readonly name = 'Planning1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Runs as the owner, because the server owns nothing. Whatever has grown is looked at together: plans are made anew once.
create function overread_fresh_statistics() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  grown record;
  done integer := 0;
begin
  for grown in
    select oid::regclass as name, changed > 250 + 3 * rows as due from (
      select oid, pg_stat_get_mod_since_analyze(oid) as changed, greatest(reltuples, 0) as rows from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and not relispartition) tables
    where rows < 200000 and changed > 100 + rows order by due desc, oid
  loop
    exit when done = 0 and not grown.due;
    execute format('analyze %s', grown.name);
    done := done + 1;
  end loop;
  return done;
end $$;
revoke all on function overread_fresh_statistics() from public;
grant execute on function overread_fresh_statistics() to overread_app;

create function overread_submits_for() returns uuid[] language sql stable as $$
  select case overread_role() when 'hospital' then overread_organizations() else '{}'::uuid[] end $$;
-- The owner's view: it names the asker's own grants and nothing else, so that the policies need not ask study_access's too.
create view granted_study as
  select a.study_id from study_access a where a.grantee = any ((select overread_grantees())::uuid[]);
revoke all on granted_study from overread_app;
grant select on granted_study to overread_app;
${[...TABLES, 'patient']
  .map(
    (table) => `drop policy visible on ${table};
create policy visible on ${table} using ((select overread_sees_studies())
  or health_system_id = any ((select overread_submits_for())::uuid[]) or ${granted(table)})
  with check ((select overread_is_system()));`,
  )
  .join('\n')}
alter policy visible on report with check ((select overread_is_system()));
alter policy visible on study_access with check ((select overread_is_system()));
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}
