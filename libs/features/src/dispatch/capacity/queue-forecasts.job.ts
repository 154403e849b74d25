import type { DomainEvent, ReadingGroupId } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, type Lease } from '@overread/platform';
import type { CapacityForecast } from '@overread/wire';
import { AppliedRemedyEntity } from '../forecast/applied-remedy.entity.js';
import { ArrivalProfileEntity } from '../forecast/arrival-profile.entity.js';
import { NetworkDirectory } from '../../network/index.js';
import { arrivalsLearnedAt, learnedArrivals } from './arrivals.queries.js';
import { CapacityForecaster } from './capacity-forecaster.js';
import { forecastAnswer } from './forecast-answer.js';

const SCOPE = { kind: 'system', actor: 'queue-forecasts' } as const;
const EVERY_MS = 60_000;
/** How far ahead a queue is watched. */
const HOURS = 4;
const LEARN_EVERY_HOURS = 24;
const CHUNK = 2_000;

/** Tells groups when what they will miss changes, and learns once a day what comes when. */
@Injectable()
export class QueueForecasts implements OnApplicationBootstrap {
  /** What each group was last told; a new leader tells once more. */
  private readonly told = new Map<ReadingGroupId, string>();

  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly directory: NetworkDirectory,
    private readonly forecaster: CapacityForecaster,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      await this.learnArrivals(lease);
      await this.tell(lease);
    };
    this.jobs.start({ name: 'queue-forecasts', role: 'dispatcher', everyMs: EVERY_MS, round });
  }

  /** Appends `queue.forecasted` for each group whose outlook has changed. How many. */
  async tell(lease: Lease): Promise<number> {
    const played = await this.forecaster.hours({ hours: HOURS }, true);
    const changed = [...this.directory.snapshot().groups.keys()].flatMap((readingGroupId) => {
      const quiet = { readingGroupId, facilityCode: () => '', chanceOf: () => null };
      const forecast = forecastAnswer(played, quiet);
      const outlook = outlookOf(forecast);
      if (outlook === (this.told.get(readingGroupId) ?? NOTHING_MISSED)) return [];
      return [{ readingGroupId, forecast, outlook }];
    });
    if (changed.length === 0) return 0;
    const events = changed.map(({ readingGroupId, forecast }) => forecasted(readingGroupId, forecast));
    await this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      await tx.put(AppliedRemedyEntity, [], events);
    });
    for (const { readingGroupId, outlook } of changed) this.told.set(readingGroupId, outlook);
    return changed.length;
  }

  /** Learns arrivals anew once a day. How many rows. */
  learnArrivals(lease: Lease): Promise<number> {
    return this.database.transaction(
      SCOPE,
      async (tx) => {
        await tx.guard(lease);
        const now = await tx.now();
        const last = await arrivalsLearnedAt(tx);
        if (last !== null && now.getTime() - last.getTime() < LEARN_EVERY_HOURS * 3_600_000) return 0;
        const rows = await learnedArrivals(tx, now);
        for (let from = 0; from < rows.length; from += CHUNK) {
          await tx.put(ArrivalProfileEntity, rows.slice(from, from + CHUNK));
        }
        return rows.length;
      },
      { timeoutMs: 60_000 },
    );
  }
}

const NOTHING_MISSED = '';

/**
 * What makes a forecast another one: families, numbers by doublings, and whether the first deadline is near. So a queue that
 * moves by one read tells nothing.
 */
function outlookOf({ misses }: CapacityForecast): string {
  return misses
    .map(({ modalityFamily, reads, inMinutes }) => {
      return `${modalityFamily} ${Math.floor(Math.log2(reads))} ${inMinutes < 60 ? 'soon' : 'later'}`;
    })
    .sort()
    .join(', ');
}

function forecasted(readingGroupId: ReadingGroupId, forecast: CapacityForecast): DomainEvent {
  const { misses, waitingMisses, hours, remedies } = forecast;
  const [best] = remedies;
  const remedy = best ? { id: best.id, kind: best.kind, reads: best.reads, saves: best.saves } : null;
  const about = { healthSystemId: null, studyId: null, readId: null, readingGroupIds: [readingGroupId], readerIds: [] };
  return { ...about, type: 'queue.forecasted', version: 0, data: { hours, misses, waitingMisses, remedy } };
}
