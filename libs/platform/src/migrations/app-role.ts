import pg from 'pg';

export const APP_ROLE = 'overread_app';

/** Another database of the cluster may be doing the same to the role at this moment. */
const RACED = new Set(['23505', '42710', 'XX000']);
const ATTEMPTS = 5;

async function again(client: pg.Client, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !RACED.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

/**
 * The role the server works as: owns nothing, is bound by row-level security, and cannot keep a transaction open
 * longer than readers of the log can wait.
 */
export async function ensureAppRole(client: pg.Client, password?: string): Promise<void> {
  const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [APP_ROLE]);
  if (rows.length === 0)
    await again(client, `do $$ begin create role ${APP_ROLE} login; exception when duplicate_object then null; end $$`);
  if (password !== undefined) await again(client, `alter role ${APP_ROLE} password ${pg.escapeLiteral(password)}`);
  const known = await client.query<{ settings: string | null }>(
    `select array_to_string(rolconfig, ',') as settings from pg_roles where rolname = $1`,
    [APP_ROLE],
  );
  const settings = known.rows[0]?.settings ?? '';
  // Statements are few, prepared and found by key; a plan for each call's values costs more than running it.
  if (!settings.includes('plan_cache_mode'))
    await again(client, `alter role ${APP_ROLE} set plan_cache_mode = 'force_generic_plan'`);
  if (settings.includes('idle_in_transaction_session_timeout')) return;
  await again(client, `alter role ${APP_ROLE} set idle_in_transaction_session_timeout = '5s'`);
  const version = await client.query<{ number: number }>(`select current_setting('server_version_num')::int as number`);
  if ((version.rows[0]?.number ?? 0) >= 170_000)
    await again(client, `alter role ${APP_ROLE} set transaction_timeout = '15s'`);
}

/**
 * Anybody else's transaction that is left open in this database holds up the log, and rows: it ends after a minute, unless
 * its role or session says otherwise. Only the database's owner can set this; others are told how.
 */
export async function limitIdleTransactions(client: pg.Client): Promise<void> {
  const known = await client.query(
    `select 1 from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
     where d.datname = current_database() and s.setrole = 0
       and array_to_string(s.setconfig, ',') like '%idle_in_transaction_session_timeout%'`,
  );
  if (known.rows.length > 0) return;
  await again(
    client,
    `do $$ begin
       execute format('alter database %I set idle_in_transaction_session_timeout = ''60s''', current_database());
     exception when insufficient_privilege then
       raise notice 'not the owner of the database: set idle_in_transaction_session_timeout on it';
     end $$`,
  );
}

/** What the role may do in this database, now and with tables of later migrations. */
export async function grantToAppRole(client: pg.Client): Promise<void> {
  await client.query(`
    revoke create on schema public from public;
    grant usage on schema public to ${APP_ROLE};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${APP_ROLE};
    alter default privileges in schema public grant usage, select on sequences to ${APP_ROLE}`);
}

/** The log is append-only, and its partitions are reached only through the parents' row-level security. */
export async function restrictLog(client: pg.Client): Promise<void> {
  await client.query(`
    revoke all on event, event_topic from ${APP_ROLE};
    grant select, insert on event, event_topic to ${APP_ROLE};
    do $$ declare part regclass; begin
      for part in select inhrelid::regclass from pg_inherits where inhparent in ('event'::regclass, 'event_topic'::regclass) loop
        execute format('revoke all on %s from ${APP_ROLE}', part);
      end loop;
    end $$;
    revoke all on migration from ${APP_ROLE};
    grant select on migration to ${APP_ROLE}`);
}
