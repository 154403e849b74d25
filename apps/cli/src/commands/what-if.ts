import { createClient, ProblemError, type NewWhatIf, type WhatIfRun } from '@overread/wire';
import { Command, InvalidArgumentError, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoAccess } from '../running/demo-access.js';
import { numberWithin } from '../running/numbers.js';
import { progressBar } from '../running/progress.js';
import { whatIfText } from '../what-if/what-if-text.js';

interface Options {
  from?: string;
  to?: string;
  policy?: { id: string; version: number };
  dispatch?: string;
  withoutReader: string[];
  withoutContract: string[];
  traffic: number;
  seed: string;
  url?: string;
  email?: string;
  password?: string;
  varDir: string;
  json?: boolean;
}

const DAY_MS = 86_400_000;
const ASK_EVERY_MS = 500;
const HELP = `
Plays a past period again on the server, with something changed, and sets it beside what happened and beside the same
period simulated without the change. Nothing of it touches a study.

An administrator signs in: --email with the password in OVERREAD_PASSWORD, else the one of the demo network in VAR_DIR.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 the simulation broke a hard rule (which it never should).`;

/** `overread what-if`: a past period under another policy, other readers, contracts or traffic. */
export const whatIfCommand = (): Command =>
  new Command('what-if')
    .description('Play a past period again under a draft policy, other readers, contracts or traffic')
    .option('--from <instant>', 'when the period begins (a day ago unless given)', instant)
    .option('--to <instant>', 'when it ends, at most seven days later (now unless given)', instant)
    .option('--policy <id:version>', 'a version of a routing policy, a draft or not', policyVersion)
    .option('--dispatch <name>', 'a dispatch policy, as of dispatch-bench')
    .option('--without-reader <id>', 'a reader who is not there; may be repeated', collected, [])
    .option('--without-contract <id>', 'a contract that does not count; may be repeated', collected, [])
    .option('--traffic <times>', 'so many times the studies', numberWithin({ from: 0.1, to: 3 }), 1)
    .option('--seed <seed>', 'the same seed draws the same', '1')
    .option('--url <url>', 'the server (the one in demo.json unless given)')
    .option('--email <email>', 'who signs in')
    // Others on the machine can read what a command was started with: the environment is the place for it.
    .addOption(new Option('--password <password>').env('OVERREAD_PASSWORD').hideHelp())
    .addOption(new Option('--var-dir <dir>', 'where demo.json is').env('VAR_DIR').default('./var'))
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const run = await played(options);
      console.log(options.json ? JSON.stringify(run) : whatIfText(run));
      if (run.state !== 'done') process.exitCode = 1;
      else if ((run.result?.tried.violations ?? 0) > 0) process.exitCode = 3;
    });

async function played(options: Options): Promise<WhatIfRun> {
  const { url, email, password } = access(options);
  const door = createClient({ baseUrl: url });
  const bar = progressBar('{value} %  {state}', options.json ?? false);
  try {
    const { token } = await door.auth.signIn({ email, password });
    const client = createClient({ baseUrl: url, token: () => token });
    let run = await client.whatIf.ask(question(options));
    bar.start(100);
    while (run.finishedAt === null) {
      bar.update(Math.round(run.progress * 100), { state: run.state });
      await sleep(ASK_EVERY_MS);
      run = await client.whatIf.get(run.id);
    }
    return run;
  } catch (error) {
    if (error instanceof ProblemError) throw new Error(`${url}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    bar.stop();
  }
}

function question({ policy, dispatch, withoutReader, withoutContract, traffic, seed, ...options }: Options) {
  const to = options.to ?? new Date().toISOString();
  const from = options.from ?? new Date(Date.parse(to) - DAY_MS).toISOString();
  const change: NewWhatIf['change'] = {
    withoutReaders: withoutReader,
    withoutContracts: withoutContract,
    shifts: [],
    traffic,
    ...(policy ? { policy } : {}),
    ...(dispatch ? { dispatch } : {}),
  };
  return { from, to, change, seed };
}

function access({ url, email, password, varDir }: Options): { url: string; email: string; password: string } {
  if (email !== undefined) {
    if (!password) throw new Error('The password of --email is missing: set OVERREAD_PASSWORD');
    return { url: url ?? demoAccess(varDir).url, email, password };
  }
  const demo = demoAccess(varDir);
  const administrator = demo.users.find(({ role }) => role === 'administrator');
  if (!administrator) throw new Error(`${varDir}/demo.json has no administrator: say who with --email`);
  return { url: url ?? demo.url, email: administrator.email, password: administrator.password };
}

const collected = (id: string, before: string[]): string[] => [...before, id];

function instant(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('must be an instant, as 2026-11-20T12:00:00Z');
  return new Date(at).toISOString();
}

function policyVersion(text: string): { id: string; version: number } {
  const [id = '', version = ''] = text.split(':');
  if (id !== '' && /^[1-9]\d{0,8}$/.test(version)) return { id, version: Number(version) };
  throw new InvalidArgumentError('must be the id of a policy, a colon and the number of a version');
}
