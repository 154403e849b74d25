import { loadMigrationConfig, runMigrations } from '@overread/platform';
import { Command } from 'commander';

const HELP = `
Creates the schema, the server's role overread_app and its grants, or brings them up to date; from several places at once,
and again, without harm. APP_DATABASE_PASSWORD, where it is set, becomes the role's password.

Exit codes: 0 the database is up to date, 1 it is not, 2 wrong use.`;

/** `overread migrate`: brings the database to this version. */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database up to date (MIGRATION_DATABASE_URL, else DATABASE_URL, names its owner)')
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async ({ json }: { json?: boolean }) => {
      const { ownerUrl, appPassword } = loadMigrationConfig();
      const onMigration = (name: string) => {
        if (!json && process.stderr.isTTY) process.stderr.write(`  ${name} ...\n`);
      };
      const ran = await runMigrations({ ownerUrl, onMigration, ...(appPassword ? { appPassword } : {}) });
      if (json) console.log(JSON.stringify({ ran }));
      else if (ran.length > 0) console.log(`Database: ${ran.length} migration${ran.length === 1 ? '' : 's'} run`);
    });
