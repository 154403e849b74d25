import type { Config, Database } from '@overread/platform';
import { newSecret } from '@overread/platform';
import { Command } from 'commander';
import { readDemoFile, writeDemoFile, type DemoFile } from '../demo/demo-file.js';
import { exampleStudy } from '../demo/example-study.js';
import { demoNetwork, loadDemo } from '../demo/load-demo.js';
import { withDatabase } from './with-database.js';

const SCOPE = { kind: 'system', actor: 'demo' } as const;

const HELP = `
Three countries, onshore, nearshore and offshore groups, readers with licences and rosters, contracts and policies. Loaded
once, whole or not at all; afterwards it only says again what is there. The sign-ins are kept in demo.json of VAR_DIR.

Exit codes: 0 the network is there, 1 not (such as a database that is in use already), 2 wrong use.`;

/** `overread demo`: the demo network, once per database; its sign-ins are kept in `demo.json`. */
export const demoCommand = (): Command =>
  new Command('demo')
    .description('Load the demo network into an empty database (evaluation mode), and say how to use it')
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(({ json }: { json?: boolean }) =>
      withDatabase(async (database, config) => {
        const file = await demoOf(database, config);
        console.log(json ? JSON.stringify(file) : howTo(file));
      }),
    );

async function demoOf(database: Database, config: Config): Promise<DemoFile> {
  const known = readDemoFile(config.varDir);
  const loaded = await isLoaded(database);
  if (loaded && !known) throw new Error(`The database is in use already and ${config.varDir}/demo.json is not there`);
  if (loaded && known) {
    // Doors are listed by the server once they listen, on whatever ports this start gives them.
    const { dicom: _dicom, hl7: _hl7, ...rest } = known as DemoFile & { dicom?: unknown; hl7?: unknown };
    const file = { ...rest, url: config.publicUrl };
    writeDemoFile(config.varDir, file);
    return file;
  }
  const password = newSecret('demo-').secret;
  const network = await demoNetwork(await database.transaction(SCOPE, (tx) => tx.now()), password);
  return database.transaction(SCOPE, async (tx) => {
    const facts = await loadDemo(tx, network);
    const reader = facts.users.find((user) => user.role === 'reader' && user.country === 'US')?.email ?? '';
    const file: DemoFile = { url: config.publicUrl, ...facts, example: { study: exampleStudy(), reader } };
    // Before the commit: a network whose sign-ins nobody knows would be worse than a file without its network.
    writeDemoFile(config.varDir, file);
    return file;
  });
}

async function isLoaded(database: Database): Promise<boolean> {
  return database.transaction(SCOPE, async (tx) => {
    const [row] = await tx.read<{ found: boolean }>('select exists (select from health_system) as found');
    return row?.found ?? false;
  });
}

function howTo({ url, users, apiKeys, example }: DemoFile): string {
  const first = (role: string) => users.find((user) => user.role === role);
  const [key] = apiKeys;
  const rows = ['administrator', 'group-manager', 'reader', 'hospital', 'auditor'].flatMap((role) => {
    const user = first(role);
    return user ? [`  ${role.padEnd(14)} ${user.email.padEnd(36)} ${user.password}`] : [];
  });
  const study = JSON.stringify({ ...example.study, accessionNumber: 'TRY-1' });
  return [
    '',
    `Console   ${url}/`,
    `API       ${url}/api/docs`,
    'Sign-ins (all of them are in demo.json):',
    ...rows,
    'Submit a study:',
    `  curl -s ${url}/api/v1/studies -H 'Authorization: Bearer ${key?.key ?? ''}' -H 'Content-Type: application/json' -d '${study}'`,
    'Watch a day of studies and readers:  npx overread simulate --minutes 10 --speed 144',
    '  (or sign in as the administrator and start a demo day in the console)',
    '',
  ].join('\n');
}
