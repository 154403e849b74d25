import pg from 'pg';
import { settingsOf, type Scope } from './scope.js';

/** In whose role a statement runs; `own` leaves it as it is. */
type Mode = 'scope' | 'system' | 'own';
type Result<Row extends object> = pg.QueryResult<Row>;

/** `set local`, not `select set_config(...)`: nothing to plan, half the work. The names are ours. */
const scopeStatement = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`)
    .join('; ');

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
  if (options.timeoutMs !== undefined) {
    // What may take long is worth a plan for its own parameters; the role's default is to keep one for all.
    all['plan_cache_mode'] = 'auto';
  }
  const begin = `begin${options.repeatableRead ? ' isolation level repeatable read' : ''}; ${scopeStatement(all)}`;
  // The role's limit runs since BEGIN, and PostgreSQL starts one anew only when none runs.
  return options.timeoutMs === undefined
    ? begin
    : `${begin}; set local transaction_timeout = 0; set local transaction_timeout = ${options.timeoutMs}`;
};

interface Statement {
  readonly mode: Mode;
  /** A function when what is sent is settled only as it leaves. */
  readonly config: pg.QueryConfig | (() => pg.QueryConfig);
  /** The role that the statement itself sets. */
  readonly leaves?: Mode;
  /** Says what its failure means. */
  readonly explain?: (error: unknown) => unknown;
}

/** What an answer may need beyond PostgreSQL's own limit. */
const LATE_MS = 5_000;

const COMMIT: Statement = { mode: 'own', config: { text: 'commit' } };

type Piped = pg.PoolClient & { connection: { stream: { cork(): void; uncork(): void } } };

/**
 * The connection of one transaction. It begins with the first statement, in that statement's role, and switches
 * between the scope's role and the system's as statements ask. What needs no answer waits and is sent together with
 * the next statement or the commit: a change costs two writes to the socket and two waits, whatever it touches.
 */
export class Session {
  private connecting: Promise<pg.PoolClient> | null = null;
  private role: string | null = null;
  private waiting: Statement[] = [];
  private failure: { readonly error: unknown } | null = null;
  private closed = false;
  private gathering = false;

  constructor(
    private readonly pool: pg.Pool,
    readonly scope: Scope,
    private readonly options: SessionOptions = {},
  ) {}

  get ownRole(): string {
    return settingsOf(this.scope)['overread.role'] ?? '';
  }

  /** Runs a statement after all that were asked for before it; fails with the first that failed. */
  async query<Row extends object>(statement: Statement): Promise<Result<Row>> {
    const client = await this.connected();
    if (this.closed) throw new Error('the transaction is over');
    const result = this.send<Row>(client, statement);
    try {
      return await result;
    } catch (error) {
      throw this.failure ? this.failure.error : error;
    }
  }

  /** Runs a statement before the next, or before the commit; its failure is theirs. */
  later(statement: Statement): void {
    if (this.closed) throw new Error('the transaction is over');
    this.waiting.push(statement);
  }

  /** The whole transaction, of this one statement, in one round trip. */
  async only<Row extends object>(statement: Statement): Promise<Result<Row>> {
    const client = await this.connected();
    this.closed = true;
    const result = this.send<Row>(client, statement);
    await this.release(client, this.send(client, COMMIT));
    return result;
  }

  async commit(): Promise<void> {
    if (this.connecting === null && this.waiting.length === 0) return;
    const client = await this.connected();
    this.closed = true;
    await this.release(client, this.send(client, COMMIT));
  }

  async rollback(): Promise<void> {
    this.closed = true;
    this.waiting = [];
    const client = await this.connecting?.catch(() => null);
    if (!client) return;
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
  }

  /** PostgreSQL answers ROLLBACK to the commit of a transaction in which a statement failed: that one's error counts. */
  private async release(client: pg.PoolClient, ended: Promise<unknown>): Promise<void> {
    await ended.then(
      () => client.release(),
      () => client.release(true),
    );
    if (this.failure) throw this.failure.error;
    await ended;
  }

  private connected(): Promise<pg.PoolClient> {
    this.connecting ??= this.pool.connect();
    return this.connecting;
  }

  /** Sends what waits and then the statement. Nothing here awaits: the order asked is the order sent. */
  private send<Row extends object>(client: pg.PoolClient, statement: Statement): Promise<Result<Row>> {
    this.gather(client);
    for (const waiting of this.waiting.splice(0)) void this.issue(client, waiting).catch(() => undefined);
    return this.issue<Row>(client, statement);
  }

  /** What is asked for in one go leaves in one write, when whoever asks has nothing more to ask for now. */
  private gather(client: pg.PoolClient): void {
    if (this.gathering) return;
    this.gathering = true;
    const { stream } = (client as Piped).connection;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }

  private issue<Row extends object>(client: pg.PoolClient, statement: Statement): Promise<Result<Row>> {
    const { mode, config, leaves, explain } = statement;
    // What runs in any role, asked first, begins in the scope's.
    const wanted = mode === 'own' && this.role !== null ? this.role : this.roleOf(mode);
    if (this.role === null) this.track(client.query(beginStatement(this.scope, mode, this.options)));
    else if (this.role !== wanted) this.track(client.query(scopeStatement({ 'overread.role': wanted ?? '' })));
    this.role = leaves ? this.roleOf(leaves) : wanted;
    const result = client.query<Row>(this.patient(typeof config === 'function' ? config() : config));
    this.track(result, explain);
    return result;
  }

  /** Who may take longer is waited for longer. */
  private patient(config: pg.QueryConfig): pg.QueryConfig {
    const { timeoutMs } = this.options;
    return timeoutMs === undefined ? config : Object.assign({ query_timeout: timeoutMs + LATE_MS }, config);
  }

  private track(result: Promise<unknown>, explain?: (error: unknown) => unknown): void {
    result.catch((error: unknown) => {
      this.failure ??= { error: explain ? explain(error) : error };
    });
  }

  private roleOf(mode: Mode): string {
    return mode === 'system' ? 'system' : this.ownRole;
  }
}
