import type pg from 'pg';

interface RoleFacts {
  name: string;
  superuser: boolean;
  bypass: boolean;
  owns: number;
}

/** The server's role must be bound by row-level security: refuses to start otherwise. */
export async function refusePowerfulRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<RoleFacts>(
    `select rolname as name, rolsuper as superuser, rolbypassrls as bypass,
       (select count(*) from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v', 'm')) as owns
     from pg_roles where rolname = current_user`,
  );
  const [role] = rows;
  if (!role) throw new Error('the database does not say who the server is');
  const reasons = [
    role.superuser && 'is a superuser',
    role.bypass && 'bypasses row-level security',
    role.owns > 0 && `owns ${role.owns} tables`,
  ].filter(Boolean);
  if (reasons.length > 0)
    throw new Error(
      `DATABASE_URL signs in as ${role.name}, which ${reasons.join(' and ')}. The server must work as a role that ` +
        `row-level security binds: put the owner's address into MIGRATION_DATABASE_URL, run "overread migrate", and ` +
        `give DATABASE_URL the role overread_app that it creates.`,
    );
}
