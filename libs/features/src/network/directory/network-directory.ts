import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { LoggedEvent, ReaderId } from '@overread/domain';
import { Database, LogTail, systemScope } from '@overread/platform';
import { NO_ROWS, snapshotOf, type DirectorySnapshot, type NetworkRows } from './directory-snapshot.js';
import { loadNetwork, recounted, type Stale } from './load-network.js';

type Kind = keyof NetworkRows;
const KINDS: Readonly<Record<string, Kind>> = {
  'health-system': 'healthSystems',
  facility: 'facilities',
  'reading-group': 'groups',
  agreement: 'agreements',
  contract: 'contracts',
  'service-level': 'serviceLevels',
};
const OF_A_READER: ReadonlySet<string> = new Set([
  'reader.changed',
  'reader.paused',
  'reader.resumed',
  'reader.signed-on',
  'reader.signed-off',
]);
const EVERYTHING = [...Object.values(KINDS), 'readers'] as readonly Kind[];
/** Shifts come into sight as time passes, without an event. */
const EVERY_MS = 10 * 60_000;
const GATHER_MS = 15;
/** Reads are signed all the time; nothing waits for the count of them. */
const COUNT_MS = 200;
const RETRY_MS = 1_000;

/** The whole network in memory, as every rule needs it; follows the log, so that each process has the same. */
@Injectable()
export class NetworkDirectory implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('NetworkDirectory');
  private rows: NetworkRows = NO_ROWS;
  private current: DirectorySnapshot = snapshotOf(NO_ROWS);
  private stale = new Map<Kind, Set<string> | 'all'>();
  /** Readers of whom some have completed reads since they were read. */
  private uncounted = new Set<ReaderId>();
  private queued: Promise<void> | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopListening: (() => void) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private gathering: NodeJS.Timeout | null = null;
  private counting: NodeJS.Timeout | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stopListening = this.tail.onEvents((events) => this.follow(events));
    await this.refresh();
  }

  /** What others changed between the first look and the tail's start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.tail.onApplicationBootstrap();
    await this.refresh();
    this.timer = setInterval(() => this.refreshSoon(EVERYTHING), EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopListening?.();
    clearInterval(this.timer ?? undefined);
    clearTimeout(this.gathering ?? undefined);
    clearTimeout(this.counting ?? undefined);
    await this.running.catch(() => undefined);
  }

  /** Never changes once given: ask again for what is newer. */
  snapshot(): DirectorySnapshot {
    return this.current;
  }

  /** Called when there is a new snapshot. */
  onChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Reads again what the events are about, or everything; resolves when the snapshot has it. */
  refresh(events?: readonly Pick<LoggedEvent, 'type' | 'data'>[]): Promise<void> {
    if (events === undefined) for (const kind of EVERYTHING) this.stale.set(kind, 'all');
    else for (const event of events) this.mark(event);
    if (this.stale.size === 0 && this.uncounted.size === 0) return Promise.resolve();
    this.queued ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.queued = null;
        this.running = this.load();
        return this.running;
      });
    return this.queued;
  }

  private follow(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      this.mark(event);
      if (event.type === 'read.completed') for (const readerId of event.readerIds) this.uncounted.add(readerId);
    }
    if (this.stale.size > 0) this.refreshSoon([]);
    if (this.uncounted.size === 0 || this.counting !== null) return;
    this.counting = setTimeout(() => {
      this.counting = null;
      this.refreshSoon([]);
    }, COUNT_MS).unref();
  }

  /** A burst of changes is read once. */
  private refreshSoon(kinds: readonly Kind[], afterMs = GATHER_MS): void {
    for (const kind of kinds) this.stale.set(kind, 'all');
    if (this.gathering !== null) return;
    this.gathering = setTimeout(() => {
      this.gathering = null;
      this.refresh([]).catch((error: unknown) => {
        this.logger.warn(`cannot be read now: ${error instanceof Error ? error.message : String(error)}`);
        this.refreshSoon([], RETRY_MS);
      });
    }, afterMs).unref();
  }

  private mark({ type, data }: Pick<LoggedEvent, 'type' | 'data'>): void {
    const { kind } = data;
    const ofNetwork = type === 'network.changed' || type.startsWith('group.');
    if (ofNetwork && typeof kind === 'string') this.markRow(KINDS[kind], data['id']);
    if (OF_A_READER.has(type)) this.markRow('readers', data['readerId']);
    if (type === 'roster.changed')
      for (const readerId of Array.isArray(data['readerIds']) ? data['readerIds'] : [])
        this.markRow('readers', readerId);
  }

  private markRow(kind: Kind | undefined, id: unknown): void {
    if (kind === undefined || typeof id !== 'string') return;
    const marked = this.stale.get(kind);
    if (marked === 'all') return;
    if (marked) marked.add(id);
    else this.stale.set(kind, new Set([id]));
  }

  private async load(): Promise<void> {
    const { stale, uncounted } = this;
    this.stale = new Map();
    this.uncounted = new Set();
    try {
      this.rows = await this.database.transaction(
        systemScope,
        async (tx) => {
          const rows = await loadNetwork(tx, this.rows, Object.fromEntries(stale) as Stale);
          return { ...rows, readers: await recounted(tx, rows.readers, uncounted) };
        },
        { repeatableRead: true },
      );
    } catch (error) {
      // What could not be read is still to be read, beside what has come since.
      for (const [kind, ids] of stale) {
        const since = this.stale.get(kind);
        this.stale.set(kind, ids === 'all' || since === 'all' ? 'all' : new Set([...ids, ...(since ?? [])]));
      }
      for (const readerId of uncounted) this.uncounted.add(readerId);
      throw error;
    }
    const { readers } = this.rows;
    // Readers come and go all day; what is derived from the rest stays the same object for whoever indexes it.
    const onlyReaders = [...stale.keys()].every((kind) => kind === 'readers');
    this.current = onlyReaders ? { ...this.current, readers } : snapshotOf(this.rows);
    for (const listener of this.listeners) listener();
  }
}
