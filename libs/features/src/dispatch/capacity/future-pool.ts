import {
  expectedArrivals,
  isOpinion,
  meanMinutes,
  minutesBetween,
  poolLeft,
  poolPlay,
  stepOpeningAt,
  workPriority,
  type EligibleFrom,
  type FutureRead,
  type FutureWork,
  type Instant,
  type LadderStep,
} from '@overread/domain';
import { inTurns } from '@overread/platform';
import { inSlices, timeOf, type ForecastPool, type PoolState, type TimedWork } from '../forecast/forecast-pool.js';
import type { OpenWork } from '../forecast/open-work.queries.js';
import type { OnCallPerson } from '../forecast/people-ahead.js';
import type { ArrivalRates } from './arrivals.queries.js';

/** A read of the coming hours: one that waits, or one like those that came. */
export interface ComingRead {
  work: TimedWork;
  future: FutureWork;
  /** Is expected and has not come: its read and study stand for it, and are not it. */
  arrival: boolean;
}

/** More reads than this are not played: the first in the order of work are. */
export const MOST_PLAYED = 4_000;

/** Steps of a ladder that count as open from now on, whatever their own time. */
export type OpenedUpTo = (work: OpenWork) => number;
const NONE: OpenedUpTo = () => -1;

/** What is supposed to be otherwise than it is. */
export interface Supposed {
  opened?: OpenedUpTo;
  called?: OnCallPerson | null;
}

/** The pool with what waits and what is expected, ready to be played. */
export class FuturePool {
  private readonly sets = new WeakMap<number[], ReadonlySet<number>>();

  constructor(
    readonly pool: ForecastPool,
    private readonly now: Instant,
    private readonly horizonMinutes: number,
  ) {}

  /** What waits, in the order of work. */
  async waiting(): Promise<ComingRead[]> {
    const coming: ComingRead[] = [];
    await inSlices(this.pool.waiting.slice(0, MOST_PLAYED), (work) => {
      coming.push({ work, arrival: false, future: this.futureOf(work, { at: 0, arrival: false }) });
    });
    return coming;
  }

  /** What is expected: as many as the rates say, each like the latest of its kind in turn. */
  async arrivals(rates: readonly ArrivalRates[], recent: readonly OpenWork[], state: PoolState): Promise<ComingRead[]> {
    const kinds = Map.groupBy(recent, ({ study }) => `${study.facilityId} ${study.modalityFamily}`);
    const coming: ComingRead[] = [];
    await inSlices(rates, (kind) => {
      const alike = kinds.get(`${kind.facilityId} ${kind.modalityFamily}`) ?? [];
      for (const [index, at] of expectedArrivals(kind.rates, this.now, this.horizonMinutes).entries()) {
        const like = alike[index % alike.length];
        if (!like) continue;
        const work = { ...like, time: timeOf({ ...like, read: { ...like.read, readerId: null } }, state.model) };
        coming.push({ work, arrival: true, future: this.futureOf(work, { at, arrival: true }) });
      }
    });
    return coming.slice(0, MOST_PLAYED);
  }

  /** Plays it, in turns with other work; `opened` says which steps are taken to be open from the beginning, `called` who is taken to be called in. */
  play(coming: readonly ComingRead[], { opened = NONE, called = null }: Supposed = {}): Promise<FutureRead[]> {
    const works = coming.map(({ work, future, arrival }) => {
      const top = arrival ? -1 : opened(work);
      return top < 0 ? future : { ...future, eligible: this.eligibleOf(work, { at: 0, arrival, top }) };
    });
    const onCall = this.pool.onCall.map((person) =>
      person === called
        ? { freeInMinutes: person.fromMinutes, untilMinutes: person.untilMinutes }
        : { freeInMinutes: Infinity, untilMinutes: 0 },
    );
    const { horizonMinutes } = this;
    return inTurns(poolPlay(works, [...this.pool.ahead, ...onCall], { horizonMinutes, params: this.pool.params }));
  }

  private futureOf(work: TimedWork, { at, arrival }: { at: number; arrival: boolean }): FutureWork {
    const { read, study, time } = work;
    const from = arrival ? read.queuedAt : this.now;
    return {
      arrivesInMinutes: at,
      waitedMinutes: arrival ? 0 : minutesBetween(read.queuedAt, this.now),
      dueInMinutes: read.dueAt === null ? null : at + minutesBetween(from, read.dueAt),
      expectedMinutes: meanMinutes(time),
      priority: workPriority(read, study),
      opinion: isOpinion(read),
      eligible: this.eligibleOf(work, { at, arrival, top: -1 }),
    };
  }

  /** Who may take it as its ladder opens by time; with each step every step below. */
  private eligibleOf(
    work: OpenWork,
    { at, arrival, top }: { at: number; arrival: boolean; top: number },
  ): EligibleFrom[] {
    const stages: EligibleFrom[] = [];
    const { ladder } = work.read;
    for (const [index, step] of ladder.entries()) {
      const opensIn = index <= top ? 0 : this.opensIn(step, work, arrival);
      if (opensIn === null || opensIn > this.horizonMinutes) continue;
      const pools = ladder.slice(0, index + 1).flatMap((each) => poolLeft(each) ?? []);
      stages.push({ fromMinutes: at + Math.max(0, opensIn), readers: this.setOf(this.pool.eligible.of(work, pools)) });
    }
    return stages.sort((a, b) => a.fromMinutes - b.fromMinutes || a.readers.size - b.readers.size);
  }

  /** Minutes from now, or from its arrival; null when time alone never opens it. */
  private opensIn(step: LadderStep, { read }: OpenWork, arrival: boolean): number | null {
    if (!arrival && step.openedAt !== null) return 0;
    const opensAt = stepOpeningAt(step, read);
    return opensAt && minutesBetween(arrival ? read.queuedAt : this.now, opensAt);
  }

  private setOf(readers: number[]): ReadonlySet<number> {
    const known = this.sets.get(readers);
    if (known) return known;
    const set = new Set(readers);
    this.sets.set(readers, set);
    return set;
  }
}
