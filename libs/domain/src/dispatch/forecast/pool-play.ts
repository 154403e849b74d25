import type { Priority } from '../../studies/study.js';
import type { DispatchParams } from '../dispatch-params.js';
import { compareInOrder, placeInOrder, type OrderPlace } from '../place-in-order.js';
import type { ReaderAhead } from './list-schedule.js';

/** Who may take a read from an instant on: steps of its ladder open by time. Minutes from now. */
export interface EligibleFrom {
  fromMinutes: number;
  /** Places in the list of readers. */
  readers: ReadonlySet<number>;
}

/** A read that waits or is expected to come. Minutes from now. */
export interface FutureWork {
  /** 0 for what waits already. */
  arrivesInMinutes: number;
  /** How long it has waited when it arrives. */
  waitedMinutes: number;
  /** Null without a deadline; negative when it has passed. */
  dueInMinutes: number | null;
  expectedMinutes: number;
  priority: Priority;
  opinion: boolean;
  /** In the order of `fromMinutes`. */
  eligible: readonly EligibleFrom[];
}

/** What became of a read in the simulation; null where nobody began it within the horizon. */
export interface FutureRead {
  startsInMinutes: number | null;
  endsInMinutes: number | null;
  /** Ends after its deadline, or is not begun by then; of deadlines within the horizon only. */
  misses: boolean;
}

/** The order of what waits is worked out anew so often, minutes; and closed steps are looked at. */
const ROUND_MINUTES = 5;

interface Queued {
  index: number;
  work: FutureWork;
  place: OrderPlace;
}

/** How the hours are played. */
export interface PoolPlay {
  horizonMinutes: number;
  params: DispatchParams;
}

/**
 * Plays the next `horizonMinutes`: whoever comes free takes the first read in the order of work that they may take, and
 * each takes as long as is expected. Same numbers in, same numbers out: no chance in it, and no promise. Pauses between two
 * instants, so that whoever plays thousands of reads may do something else.
 */
export function* poolPlay(
  works: readonly FutureWork[],
  readers: readonly ReaderAhead[],
  { horizonMinutes, params }: PoolPlay,
): Generator<void, FutureRead[]> {
  const freeIn = readers.map(({ freeInMinutes }) => Math.max(0, freeInMinutes));
  const starts = new Map<number, number>();
  const arrivals = works
    .map((work, index) => ({ work, index }))
    .sort((a, b) => a.work.arrivesInMinutes - b.work.arrivesInMinutes || a.index - b.index);
  const queue: Queued[] = [];
  let arrived = 0;
  let ordered = -Infinity;
  for (let now = 0; now < horizonMinutes;) {
    if (now - ordered >= ROUND_MINUTES) {
      for (const each of queue) each.place = placeOf(each.work, now, params);
      queue.sort(inOrder);
      ordered = now;
    }
    for (; arrived < arrivals.length; arrived++) {
      const next = arrivals[arrived];
      if (!next || next.work.arrivesInMinutes > now) break;
      // Placed by the instant of the others: by another they would all have to move.
      insert(queue, { ...next, place: placeOf(next.work, ordered, params) });
    }
    const idle = readers.flatMap(({ untilMinutes }, reader) =>
      (freeIn[reader] ?? Infinity) <= now && now < untilMinutes ? [reader] : [],
    );
    takeAll(
      queue,
      idle,
      (each, reader) => {
        starts.set(each.index, now);
        freeIn[reader] = now + each.work.expectedMinutes;
      },
      now,
    );
    yield;
    now = nextInstant(now, freeIn, arrivals[arrived]?.work.arrivesInMinutes);
  }
  return works.map((work, index) => outcome(work, starts.get(index) ?? null, horizonMinutes));
}

const inOrder = (a: Queued, b: Queued): number => compareInOrder(a.place, b.place) || a.index - b.index;

function insert(queue: Queued[], each: Queued): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder(queue[middle] as Queued, each) < 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, each);
}

/**
 * Gives the first reads in order to the idle who may take them, and takes them off the queue. Thousands of reads find the
 * same few sets of readers: who of a set is idle is looked up once; and nobody looks further when all idle have something.
 */
function takeAll(
  queue: Queued[],
  idle: readonly number[],
  take: (each: Queued, reader: number) => void,
  now: number,
): void {
  const taken = new Set<number>();
  const idleOf = new Map<ReadonlySet<number>, number[]>();
  for (let at = 0; at < queue.length && taken.size < idle.length;) {
    const each = queue[at] as Queued;
    const may = eligibleAt(each.work, now);
    // Backwards, so that the first is the last of the list and costs nothing to take off.
    const able = (may && idleOf.get(may)) ?? idle.filter((one) => may?.has(one)).reverse();
    if (may) idleOf.set(may, able);
    while (able.length > 0 && taken.has(able.at(-1) as number)) able.pop();
    const reader = able.pop();
    if (reader === undefined) {
      at++;
      continue;
    }
    taken.add(reader);
    take(each, reader);
    queue.splice(at, 1);
  }
}

const eligibleAt = ({ eligible }: FutureWork, now: number): ReadonlySet<number> | undefined =>
  eligible.findLast(({ fromMinutes }) => fromMinutes <= now)?.readers;

function nextInstant(now: number, freeIn: readonly number[], arrival: number | undefined): number {
  let next = Math.min(now + ROUND_MINUTES, arrival ?? Infinity);
  for (const free of freeIn) if (free > now && free < next) next = free;
  return next;
}

function placeOf(work: FutureWork, now: number, params: DispatchParams): OrderPlace {
  const { priority, opinion, expectedMinutes, dueInMinutes, arrivesInMinutes } = work;
  const waitedMinutes = work.waitedMinutes + now - arrivesInMinutes;
  const slackMinutes = (dueInMinutes ?? params.maximumWaitMinutes[priority] - waitedMinutes + now) - now;
  return placeInOrder(
    {
      priority,
      opinion,
      waitedMinutes,
      weight: params.weights[priority],
      expectedMinutes,
      slackMinutes,
      eligibleOnShift: 1,
    },
    params,
    { band: 'indexed', overdueMinutes: 0, score: 0, waitedMinutes: 0 },
  );
}

function outcome(work: FutureWork, startsInMinutes: number | null, horizonMinutes: number): FutureRead {
  const endsInMinutes = startsInMinutes === null ? null : startsInMinutes + work.expectedMinutes;
  const due = work.dueInMinutes;
  const misses = due !== null && due <= horizonMinutes && (endsInMinutes === null || endsInMinutes > due);
  return { startsInMinutes, endsInMinutes, misses };
}
