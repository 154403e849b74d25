import { stepNaming, type FutureRead, type Instant, type ReadId, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import { EligibilityService } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { forecastPool } from '../forecast/forecast-pool.js';
import { openWork, recentWork, type OpenWork } from '../forecast/open-work.queries.js';
import { comingArrivals } from './arrivals.queries.js';
import { FuturePool, MOST_PLAYED, type ComingRead } from './future-pool.js';

/** A group whose step would be opened to reads that miss their deadline otherwise. */
export interface OpenGroup {
  readingGroupId: ReadingGroupId;
  name: string;
  readIds: ReadId[];
  saves: number;
}

/** The coming hours as they were played. */
export interface PlayedHours {
  madeAt: Instant;
  hours: number;
  coming: ComingRead[];
  outcomes: FutureRead[];
  pool: FuturePool['pool'];
  remedies: OpenGroup[];
  truncated: boolean;
}

/** Remedies weighed: the groups that most of the missing reads name. */
const MOST_GROUPS = 5;
/** What was played is good for so long, milliseconds. */
const FRESH_MS = 20_000;

/** Plays the coming hours of the whole network, with each remedy once more: what it saves is what differs. */
@Injectable()
export class CapacityForecaster {
  private readonly played = new Map<number, { atMs: number; result: Promise<PlayedHours> }>();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly readingTimes: ReadingTimes,
  ) {}

  /** Played within the last seconds, or anew; `anew` after something was changed. */
  hours(hours: number, anew = false): Promise<PlayedHours> {
    const known = this.played.get(hours);
    if (known && !anew && performance.now() - known.atMs < FRESH_MS) return known.result;
    const result = this.play(hours);
    this.played.set(hours, { atMs: performance.now(), result });
    result.catch(() => this.played.delete(hours));
    return result;
  }

  private async play(hours: number): Promise<PlayedHours> {
    const { model } = this.readingTimes.current();
    const directory = this.directory.snapshot();
    const ask = this.eligibility.failed.bind(this.eligibility);
    const rows = await this.database.transaction(
      systemScope,
      async (tx) => {
        const now = await tx.now();
        return {
          now,
          work: await openWork(tx),
          recent: await recentWork(tx),
          rates: await comingArrivals(tx, now, hours),
        };
      },
      { timeoutMs: 30_000 },
    );
    const state = { work: rows.work, directory, model, ask, now: rows.now };
    const pool = forecastPool(state, hours * 60);
    const future = new FuturePool(pool, rows.now, hours * 60);
    const coming = [...(await future.waiting()), ...(await future.arrivals(rows.rates, rows.recent, state))];
    const outcomes = future.play(coming);
    const groups = (id: ReadingGroupId) => directory.groups.get(id)?.name ?? '';
    const remedies = await weighed(future, { coming, outcomes, groups });
    const truncated = pool.waiting.length > MOST_PLAYED;
    return { madeAt: rows.now, hours, coming, outcomes, pool, remedies, truncated };
  }
}

interface Weighing {
  coming: readonly ComingRead[];
  outcomes: readonly FutureRead[];
  groups: (id: ReadingGroupId) => string;
}

/** Plays once more with each of the groups opened to, and keeps what helps. */
async function weighed(future: FuturePool, { coming, outcomes, groups }: Weighing): Promise<OpenGroup[]> {
  const missing = coming.filter((each, index) => !each.arrival && willMiss(each, outcomes[index]));
  const named = new Map<ReadingGroupId, OpenWork[]>();
  for (const { work } of missing) {
    const closed = work.read.ladder.filter(({ openedAt }) => openedAt === null);
    for (const id of new Set(closed.flatMap(({ pool }) => pool.readingGroupIds))) {
      const reads = named.get(id);
      if (reads) reads.push(work);
      else named.set(id, [work]);
    }
  }
  const before = missesOf(coming, outcomes);
  const most = [...named].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).slice(0, MOST_GROUPS);
  const remedies: OpenGroup[] = [];
  for (const [readingGroupId, works] of most) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const asked = new Set(works.map(({ read }) => read.id));
    const opened = ({ read }: OpenWork) => (asked.has(read.id) ? (stepNaming(read, readingGroupId) ?? -1) : -1);
    const saves = before - missesOf(coming, future.play(coming, opened));
    if (saves > 0) remedies.push({ readingGroupId, name: groups(readingGroupId), readIds: [...asked], saves });
  }
  return remedies.sort((a, b) => b.saves - a.saves || a.readIds.length - b.readIds.length);
}

/** Misses a deadline that has not passed yet: what has is missed already. */
export const willMiss = ({ future }: ComingRead, outcome: FutureRead | undefined): boolean =>
  outcome?.misses === true && (future.dueInMinutes ?? 0) > 0;

export const missesOf = (coming: readonly ComingRead[], outcomes: readonly FutureRead[]): number =>
  coming.filter((each, index) => willMiss(each, outcomes[index])).length;
