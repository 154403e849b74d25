import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { LoggedEvent } from '@overread/domain';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { Database } from '../database/database.js';
import { systemScope } from '../database/scope.js';
import { beginHorizon, isReached, LogReader } from './log-reader.js';
import { LOG_CHANNEL, LogSignal } from './log-signal.js';
import { EVENT_COLUMNS } from './logged-event.js';
import { Waker } from './waker.js';

const POLL_MS = 250;
const BATCH = 500;
const GAP_MS = { least: 2, most: 50 } as const;
/** Under load one look finds many events: the database is not asked once per commit. */
const REST_MS = 2;
const RETRY_MS = { least: 100, most: 2_000 } as const;

export type EventsListener = (events: readonly LoggedEvent[]) => void;

/**
 * The one reader of the log's end in this process: tells what is committed from its start on, each event once and in
 * order. Outlives the database's restarts without losing its place.
 */
@Injectable()
export class LogTail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('LogTail');
  private readonly waker = new Waker();
  private readonly listeners = new Set<EventsListener>();
  private readonly movedListeners = new Set<() => void>();
  private reader: LogReader | null = null;
  private running: Promise<void> | null = null;
  private started: Promise<void> | null = null;
  private stopping = false;
  private gapSince: number | null = null;
  private unlisten: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly signal: LogSignal,
  ) {}

  /** The horizon: every event up to here is committed and told, nothing below it is still to come. */
  get position(): number {
    return this.reader?.position ?? 0;
  }

  /** For how long a position below a visible event has been waited for: 0 when none is. */
  get lagMs(): number {
    return this.gapSince === null ? 0 : performance.now() - this.gapSince;
  }

  /** Called with what was committed, in order. A listener must not be slow: it holds up the others. */
  onEvents(listener: EventsListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called when the position has moved. */
  onMoved(listener: () => void): () => void {
    this.movedListeners.add(listener);
    return () => this.movedListeners.delete(listener);
  }

  /** Resolves once the position is known and the tail tells what comes after it. */
  onApplicationBootstrap(): Promise<void> {
    this.started ??= this.start();
    return this.started;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.waker.wake();
    this.unlisten?.();
    await this.running;
  }

  /** Resolves when everything up to `position` has been told; rejects after `timeoutMs`. */
  reached(position: number, timeoutMs = 5_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (this.position < position) return;
        finish();
        resolve();
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`the log's tail is at ${this.position} and did not reach ${position}`));
      }, timeoutMs);
      const stop = this.onMoved(check);
      const finish = () => {
        clearTimeout(timer);
        stop();
      };
      check();
    });
  }

  /**
   * The events of these topics after a position, up to the tail's own; at most `limit`, in order. It asks nobody who
   * may see them: the topics are those that the caller has been allowed.
   */
  async eventsSince(topics: readonly string[], after: number, limit: number): Promise<LoggedEvent[]> {
    return this.database.readOnce<LoggedEvent>(
      systemScope,
      `with p as (select distinct t.position from event_topic t where t.topic = any($1::text[]) and t.position > $2
         and t.position <= $3 order by t.position limit $4)
       select ${EVENT_COLUMNS} from p join event e on e.position = p.position order by e.position`,
      [topics, after, this.position, limit],
    );
  }

  private async start(): Promise<void> {
    const wait = await beginHorizon(this.database);
    while (!(await isReached(this.database, wait))) await this.waker.sleep(GAP_MS.least);
    this.reader = new LogReader(this.database, { from: wait.highest });
    const stopLocal = this.signal.onCommitted(() => this.waker.wake());
    await this.listen().catch((error: unknown) => this.logger.warn(`cannot listen, polling: ${String(error)}`));
    this.running = this.follow(this.reader).finally(stopLocal);
  }

  /** Wakes on other processes' commits. Without it the poll alone finds them. */
  private async listen(): Promise<void> {
    const client: pg.PoolClient = await this.database.pool.connect();
    const lost = () => {
      client.removeAllListeners('notification');
      client.removeListener('error', lost);
      client.release(true);
      this.unlisten = null;
    };
    this.unlisten = lost;
    client.on('notification', () => this.waker.wake());
    client.on('error', lost);
    try {
      await client.query(`listen ${LOG_CHANNEL}`);
    } catch (error) {
      if (this.unlisten === lost) lost();
      throw error;
    }
  }

  private async follow(reader: LogReader): Promise<void> {
    let gapMs: number = GAP_MS.least;
    let retryMs: number = RETRY_MS.least;
    while (!this.stopping) {
      let pause: number;
      try {
        if (this.unlisten === null) await this.listen();
        const count = await this.tell(reader);
        retryMs = RETRY_MS.least;
        gapMs = reader.isWaiting && count === 0 ? Math.min(gapMs * 2, GAP_MS.most) : GAP_MS.least;
        pause = count === BATCH ? 0 : reader.isWaiting ? gapMs : POLL_MS;
        if (count > 0 || reader.isWaiting) await delay(REST_MS);
      } catch (error) {
        this.logger.warn(`the log cannot be read now: ${error instanceof Error ? error.message : String(error)}`);
        pause = retryMs;
        retryMs = Math.min(retryMs * 2, RETRY_MS.most);
      }
      if (pause > 0 && !this.stopping) await this.waker.sleep(pause);
    }
  }

  private async tell(reader: LogReader): Promise<number> {
    const before = reader.position;
    const events = await reader.next(BATCH);
    this.gapSince = reader.isWaiting ? (this.gapSince ?? performance.now()) : null;
    if (events.length > 0) for (const listener of this.listeners) this.guarded(() => listener(events));
    if (reader.position > before) for (const listener of this.movedListeners) this.guarded(listener);
    return events.length;
  }

  private guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : 'a listener of the log failed');
    }
  }
}
