import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError, type LoggedEvent } from '@overread/domain';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Tx } from '../database/tx.js';
import { withoutValues } from '../errors/problem.filter.js';
import type { Lease } from '../leases/lease.js';
import { LeaseKeeper, type Candidacy } from '../leases/lease-keeper.js';
import { LogTail } from './log-tail.js';
import { EVENT_COLUMNS } from './logged-event.js';
import { Waker } from './waker.js';

const BATCH = 200;
const RETRY_MS = { least: 100, most: 15_000 } as const;
const IDLE_MS = 5_000;

/** A durable reader of the log: sees every event at least from its first start on, in order, each exactly once. */
export interface Follower {
  /** Names its cursor: never changed. */
  readonly name: string;
  /** Writes through `tx` are kept exactly when the cursor moves past the events. */
  handle(tx: Tx, events: readonly LoggedEvent[]): Promise<void>;
  /** At most this many events in one transaction. */
  readonly batch?: number;
}

/** Runs the followers of this process, each under a lease, each batch in the transaction that moves its cursor. */
@Injectable()
export class FollowerRunner implements OnApplicationBootstrap {
  private readonly logger = new Logger('Follower');
  private readonly followers = new Map<string, Follower>();
  private running = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly tail: LogTail,
    private readonly leases: LeaseKeeper,
  ) {}

  /** Call while the module is being set up (`onModuleInit`). Runs where the role `follower` is. */
  register(follower: Follower): void {
    if (this.followers.has(follower.name)) throw new Error(`two followers are called ${follower.name}`);
    this.followers.set(follower.name, follower);
    if (this.running) this.start(follower);
  }

  get names(): string[] {
    return [...this.followers.keys()];
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.roles.has('follower')) return;
    await this.tail.onApplicationBootstrap();
    this.running = true;
    for (const follower of this.followers.values()) this.start(follower);
  }

  /** Stands for one follower's lease; tests use it to run two of a kind. */
  start(follower: Follower, lifeMs?: number): Candidacy {
    return this.leases.lead(`follower:${follower.name}`, (lease) => this.follow(follower, lease), lifeMs);
  }

  /**
   * Handles what is committed and not handled yet, once, and answers the cursor. For tests and tools: the loop does
   * the same.
   */
  async step(follower: Follower, lease: Lease): Promise<number> {
    const horizon = this.tail.position;
    const scope: Scope = { kind: 'system', actor: follower.name };
    return this.database.transaction(scope, async (tx) => {
      await tx.guard(lease);
      const cursor = await cursorOf(tx, follower.name);
      const events = await tx.read<LoggedEvent>(
        `select ${EVENT_COLUMNS} from event e where e.position > $1 and e.position <= $2 order by e.position limit $3`,
        [cursor, horizon, follower.batch ?? BATCH],
      );
      const last = events.at(-1);
      if (!last) return Math.max(cursor, horizon);
      await follower.handle(tx, events);
      await tx.read('update log_cursor set position = $2, moved_at = clock_timestamp() where name = $1', [
        follower.name,
        last.position,
      ]);
      return last.position;
    });
  }

  private async follow(follower: Follower, lease: Lease): Promise<void> {
    const waker = new Waker();
    const stopMoved = this.tail.onMoved(() => waker.wake());
    const wake = () => waker.wake();
    lease.lost.addEventListener('abort', wake);
    let retryMs: number = RETRY_MS.least;
    while (!lease.lost.aborted) {
      let pause = IDLE_MS;
      try {
        const cursor = await this.step(follower, lease);
        retryMs = RETRY_MS.least;
        if (cursor < this.tail.position) continue;
      } catch (error) {
        if (lease.lost.aborted || isLost(error)) break;
        this.logger.error(`${follower.name}: ${withoutValues(error)}`);
        pause = retryMs;
        retryMs = Math.min(retryMs * 2, RETRY_MS.most);
      }
      if (!lease.lost.aborted) await waker.sleep(pause);
    }
    stopMoved();
    lease.lost.removeEventListener('abort', wake);
  }
}

/** The cursor's position, locked until the transaction ends; a new follower begins at the log's beginning. */
async function cursorOf(tx: Tx, name: string): Promise<number> {
  const find = () =>
    tx.read<{ position: number }>('select position from log_cursor where name = $1 for update', [name]);
  const [known] = await find();
  if (known) return known.position;
  await tx.read(
    'insert into log_cursor (name, position, moved_at) values ($1, 0, clock_timestamp()) on conflict do nothing',
    [name],
  );
  const [made] = await find();
  return made?.position ?? 0;
}

/** Another leads already; the keeper of this process has yet to notice. */
const isLost = (error: unknown): boolean => error instanceof DomainError && error.code === 'lease/lost';
