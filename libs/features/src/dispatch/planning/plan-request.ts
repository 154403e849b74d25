import {
  freeInMinutes,
  inOpenPool,
  isOpinion,
  isPressing,
  minutesBetween,
  plusMinutes,
  scarcityOf,
  TIERS,
  workPriority,
  type Exam,
  type Instant,
  type ReaderFacts,
  type ReadingTimeModel,
} from '@overread/domain';
import type { Candidates } from '../offering/candidates.js';
import { OverflowGate } from '../offering/overflow-gate.js';
import type { HeldRead } from '../offering/held.queries.js';
import type { Waiting } from '../waiting.queries.js';
import type { InForce } from '../parameters/parameters-in-force.js';
import type { PlanRequest } from './plan-message.js';

/** Who is there and what waits, as a plan looks at it. */
export interface PlanScene {
  waiting: readonly Waiting[];
  readers: readonly ReaderFacts[];
  heldBy: ReadonlyMap<ReaderFacts['reader']['id'], readonly HeldRead[]>;
  candidates: Candidates;
  parameters: Pick<InForce, 'dispatch' | 'plan'>;
  now: Instant;
}

/** The scene as the planning thread is asked about it. `model` is null where the thread has it already. */
export function planRequest(scene: PlanScene, tick: number, model: ReadingTimeModel | null): PlanRequest {
  const { waiting, readers, heldBy, now } = scene;
  const { dispatch, plan: params } = scene.parameters;
  const standing = scene.candidates.standing();
  const exams = new Numbered<Exam>();
  const lists = candidateLists(scene);
  const works: PlanRequest['works'] = {
    weight: new Float64Array(waiting.length),
    slackMinutes: new Float64Array(waiting.length),
    waitedMinutes: new Float64Array(waiting.length),
    maximumWaitMinutes: new Float64Array(waiting.length),
    expectedMinutes: new Float64Array(waiting.length),
    critical: new Uint8Array(waiting.length),
    fairTerm: new Float64Array(waiting.length),
    candidates: lists.of,
    exam: new Int32Array(waiting.length),
  };
  waiting.forEach((each, index) => {
    const { study, read } = each;
    const priority = workPriority(read, study);
    const cap = dispatch.maximumWaitMinutes[priority];
    works.weight[index] = dispatch.weights[priority];
    works.slackMinutes[index] = minutesBetween(now, read.dueAt ?? plusMinutes(read.queuedAt, cap));
    works.waitedMinutes[index] = minutesBetween(read.queuedAt, now);
    // The maximum wait is promised to patients: for a second opinion nobody waits.
    works.maximumWaitMinutes[index] = isOpinion(read) ? Infinity : cap;
    works.expectedMinutes[index] = read.expectedMinutes;
    works.critical[index] = priority === 'critical' ? 1 : 0;
    works.exam[index] = exams.numberOf(scene.candidates.kindOf(each).exam);
    works.fairTerm[index] = isPressing({ priority }) ? 0 : (standing.fairTerms.get(read.healthSystemId) ?? 0);
  });
  const busy = readers.map(({ reader }) => freeInMinutes(heldBy.get(reader.id) ?? [], now));
  return {
    tick,
    works,
    readers: {
      id: readers.map(({ reader }) => reader.id),
      freeInMinutes: Float64Array.from(busy),
      scarcityShare: Float64Array.from(readers, scarcityOf),
      surplusMinutes: Float64Array.from(readers, ({ reader }) => standing.surplus.get(reader.id) ?? 0),
    },
    candidates: lists.lists,
    tiers: lists.tiers,
    exams: exams.values,
    model,
    params,
    dispatch,
  };
}

/** Who may take each, found once for all that find the same readers. */
function candidateLists({ waiting, readers, candidates, parameters, now }: PlanScene): {
  of: Int32Array;
  lists: Int32Array[];
  tiers: Uint8Array[];
} {
  const place = new Map(readers.map(({ reader }, index) => [reader.id, index]));
  const known = new Map<number, number>();
  const lists: Int32Array[] = [];
  const tiers: Uint8Array[] = [];
  const gate = new OverflowGate(() => waiting, candidates, { now, params: parameters.dispatch });
  const of = new Int32Array(waiting.length);
  waiting.forEach((each, index) => {
    const name = candidates.kindOf(each).place;
    const list = name === null ? undefined : known.get(name);
    if (list !== undefined) {
      of[index] = list;
      return;
    }
    const may = gate
      .through(each, candidates.of(each, readers, now), readers)
      .filter((one) => inOpenPool(each.read, one) && !each.read.declinedBy.includes(one.readerId));
    of[index] = lists.length;
    if (name !== null) known.set(name, lists.length);
    lists.push(Int32Array.from(may, ({ readerId }) => place.get(readerId) ?? 0));
    tiers.push(Uint8Array.from(may, ({ tier }) => TIERS.indexOf(tier)));
  });
  return { of, lists, tiers };
}

/** Each different value once. */
class Numbered<Value> {
  readonly values: Value[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
