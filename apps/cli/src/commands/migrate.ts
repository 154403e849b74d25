import { loadMigrationConfig, runMigrations } from '@overread/platform';
import { Command } from 'commander';

/** `overread migrate`: brings the database to this version. */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the database up to date (MIGRATION_DATABASE_URL, else DATABASE_URL, names its owner)')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }) => {
      const { ownerUrl, appPassword } = loadMigrationConfig();
      const ran = await runMigrations({ ownerUrl, ...(appPassword ? { appPassword } : {}) });
      if (json) console.log(JSON.stringify({ ran }));
      else if (ran.length > 0) console.log(`Database: ${ran.length} migration${ran.length === 1 ? '' : 's'} run`);
    });
