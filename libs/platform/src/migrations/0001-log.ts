import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log and what keeps it: events with their topics, followers' cursors, leases, answers to repeated requests. */
export class Log1700000000001 implements MigrationInterface {
  readonly name = 'Log1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- After a commit a setting is '', not null: every policy asks through these.
create function overread_setting(name text) returns text language sql stable as $$
  select nullif(current_setting('overread.' || name, true), '') $$;
create function overread_is_system() returns boolean language sql stable as $$
  select coalesce(nullif(current_setting('overread.role', true), '') = 'system', false) $$;
-- The database's clock. Volatile: read when it is reached, not when the statement began.
create function overread_now() returns timestamptz language sql volatile as $$
  select clock_timestamp()::timestamptz(3) $$;

create sequence event_position cache 1;
-- A position is taken by a transaction that has its id: whoever waits for all older ids to end then knows that no
-- position below the ones it saw is still to come.
create function overread_next_position() returns bigint language sql volatile as $$
  select case when pg_current_xact_id() is not null then nextval('event_position') end $$;

create table event (
  position bigint not null default overread_next_position(), at timestamptz(3) not null,
  type text not null, actor text, health_system_id uuid, study_id uuid, read_id uuid,
  reading_group_ids uuid[] not null default '{}', reader_ids uuid[] not null default '{}',
  version integer not null, data jsonb not null,
  constraint event_pk primary key (position)
) partition by range (position);
create index event_study on event (study_id, position) where study_id is not null;
create table event_default partition of event default;

create table event_topic (
  topic text not null, position bigint not null,
  constraint event_topic_pk primary key (topic, position)
) partition by range (position);
create table event_topic_default partition of event_topic default;

alter table event enable row level security;
alter table event_topic enable row level security;
-- What topicsOf says of an event, asked of a role: the network, its health systems, its groups, its own list.
create policy event_visible on event for all using (
  (select overread_is_system())
  or (select overread_setting('role')) in ('administrator', 'auditor')
  or ((select overread_setting('role')) = 'hospital'
      and health_system_id = any ((select string_to_array(overread_setting('organizations'), ',')::uuid[])::uuid[]))
  or ((select overread_setting('role')) = 'group-manager'
      and reading_group_ids && (select string_to_array(overread_setting('organizations'), ',')::uuid[]))
  or ((select overread_setting('role')) = 'reader'
      and (select overread_setting('reader')::uuid) = any (reader_ids))
) with check ((select overread_is_system()));
create policy event_topic_visible on event_topic for all using ((select overread_is_system()));

create table log_cursor (
  name text not null, position bigint not null, moved_at timestamptz(3) not null,
  constraint log_cursor_pk primary key (name)
);
create table lease (
  name text not null, holder text not null, epoch bigint not null, expires_at timestamptz(3) not null,
  constraint lease_pk primary key (name)
);

create table idempotency (
  principal_id text not null, key text not null, request_hash text not null,
  status integer, response jsonb, created_at timestamptz(3) not null,
  constraint idempotency_pk primary key (principal_id, key)
);
create index idempotency_created on idempotency (created_at);
alter table idempotency enable row level security;
create policy idempotency_own on idempotency for all using (
  (select overread_is_system()) or principal_id = (select overread_setting('principal')));
`);
    await runner.query(PARTITION_FUNCTION);
    await runner.query('select overread_keep_partitions(2)');
  }

  async down(): Promise<void> {
    throw new Error('the log is never taken back');
  }
}

/**
 * Runs as the owner, because the server owns nothing. A new partition takes over what the default one has caught of
 * its range. Privileges on a partition would go round the parent's row-level security: nobody gets any.
 */
const PARTITION_FUNCTION = `
create function overread_keep_partitions(ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  width constant bigint := 1000000;
  parent text;
  part text;
  number bigint;
  current bigint;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('overread_keep_partitions'));
  select case when is_called then last_value else 0 end / width into current from public.event_position;
  for number in select generate_series(greatest(current - 1, 0), current + ahead) loop
    foreach parent in array array['event', 'event_topic'] loop
      part := parent || '_p' || number;
      continue when to_regclass('public.' || part) is not null;
      execute format('create table public.%I (like public.%I including all)', part, parent);
      execute format('revoke all on public.%I from public', part);
      if exists (select from pg_roles where rolname = 'overread_app') then
        execute format('revoke all on public.%I from overread_app', part);
      end if;
      execute format('lock table public.%I in access exclusive mode', parent || '_default');
      execute format('with moved as (delete from public.%I where position >= %s and position < %s returning *) '
        'insert into public.%I select * from moved', parent || '_default', number * width, (number + 1) * width, part);
      execute format('alter table public.%I attach partition public.%I for values from (%s) to (%s)',
        parent, part, number * width, (number + 1) * width);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;
revoke all on function overread_keep_partitions(integer) from public;
grant execute on function overread_keep_partitions(integer) to overread_app`;
