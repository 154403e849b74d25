import { examTypeOf, learnReading, type LoggedEvent } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { FollowerRunner, LeasedJobs, LogTail, type Follower, type Lease, type Tx } from '@overread/platform';
import { finishedReadings, statisticsOf } from './reading-statistics.queries.js';
import { ReadingStatisticsEntity } from './reading-statistics.entity.js';

/** Nobody waits for what a read has taught: one batch now and then costs less than a transaction for each. */
const EVERY_MS = 15_000;

/** Learns from each completed read how long its reader takes, once, whatever dies in between. */
@Injectable()
export class ReadingTimesFollower implements Follower, OnApplicationBootstrap {
  readonly name = 'reading-times';
  readonly batch = 1000;

  constructor(
    private readonly runner: FollowerRunner,
    private readonly jobs: LeasedJobs,
    private readonly tail: LogTail,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.catchUp(lease);
    this.jobs.start({ name: this.name, role: 'follower', everyMs: EVERY_MS, round });
  }

  /** Learns everything that is committed and not learned yet. */
  async catchUp(lease: Lease): Promise<void> {
    while (!lease.lost.aborted && (await this.runner.step(this, lease)) < this.tail.position);
  }

  async handle(tx: Tx, events: readonly LoggedEvent[]): Promise<void> {
    const finished = await finishedReadings(tx, events);
    if (finished.length === 0) return;
    const known = await statisticsOf(tx, [...new Set(finished.map(({ readerId }) => readerId))]);
    const rows = new Map<string, ReadingStatisticsEntity>(known.map((row) => [`${row.readerId} ${row.examType}`, row]));
    const changed = new Map<string, ReadingStatisticsEntity>();
    for (const reading of finished) {
      const key = `${reading.readerId} ${examTypeOf(reading.exam)}`;
      const row = { ...learnReading(rows.get(key) ?? null, reading), position: reading.position };
      rows.set(key, row);
      changed.set(key, row);
    }
    await tx.put(ReadingStatisticsEntity, [...changed.values()]);
  }
}
