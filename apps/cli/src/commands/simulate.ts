import { ProblemError } from '@overread/wire';
import { Command, Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { demoAccess } from '../running/demo-access.js';
import { numberWithin } from '../running/numbers.js';
import { progressBar } from '../running/progress.js';
import { isLoopback } from '../simulate/loopback.js';
import { simulate } from '../simulate/simulation.js';
import { summaryText } from '../simulate/summary-text.js';
import type { Summary, Tally } from '../simulate/tally.js';

interface Options {
  rate?: number;
  readers: number;
  seed?: string;
  minutes: number;
  speed: number;
  url?: string;
  varDir: string;
  allowRemote?: boolean;
  json?: boolean;
}

const HELP = `
Studies come as in a published hospital day, from the local hour of each facility on, --speed times as fast; reading
times shrink alike. The server's own clock is not moved: deadlines and turnarounds are in its real minutes.
--speed 144 makes a day of ten minutes. Ctrl-C ends it early: readers sign off, what they held goes back to the queue.

Exit codes: 0 done, 1 nothing could be submitted or nobody could sign on, 2 wrong use.`;

/** `overread simulate`: studies and readers against a running server, to watch. */
export const simulateCommand = (): Command =>
  new Command('simulate')
    .description('Send studies to a running server and have readers read them, as in a hospital day')
    .option('--minutes <minutes>', 'how long it runs', numberWithin({ from: 0.05, to: 1440 }), 10)
    .option('--speed <times>', 'minutes of the simulated day in a minute', numberWithin({ from: 0.1, to: 1000 }), 20)
    .option('--rate <studies>', 'studies a minute, instead of the day’s own', numberWithin({ from: 0.01, to: 6000 }))
    .option('--readers <readers>', 'how many sign on', numberWithin({ from: 0, to: 1000, whole: true }), 24)
    .option('--seed <seed>', 'the same seed makes the same studies; random unless given')
    .option('--url <url>', 'the server (the one in demo.json unless given)')
    .addOption(new Option('--var-dir <dir>', 'where demo.json is').env('VAR_DIR').default('./var'))
    .option('--allow-remote', 'let the server be another machine: it will hold invented patients afterwards')
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const summary = await run(options);
      console.log(options.json ? JSON.stringify(summary) : summaryText(summary));
      const idle = summary.submitted === 0 && Object.keys(summary.errors).length > 0;
      if (idle || (options.readers > 0 && summary.readers === 0 && !summary.stoppedEarly)) process.exitCode = 1;
    });

async function run(options: Options): Promise<Summary> {
  const access = demoAccess(options.varDir);
  const url = addressOf(options.url ?? access.url, options.allowRemote ?? false);
  const { minutes, speed, rate = null, readers, seed = randomBytes(4).toString('hex') } = options;
  const startsAt = new Date();
  const run = startsAt.getTime().toString(36).toUpperCase();
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  // Started by the server, it ends with it.
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop);
  const bar = watched(minutes, options.json ?? false);
  const { signal } = stopping;
  try {
    const about = { url, access, seed, run, startsAt, minutes, speed, rate, readers, signal };
    return await simulate({ ...about, onTally: bar.watch });
  } catch (error) {
    if (error instanceof ProblemError) throw new Error(`${url}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    bar.stop();
    process.off('SIGINT', stop).off('SIGTERM', stop).off('disconnect', stop);
  }
}

/** The origin to send to; another machine's only when that was said. */
function addressOf(text: string, allowRemote: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`${text} is not an http address`);
  if (allowRemote || isLoopback(url)) return url.origin;
  throw new Error(`${url.host} is another machine: say --allow-remote to fill it with invented studies`);
}

function watched(minutes: number, quiet: boolean) {
  const bar = progressBar('{value}/{total} s  {submitted} submitted, {signed} signed', quiet);
  let timer: NodeJS.Timeout | undefined;
  return {
    watch: (tally: Tally) => {
      const beganAt = performance.now();
      const total = Math.round(minutes * 60);
      const tell = () => {
        const elapsed = Math.min(total, Math.round((performance.now() - beganAt) / 1000));
        bar.update(elapsed, { submitted: tally.studies.size, signed: tally.signed });
      };
      bar.start(total);
      tell();
      timer = setInterval(tell, 500);
    },
    stop: () => {
      if (timer === undefined) return;
      clearInterval(timer);
      bar.stop();
    },
  };
}
