import { pauseInForce, type FutureRead, type Instant, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import { EligibilityService } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { forecastPool } from '../forecast/forecast-pool.js';
import { openWork, recentWork } from '../forecast/open-work.queries.js';
import { CALL_IN_MINUTES, peopleOnCall } from '../forecast/people-ahead.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { comingArrivals } from './arrivals.queries.js';
import { FuturePool, MOST_PLAYED, type ComingRead } from './future-pool.js';
import { weighRemedies, type Remedy } from './weigh-remedies.js';

/** The coming hours as they were played. */
export interface PlayedHours {
  madeAt: Instant;
  hours: number;
  coming: ComingRead[];
  outcomes: FutureRead[];
  pool: FuturePool['pool'];
  remedies: Remedy[];
  truncated: boolean;
}

/** How far ahead, and how long somebody who is called in takes to be there. */
export interface HoursAsked {
  hours: number;
  callInMinutes?: number;
}

/** What was played is good for so long, milliseconds. */
const FRESH_MS = 20_000;

/** Plays the coming hours of the whole network, with each remedy once more: what it saves is what differs. */
@Injectable()
export class CapacityForecaster {
  private readonly played = new Map<string, { atMs: number; result: Promise<PlayedHours> }>();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly readingTimes: ReadingTimes,
    private readonly parameters: ParametersInForce,
  ) {}

  /** Played within the last seconds, or anew; `anew` after something was changed. */
  hours({ hours, callInMinutes = CALL_IN_MINUTES }: HoursAsked, anew = false): Promise<PlayedHours> {
    const key = `${this.parameters.current().number} ${hours} ${callInMinutes}`;
    for (const [each, { atMs }] of this.played) if (performance.now() - atMs > FRESH_MS) this.played.delete(each);
    const known = this.played.get(key);
    if (known && !anew) return known.result;
    const result = this.play(hours, callInMinutes);
    this.played.set(key, { atMs: performance.now(), result });
    result.catch(() => this.played.delete(key));
    return result;
  }

  private async play(hours: number, callInMinutes: number): Promise<PlayedHours> {
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
    const params = this.parameters.current().dispatch;
    const state = { work: rows.work, directory, model, ask, params, now: rows.now };
    const onCall = peopleOnCall(directory.readers.values(), rows.now, callInMinutes).filter(
      ({ readingGroupId }) => pauseInForce(directory.groups.get(readingGroupId)?.pause, rows.now) === null,
    );
    const pool = forecastPool(state, { minutes: hours * 60, callInMinutes }, onCall);
    const future = new FuturePool(pool, rows.now, hours * 60);
    const coming = [...(await future.waiting()), ...(await future.arrivals(rows.rates, rows.recent, state))];
    const outcomes = await future.play(coming);
    const groupName = (id: ReadingGroupId) => directory.groups.get(id)?.name ?? '';
    const remedies = await weighRemedies(future, { coming, outcomes, groupName });
    const truncated = pool.waiting.length > MOST_PLAYED;
    return { madeAt: rows.now, hours, coming, outcomes, pool, remedies, truncated };
  }
}
