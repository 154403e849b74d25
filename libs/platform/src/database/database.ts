import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { LogSignal } from '../log/log-signal.js';
import { isRetryable, translate } from './database-errors.js';
import { EntityShapes } from './entity-shape.js';
import type { Scope } from './scope.js';
import { enterScope, Session, type SessionOptions } from './session.js';
import { Transaction } from './transaction.js';
import type { Tx } from './tx.js';

const ATTEMPTS = 4;

/** The only way to the rows: transactions in a scope. */
@Injectable()
export class Database {
  readonly pool: pg.Pool;
  private readonly shapes: EntityShapes;

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
        if (attempt >= ATTEMPTS || !isRetryable(error)) throw translate(error);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /** One statement in one round trip. `sql` has no parameters: only for texts built from numbers and literals. */
  async readOnce<Row extends object>(scope: Scope, sql: string): Promise<Row[]> {
    try {
      // Several statements in one simple query share one implicit transaction, each with a snapshot of its own.
      const results = (await this.pool.query(`${enterScope(scope)}; ${sql}`)) as unknown as pg.QueryResult<Row>[];
      return results.at(-1)?.rows ?? [];
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
    if (transaction.appended.events > 0) this.signal.committed(transaction.appended.events);
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
