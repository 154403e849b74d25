// Plans in a worker thread, as the server does: checks each answer, then says how long it took.
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import {
  auction,
  certifiedGap,
  DEFAULT_DISPATCH_PARAMS as dispatch,
  DEFAULT_PLAN_PARAMS,
  planProblem,
  planRound,
} from '../../dist/libs/domain/src/index.js';
import { exactOptimum } from '../support/exact-assignment.mjs';
import { waitingRoom } from '../support/waiting-rooms.mjs';

const { rooms, exact, rounds, slots } = workerData;
const params = { ...DEFAULT_PLAN_PARAMS, slots };

function check(question, plan) {
  const planned = plan.nextUp.flat();
  const works = new Set(planned.map((each) => each.work));
  if (works.size !== planned.length) throw new Error('a work is planned twice');
  for (const { work, reader } of planned)
    if (!question.candidates(work).includes(reader)) throw new Error(`reader ${reader} may not read ${work}`);
  for (const list of plan.nextUp)
    if (new Set(list.map((each) => each.startMinutes)).size !== list.length || list.length > slots)
      throw new Error('a slot is given twice');
  if (!(plan.bound <= plan.cost && plan.gap >= 0)) throw new Error('the gap is not one');
}

/** Rounds of one size, each another waiting room, after a few to warm up. */
function timed(room) {
  const measured = [];
  for (let round = -3; round < rounds; round++) {
    const question = waitingRoom({ ...room, seed: room.seed + round });
    const began = performance.now();
    const spent = process.threadCpuUsage();
    const plan = planRound(question, params, dispatch);
    const cpu = process.threadCpuUsage(spent);
    const ms = performance.now() - began;
    check(question, plan);
    const cpuMs = (cpu.user + cpu.system) / 1000;
    if (round >= 0) measured.push({ ms, cpuMs, gap: plan.gap, ...plan.counts });
  }
  return measured;
}

/** The auction against the optimum of the same arcs. */
async function compared(room) {
  const { problem, rest } = planProblem(waitingRoom(room), params, dispatch);
  const began = performance.now();
  const answer = auction(problem, { epsilon: params.epsilon, maximumBids: params.bidsPerWork * rest.length });
  const { cost, bound, gap } = certifiedGap(problem, answer);
  const ms = performance.now() - began;
  const best = await exactOptimum(problem);
  if (bound > best.cost * (1 + 1e-7) || cost < best.cost * (1 - 1e-7))
    throw new Error(`the optimum ${best.cost} is not between the bound ${bound} and the cost ${cost}`);
  return {
    works: room.works,
    arcs: problem.offsets[rest.length],
    trueGap: cost / best.cost - 1,
    gap,
    ms,
    exactMs: best.ms,
  };
}

const answers = { exact: [], rooms: [] };
for (const room of exact) answers.exact.push(await compared(room));
for (const room of rooms) answers.rooms.push(timed(room));
parentPort.postMessage(answers);
