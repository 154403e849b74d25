import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { LogSignal } from '../log/log-signal.js';
import { isRetryable, translate } from './database-errors.js';
import { EntityShapes } from './change/entity-shape.js';
import { plannedRead } from './change/planned.js';
import type { Scope } from './scope.js';
import { Session, type SessionOptions } from './session.js';
import { Transaction } from './transaction.js';
import type { Tx } from './tx.js';

const ATTEMPTS = 4;
/** PostgreSQL is out of disk or memory. */
const SHORTAGE = /^53[12]00$/;

/** The only way to the rows: transactions in a scope. */
@Injectable()
export class Database {
  readonly pool: pg.Pool;
  private readonly shapes: EntityShapes;
  /** What PostgreSQL last said it is out of, and when: a look that only reads would not find it. */
  private shortage: { readonly code: string; readonly at: number } | null = null;

  constructor(
    dataSource: DataSource,
    private readonly signal: LogSignal,
  ) {
    this.pool = Database.poolOf(dataSource);
    surviveLostConnections(this.pool);
    this.shapes = new EntityShapes(dataSource);
    signal.sendWith(() => this.pool.query('notify overread_log'));
  }

  /** TypeORM's own pool: the process has no other. */
  static poolOf(dataSource: DataSource): pg.Pool {
    return (dataSource.driver as unknown as { master: pg.Pool }).master;
  }

  /**
   * Runs `work` in one transaction. It is run again, from the start, when it met another in a deadlock or a
   * serialization failure: it must not do anything that a rollback leaves behind.
   */
  async transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options: SessionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(scope, work, options);
      } catch (error) {
        this.note(error);
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw translate(error);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /** The code of the last shortage, if it was within these milliseconds and nothing has been written since. */
  shortageWithin(milliseconds: number): string | null {
    return this.shortage && performance.now() - this.shortage.at < milliseconds ? this.shortage.code : null;
  }

  private note(error: unknown): void {
    const { code = '' } = error as { code?: string };
    if (SHORTAGE.test(code)) this.shortage = { code, at: performance.now() };
  }

  /** One reading statement in a transaction of its own: begin, scope, statement and commit in one round trip. */
  async readOnce<Row extends object>(scope: Scope, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    try {
      const config = plannedRead({ text: sql, values: [...params] });
      const result = await new Session(this.pool, scope).only<Row>({ mode: 'scope', config });
      return result.rows;
    } catch (error) {
      throw translate(error);
    }
  }

  private async attempt<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options: SessionOptions): Promise<T> {
    const session = new Session(this.pool, scope, options);
    const transaction = new Transaction(session, this.shapes);
    let result: T;
    try {
      result = await work(transaction);
    } catch (error) {
      await session.rollback().catch(() => undefined);
      throw error;
    }
    await session.commit();
    if (transaction.appended.events > 0) {
      this.shortage = null;
      this.signal.committed(transaction.appended.events);
    }
    return result;
  }
}

/**
 * A connection that breaks between two statements of a transaction has nobody else to tell (the pool listens only to
 * idle ones), and an error nobody hears ends the process. The transaction's next statement fails.
 */
function surviveLostConnections(pool: pg.Pool): void {
  const known = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => undefined);
  });
}
