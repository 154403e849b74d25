// One round of the rolling plan, in a worker thread on one core: building every arc, the auction, its certified gap. The
// gap is checked against the exact optimum on sizes that a library can do, and growth over several sizes.
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { quantile, rounded, spreadOf } from '../support/statistics.mjs';

const DEFAULTS = { works: 5_000, readers: 2_000, slots: 2, candidates: 64, rounds: 20, seed: 100 };
const planner = path.resolve(import.meta.dirname, '../peers/planner.mjs');

const percentiles = (values) =>
  Object.fromEntries([0.5, 0.95, 0.99].map((share) => [`p${100 * share}`, rounded(quantile(values, share))]));
const percent = (share) => rounded(100 * share);

export async function dispatch(options = {}) {
  const { nodeOptions: _, profile: __, ...changed } = options;
  const inputs = { ...DEFAULTS, ...changed };
  const { works, readers, slots, candidates, rounds, seed } = inputs;
  const room = (share) => ({ works: works * share, readers: readers * share, candidates, seed });
  const shares = [0.25, 0.5, 1, 2];
  const small = [
    { works: 60, readers: 20, candidates: 8, seed },
    { works: 250, readers: 100, candidates: 24, seed },
    { works: 500, readers: 200, candidates: 32, seed },
  ];
  const worker = new Worker(planner, { workerData: { rooms: shares.map(room), exact: small, rounds, slots } });
  const [answers] = await once(worker, 'message');
  const asked = answers.rooms[shares.indexOf(1)];
  const gaps = asked.map((each) => each.gap);
  const times = asked.map((each) => each.cpuMs);
  const perArc = answers.rooms.map((list) => spreadOf(list.map((each) => (1e6 * each.cpuMs) / each.arcs)).median);
  return {
    // Of its own thread: what the round takes of one core, whoever else wants it.
    processorMs: percentiles(times),
    wallClockMs: percentiles(asked.map((each) => each.ms)),
    msTarget: '<= 100 on one core, arcs built',
    certifiedGapPercent: percent(Math.max(...gaps)),
    gapTarget: '<= 0.5, the largest of all rounds',
    exact: answers.exact.map((each) => ({
      ...each,
      trueGap: `${percent(each.trueGap)} %`,
      gap: `${percent(each.gap)} %`,
    })),
    nanosecondsPerArc: Object.fromEntries(
      shares.map((share, at) => [`${works * share} works ${answers.rooms[at][0].arcs} arcs`, rounded(perArc[at])]),
    ),
    round: { arcs: asked[0].arcs, planned: asked[0].planned, bids: asked[0].bids },
    spread: { processorMs: spreadOf(times), gap: spreadOf(gaps) },
    inputs,
  };
}
