import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type pg from 'pg';
import { Database } from '../database/database.js';
import { Clock } from './clock.js';

const ASK_MS = 10_000;
const PATIENCE_MS = 5_000;
/** Not `overread_now()`: a test sets that one. */
const NOW = 'select pg_catalog.clock_timestamp() as now';

/** Keeps this process's clock at the database's: asked before anything needs it, and again and again. */
@Injectable()
export class ClockKeeper implements OnModuleInit, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.ask();
    // What cannot be asked now is asked again; the steady clock goes on meanwhile.
    this.timer = setInterval(() => void this.ask().catch(() => undefined), ASK_MS).unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async ask(): Promise<void> {
    const asking = { text: NOW, query_timeout: PATIENCE_MS } as pg.QueryConfig;
    const client = await this.database.pool.connect();
    try {
      // Timed from here: waiting for a connection says nothing of the way.
      const began = performance.now();
      const { rows } = await client.query<{ now: Date }>(asking);
      if (rows[0]) this.clock.follow(rows[0].now, performance.now() - began);
    } finally {
      client.release();
    }
  }
}
