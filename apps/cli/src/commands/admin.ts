import { createAdministrator } from '@overread/features';
import { newSecret } from '@overread/platform';
import { Command } from 'commander';
import { withDatabase } from './with-database.js';

const HELP = `
Works on DATABASE_URL, beside a running server or without one. An address that has an account already is refused.

  overread admin create --email ada@example.org --name 'Ada Byrd'
  printf '%s' "$PASSWORD" | overread admin create --email ada@example.org --name 'Ada Byrd' --password-stdin

Exit codes: 0 the administrator is there, 1 not, 2 wrong use.`;

/** `overread admin create`: the first administrator; there is no default password. */
export const adminCommand = (): Command =>
  new Command('admin').description('Administrators').addCommand(
    new Command('create')
      .description('Make an administrator; prints a random password unless one is given on standard input')
      .requiredOption('--email <email>', 'to sign in with')
      .requiredOption('--name <name>', 'as others see it')
      .option('--password-stdin', 'read the password from standard input')
      .option('--json', 'for programs')
      .addHelpText('after', HELP)
      .action(async (options: { email: string; name: string; passwordStdin?: boolean; json?: boolean }) => {
        const given = options.passwordStdin ? await standardInput() : null;
        const password = given ?? newSecret('').secret;
        const { email, name } = options;
        await withDatabase((database) =>
          database.transaction({ kind: 'system', actor: 'command-line' }, (tx) =>
            createAdministrator(tx, { email, name, password }),
          ),
        );
        const told = given === null ? { email, password } : { email };
        console.log(
          options.json
            ? JSON.stringify(told)
            : `Administrator ${email}${given === null ? `, password ${password}` : ''}`,
        );
      }),
  );

async function standardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.replace(/\r?\n$/, '');
}
