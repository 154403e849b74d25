import { Command, Option } from 'commander';
import path from 'node:path';
import { importFolder, type Imported } from '../import/import-folder.js';
import type { StowTarget } from '../import/store-file.js';
import { demoAccess } from '../running/demo-access.js';
import { numberWithin } from '../running/numbers.js';
import { progressBar } from '../running/progress.js';

interface Options {
  url?: string;
  key?: string;
  facility?: string | null;
  parallel: number;
  state?: string;
  varDir: string;
  json?: boolean;
}

const HELP = `
What was stored is noted in a file beside the folder (--state names another): run it again and it goes on where it was.
DICOMDIR and hidden files are left out. A refused file and its reason are also in the server's intake exceptions.

Exit codes: 0 everything is stored, 1 something failed (run it again), 2 wrong use, 3 some files were refused.`;

/** `overread import`: a folder of DICOM files, over STOW-RS. */
export const importCommand = (): Command =>
  new Command('import')
    .description('Send a folder of DICOM files to a running server over STOW-RS')
    .argument('<dir>', 'the folder, with everything below it')
    .option('--url <url>', 'the server (the one in demo.json unless given)')
    .addOption(
      new Option('--key <key>', 'API key of the health system (from demo.json unless given)').env('OVERREAD_API_KEY'),
    )
    .option('--facility <code>', 'the facility that made the images (the key’s default unless given)')
    .option('--parallel <files>', 'files sent at once', numberWithin({ from: 1, to: 64, whole: true }), 4)
    .option('--state <file>', 'notes what was stored (<dir>.import.jsonl unless given)')
    .addOption(new Option('--var-dir <dir>', 'where demo.json is').env('VAR_DIR').default('./var'))
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (dir: string, options: Options) => {
      const imported = await run(path.resolve(dir), options);
      console.log(options.json ? JSON.stringify(imported) : told(imported));
      if (imported.failed.length > 0) process.exitCode = 1;
      else if (imported.refused.length > 0) process.exitCode = 3;
    });

async function run(folder: string, { parallel, json = false, ...options }: Options): Promise<Imported> {
  const target = targetOf(options);
  const bar = progressBar('{value}/{total} files  {refused} refused, {failed} failed', json);
  const done = (so: Imported) => so.stored + so.alreadyThere + so.refused.length + so.failed.length;
  try {
    return await importFolder({
      folder,
      target,
      parallel,
      state: options.state ?? `${folder}.import.jsonl`,
      onStart: (files) => bar.start(files),
      onFile: (so) => bar.update(done(so), { refused: so.refused.length, failed: so.failed.length }),
    });
  } finally {
    bar.stop();
  }
}

function targetOf({ url, key, facility = null, varDir }: Omit<Options, 'parallel'>): StowTarget {
  if (url && key) return { url: originOf(url), key, facility };
  const { url: demoUrl, apiKeys } = demoAccess(varDir);
  const known = apiKeys.find(({ facilities }) => facility === null || facilities.includes(facility));
  if (!key && !known) throw new Error(`no key of ${varDir}/demo.json is for the facility ${facility}`);
  return { url: originOf(url ?? demoUrl), key: key ?? known?.key ?? '', facility };
}

function originOf(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).href.replace(/\/+$/, '');
  throw new Error(`${text} is not an http address`);
}

const LISTED = 20;

function told({ files, stored, alreadyThere, refused, failed }: Imported): string {
  const list = (name: string, each: Imported['refused']) => [
    ...each.slice(0, LISTED).map(({ path: file, reason }) => `  ${name}: ${file}: ${reason}`),
    ...(each.length > LISTED ? [`  and ${each.length - LISTED} more ${name} (all of them with --json)`] : []),
  ];
  const counts = [`${stored} stored`, `${alreadyThere} already there`];
  const rest = [`${refused.length} refused`, `${failed.length} failed`];
  return [
    `${files} files: ${[...counts, ...rest].join(', ')}`,
    ...list('refused', refused),
    ...list('failed', failed),
  ].join('\n');
}
