import type { LoggedEvent, ReaderId, RecentWork } from '@overread/domain';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, LogTail, systemScope } from '@overread/platform';
import { recentWork } from './fairness.queries.js';

/** Everything is asked anew after this: what is older than the hours that count is forgotten so. Milliseconds. */
const STANDS_MS = 60_000;

/** What readers hold or have just read, kept until the log tells of a read of theirs: each round of offers asks of everybody. */
@Injectable()
export class RecentReads implements OnModuleInit, OnModuleDestroy {
  private known = new Map<ReaderId, readonly RecentWork[]>();
  private since = -Infinity;
  /** Whom the log told of while somebody was asking. */
  private readonly overtaken = new Set<Set<ReaderId>>();
  private stop: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  onModuleInit(): void {
    this.stop = this.tail.onEvents((events) => this.forget(events));
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  async of(readerIds: readonly ReaderId[]): Promise<ReadonlyMap<ReaderId, readonly RecentWork[]>> {
    if (performance.now() - this.since > STANDS_MS) {
      this.known = new Map();
      this.since = performance.now();
    }
    const { known } = this;
    const missing = readerIds.filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    const overtaken = new Set<ReaderId>();
    this.overtaken.add(overtaken);
    try {
      const found = Map.groupBy(
        await this.database.transaction(systemScope, (tx) => recentWork(tx, missing)),
        ({ readerId }) => readerId,
      );
      for (const id of missing) known.set(id, found.get(id) ?? []);
      const answer = new Map(known);
      // As they were before something happened: good enough for this answer, and not for the next.
      for (const id of overtaken) known.delete(id);
      return answer;
    } finally {
      this.overtaken.delete(overtaken);
    }
  }

  private forget(events: readonly LoggedEvent[]): void {
    for (const { type, readerIds } of events) {
      if (!type.startsWith('read.')) continue;
      for (const id of readerIds) {
        this.known.delete(id);
        for (const asking of this.overtaken) asking.add(id);
      }
    }
  }
}
