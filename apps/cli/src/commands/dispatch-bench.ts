import {
  generateInstance,
  POLICIES,
  POLICY_NAMES,
  SCENARIO_NAMES,
  SIZE_NAMES,
  type DispatchInstance,
  type PolicyName,
  type ScenarioName,
  type SizeName,
} from '@overread/domain';
import { Command, Option } from 'commander';
import { readInstance, writeInstance } from '../dispatch-bench/instance-file.js';
import { instanceJsonSchema } from '../dispatch-bench/instance-schema.js';
import { nameList } from '../dispatch-bench/name-list.js';
import { numberList } from '../dispatch-bench/number-list.js';
import { runBench, type BenchResult } from '../dispatch-bench/run-bench.js';
import { summaryTable } from '../dispatch-bench/summary-table.js';
import { numberWithin } from '../running/numbers.js';
import { progressBar } from '../running/progress.js';

interface Options {
  scenario: ScenarioName;
  size: SizeName;
  seeds: number[];
  policy: PolicyName[];
  instance?: string;
  writeInstance?: string;
  printSchema?: boolean;
  blind?: boolean;
  ownPicks?: number;
  json?: boolean;
}

const listed = POLICY_NAMES.map((name) => `  ${name.padEnd(26)}${POLICIES[name].about}`).join('\n');
const HELP = `
Plays the same days under each policy, in one process and without a database: a synthetic network of S 40, M 150 or L 500
readers, or an instance that you wrote. Two days and a half, the second one is measured; the same seed makes the same day
for every policy. Weighted breaches and the ratio to priority-pull (paired by seed, geometric mean) lead; priority-pull
always runs. Below them stands what no policy can reach, by a bound that knows the day in advance (not for size L).
docs/dispatch-benchmark.md tells what the figures mean.

Policies:
${listed}

Exit codes: 0 done, 1 failed or a hard rule was broken, 2 wrong use.`;

/** `overread dispatch-bench`: dispatch policies against each other on simulated days. */
export const dispatchBenchCommand = (): Command =>
  new Command('dispatch-bench')
    .description('Compare dispatch policies on simulated days, without a database')
    .addOption(new Option('--scenario <scenario>', 'which kind of day').choices(SCENARIO_NAMES).default('busy'))
    .addOption(new Option('--size <size>', 'how large a network').choices(SIZE_NAMES).default('M'))
    .option('--seeds <seeds>', 'one day for each, as in 1-10 or 1,3,5', numberList, [1])
    .option('--policy <policies>', 'by name, set apart by commas', nameList(POLICY_NAMES), ['default'])
    .option('--instance <file>', 'a day that you wrote, instead of scenario, size and seeds')
    .option('--write-instance <file>', 'write the first day of the seeds as such a file, and run nothing')
    .option('--print-schema', 'print the JSON Schema of such files, and run nothing')
    .option('--blind', 'policies know what kinds of study take, and nothing of readers')
    .option('--own-picks <share>', 'share of picks that readers make for themselves', numberWithin({ from: 0, to: 1 }))
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      if (options.printSchema) {
        console.log(JSON.stringify(instanceJsonSchema(), null, 2));
        return;
      }
      if (options.writeInstance !== undefined) return writeInstance(options.writeInstance, generated(options));
      const result = await run(options);
      console.log(options.json ? JSON.stringify(answer(options, result)) : summaryTable(result));
      if (result.policies.some(({ violations }) => violations > 0)) process.exitCode = 1;
    });

const generated = ({ scenario, size, seeds }: Options, seed = seeds[0] ?? 1): DispatchInstance =>
  generateInstance({ scenario, size, seed });

async function run(options: Options): Promise<BenchResult> {
  const { instance: file, seeds, policy: policies, blind = false, ownPicks = 0, json = false } = options;
  const written = file === undefined ? null : await readInstance(file);
  const instances = written ? [{ instance: written, seed: '1' }] : daysOf(options);
  const bar = progressBar('{value}/{total}  {policy} on {instance}', json);
  const runs = (written ? 1 : seeds.length) * new Set([...policies, 'priority-pull']).size;
  let done = 0;
  bar.start(runs);
  try {
    const onRun = (policy: string, instance: string) => bar.update(done++, { policy, instance });
    return runBench({ instances, policies, track: { blind, ownPicks }, onRun });
  } finally {
    bar.stop();
  }
}

function* daysOf(options: Options) {
  for (const seed of options.seeds) yield { instance: generated(options, seed), seed: String(seed) };
}

function answer({ scenario, size, seeds, instance, blind = false, ownPicks = 0 }: Options, result: BenchResult) {
  const of = instance === undefined ? { scenario, size, seeds } : { instance };
  return { ...of, track: { blind, ownPicks }, ...result };
}
