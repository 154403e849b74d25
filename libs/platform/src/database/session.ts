import pg from 'pg';
import { settingsOf, type Scope } from './scope.js';

type Mode = 'scope' | 'system';
type Result<Row extends object> = pg.QueryResult<Row>;

const settings = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`)
    .join(', ');

const scopeStatement = (values: Record<string, string>): string => `select ${settings(values)}`;

/** Sets the scope for the rest of the (implicit) transaction. */
export const enterScope = (scope: Scope): string => scopeStatement(settingsOf(scope));

export interface SessionOptions {
  /** Ends the transaction when it lasts longer; the role's own limit is a few seconds. */
  timeoutMs?: number;
  /** All statements see the same instant's rows. */
  repeatableRead?: boolean;
}

/** BEGIN and the scope in one round trip. */
const beginStatement = (scope: Scope, mode: Mode, options: SessionOptions): string => {
  const all: Record<string, string> = { ...settingsOf(scope) };
  if (mode === 'system') all['overread.role'] = 'system';
  if (options.timeoutMs !== undefined) all['transaction_timeout'] = String(options.timeoutMs);
  return `begin${options.repeatableRead ? ' isolation level repeatable read' : ''}; ${scopeStatement(all)}`;
};

/**
 * The connection of one transaction. It begins with the first statement, in that statement's role, and switches
 * between the scope's role and the system's as statements ask. Statements run one after the other.
 */
export class Session {
  private client: pg.PoolClient | null = null;
  private role: string | null = null;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly pool: pg.Pool,
    readonly scope: Scope,
    private readonly options: SessionOptions = {},
  ) {}

  get ownRole(): string {
    return settingsOf(this.scope)['overread.role'] ?? '';
  }

  /** Runs a statement in the scope's role or the system's; `leaves` says which role the statement itself sets. */
  query<Row extends object>(mode: Mode, config: pg.QueryConfig, leaves?: Mode): Promise<Result<Row>> {
    const run = async (): Promise<Result<Row>> => {
      if (this.closed) throw new Error('the transaction is over');
      const client = await this.enter(mode);
      const result = await client.query<Row>(config);
      if (leaves) this.role = this.roleOf(leaves);
      return result;
    };
    const done = this.queue.then(run);
    this.queue = done.catch(() => undefined);
    return done;
  }

  async commit(): Promise<void> {
    await this.end('commit');
  }

  async rollback(): Promise<void> {
    await this.end('rollback');
  }

  private roleOf(mode: Mode): string {
    return mode === 'system' ? 'system' : this.ownRole;
  }

  private async enter(mode: Mode): Promise<pg.PoolClient> {
    const wanted = this.roleOf(mode);
    if (this.client === null) {
      this.client = await this.pool.connect();
      await this.client.query(beginStatement(this.scope, mode, this.options));
    } else if (this.role !== wanted) {
      await this.client.query(scopeStatement({ 'overread.role': wanted }));
    }
    this.role = wanted;
    return this.client;
  }

  private async end(command: 'commit' | 'rollback'): Promise<void> {
    await this.queue;
    this.closed = true;
    const { client } = this;
    this.client = null;
    if (client === null) return;
    try {
      const result = await client.query(command);
      client.release();
      // PostgreSQL answers ROLLBACK to the commit of a transaction in which a statement failed.
      if (command === 'commit' && result.command !== 'COMMIT')
        throw new Error('a failed statement was ignored: the transaction was rolled back');
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('a failed statement'))) client.release(true);
      throw error;
    }
  }
}
