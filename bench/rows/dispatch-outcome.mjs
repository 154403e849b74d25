// The four scenarios of dispatch, on seeds that nothing was tuned by: the product's own policy against priority pull and the
// reference that knows every reading time. No server and no database. `--set size=1` is S, 2 is M, 3 is L.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

const DEFAULTS = { size: 2, from: 11, to: 20 };
const SIZES = ['S', 'M', 'L'];
/** Ratio to priority pull, and plain breaches in percent. */
const BARS = { busy: [0.45, 0.8], scarce: [0.6, 1.1], overload: [0.5, 4.7], outage: [0.65, 0.6] };
const main = path.resolve(import.meta.dirname, '../../dist/apps/cli/src/main.js');
const POLICIES =
  'default,priority-pull,fifo,cherry-pick,static-push,edf,least-slack,atc,rolling-plan-known-times,default-known-times';

export async function dispatchOutcome(options = {}) {
  const { nodeOptions = [], profile: _, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const args = [
    '--size',
    SIZES[inputs.size - 1],
    '--seeds',
    `${inputs.from}-${inputs.to}`,
    '--policy',
    POLICIES,
    '--json',
  ];
  const answer = {};
  for (const [scenario, bars] of Object.entries(BARS)) {
    const command = [...nodeOptions, main, 'dispatch-bench', '--scenario', scenario, ...args];
    answer[scenario] = outcomeOf(JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })), bars);
  }
  return { ...answer, inputs };
}

function outcomeOf({ policies, bound }, [ratioBar, breachBar]) {
  const own = policies.find((each) => each.policy === 'default');
  const known = policies.find((each) => each.policy === 'rolling-plan-known-times');
  if (own.violations > 0) throw new Error(`${own.violations} starts broke a hard rule`);
  return {
    ratioToPriorityPull: own.ratioToPriorityPull,
    interval: (own.ratioInterval ?? []).map((each) => each.toFixed(2)).join('-'),
    ratioOfKnownTimes: known.ratioToPriorityPull,
    weighted: own.weightedBreachesPerThousand,
    bound: bound?.weightedBreachesPerThousand ?? null,
    others: policies.map((each) => `${each.policy} ${each.ratioToPriorityPull.toFixed(2)}`).join(', '),
    target: `ratio <= ${ratioBar} or <= 1.2 x known times; breaches <= ${breachBar} %`,
    breachPercent: own.breachPercent,
    passedOver: own.passedOver,
    pastMaximumWait: own.pastMaximumWait,
    violations: own.violations,
    decisionP99Ms: own.decisionP99Ms,
  };
}
