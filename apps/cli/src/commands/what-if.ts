import { TIERS } from '@overread/domain';
import { createClient, MOST_SYNTHETIC, ProblemError, type NewWhatIf, type WhatIfRun } from '@overread/wire';
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
  withContract: NewWhatIf['change']['contracts'];
  shift: NewWhatIf['change']['shifts'];
  synthetic?: number | true;
  cost: NewWhatIf['costPerWorkUnit'];
  name: string;
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

With --synthetic nobody's past is played: studies are made up by published distributions for the network's own facilities,
routed by its policies and contracts, and read by whoever is rostered; the period may lie ahead.

An administrator signs in: --email with the password in OVERREAD_PASSWORD, else the one of the demo network in VAR_DIR.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 the simulation broke a hard rule (which it never should).`;

/** `overread what-if`: a past period under another policy, other readers, contracts or traffic. */
export const whatIfCommand = (): Command =>
  new Command('what-if')
    .description('Play a past period again under a draft policy, other readers, contracts or traffic')
    .option('--from <instant>', 'when the period begins (a day ago unless given; now for --synthetic)', instant)
    .option('--to <instant>', 'when it ends, at most seven days later (a day later unless given)', instant)
    .option('--policy <id:version>', 'a version of a routing policy, a draft or not', policyVersion)
    .option('--dispatch <name>', 'a dispatch policy, as of dispatch-bench')
    .option('--without-reader <id>', 'a reader who is not there; may be repeated', collected, [])
    .option('--without-contract <id>', 'a contract that does not count; may be repeated', collected, [])
    .option('--with-contract <system,group>', 'health system and group with a contract in addition', contracts, [])
    .option('--shift <reader,group,from,to>', 'somebody who reads in addition; may be repeated', shifts, [])
    .option('--synthetic [studies]', 'made-up studies, so many on an average weekday (the published volume)', studies)
    .option('--cost <tier=rate,...>', 'what a work unit costs by tier, as in onshore=38,offshore=27', rates, {})
    .option('--name <name>', 'how the run is called', '')
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

function question(options: Options): Parameters<ReturnType<typeof createClient>['whatIf']['ask']>[0] {
  const { policy, dispatch, withoutReader, withoutContract, traffic, shift, synthetic, cost, name, seed } = options;
  const change: NewWhatIf['change'] = {
    withoutReaders: withoutReader,
    withoutContracts: withoutContract,
    contracts: options.withContract,
    shifts: shift,
    traffic,
    ...(policy ? { policy } : {}),
    ...(dispatch ? { dispatch } : {}),
  };
  const made = synthetic === undefined ? {} : { synthetic: synthetic === true ? {} : { studiesADay: synthetic } };
  return { ...period(options), name, change, costPerWorkUnit: cost, seed, ...made };
}

/** A day: the last one, or of what is made up the next one. */
function period({ from, to, synthetic }: Options): { from: string; to: string } {
  const apart = (text: string, ms: number): string => new Date(Date.parse(text) + ms).toISOString();
  const now = new Date().toISOString();
  if (from !== undefined) return { from, to: to ?? apart(from, DAY_MS) };
  if (to !== undefined) return { from: apart(to, -DAY_MS), to };
  return synthetic === undefined ? { from: apart(now, -DAY_MS), to: now } : { from: now, to: apart(now, DAY_MS) };
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

const studies = numberWithin({ from: 1, to: MOST_SYNTHETIC, whole: true });

function shifts(text: string, before: Options['shift']): Options['shift'] {
  const [readerId = '', readingGroupId = '', from = '', to = ''] = text.split(',');
  if (readerId === '' || readingGroupId === '' || from === '' || to === '') {
    throw new InvalidArgumentError('must be a reader, a group, when it begins and when it ends, set apart by commas');
  }
  return [...before, { readerId, readingGroupId, startsAt: instant(from), endsAt: instant(to) }];
}

function contracts(text: string, before: Options['withContract']): Options['withContract'] {
  const [healthSystemId = '', readingGroupId = ''] = text.split(',');
  if (healthSystemId === '' || readingGroupId === '') {
    throw new InvalidArgumentError('must be a health system and a reading group, set apart by a comma');
  }
  const everything = { facilityIds: [], modalityFamilies: [], priorities: [], issues: [] };
  return [...before, { healthSystemId, readingGroupId, ...everything }];
}

function rates(text: string): Options['cost'] {
  const pairs = text.split(',').map((pair) => pair.split('='));
  for (const [tier, rate] of pairs) {
    const known = TIERS.some((each) => each === tier);
    if (!known || rate === undefined || rate.trim() === '' || !(Number(rate) >= 0)) {
      throw new InvalidArgumentError(`must be rates by tier (${TIERS.join(', ')}), as in onshore=38,offshore=27`);
    }
  }
  return Object.fromEntries(pairs.map(([tier, rate]) => [tier, Number(rate)]));
}

function policyVersion(text: string): { id: string; version: number } {
  const [id = '', version = ''] = text.split(':');
  if (id !== '' && /^[1-9]\d{0,8}$/.test(version)) return { id, version: Number(version) };
  throw new InvalidArgumentError('must be the id of a policy, a colon and the number of a version');
}
