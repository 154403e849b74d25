import {
  EligibilityIndex,
  type Instant,
  type LoggedEvent,
  type ReaderFacts,
  type ReaderId,
  type Relations,
} from '@overread/domain';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Database, inTurns, LogTail, systemScope } from '@overread/platform';
import { isDeepStrictEqual } from 'node:util';
import { NetworkDirectory, type DirectorySnapshot } from '../../network/index.js';
import { heldMinutes } from '../held-minutes.queries.js';

/** Transactions look at the clock a little before or after each other; a clock that was set back is further off. */
const SET_BACK_MS = 60_000;
const GATHER_MS = 20;
/** What the log told is counted again now and then, all of it. */
const RECOUNT_MS = 60_000;
/** More changed readers than this are taken in between other work: about ten milliseconds of it. */
const AT_ONCE = 100;
const NOTHING: ReaderFacts['held'] = { routineMinutes: 0, urgentMinutes: 0 };

type Known = Pick<DirectorySnapshot, 'readers' | 'relations'>;

/**
 * The compiled rules of the whole network: built from the directory in turns with other work, before the process serves
 * anybody, and kept by directory and log. Until it is built nobody is known, and who is unknown may read nothing.
 */
@Injectable()
export class LiveIndex implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('LiveIndex');
  private index = new EligibilityIndex({ readers: [], relations: new Map() }, new Date(0));
  private built = false;
  private known: Known = { readers: new Map(), relations: new Map() };
  /** The directory's own map, which is another one when anything in it is. */
  private told: Known['relations'] = new Map();
  private uncounted = new Set<ReaderId>();
  private counting: NodeJS.Timeout | null = null;
  private recount: NodeJS.Timeout | null = null;
  private readonly stops: (() => void)[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly directory: NetworkDirectory,
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  onModuleInit(): void {
    this.stops.push(this.directory.onChanged(() => this.takeIn(this.directory.snapshot())));
    this.stops.push(this.tail.onEvents((events) => this.follow(events)));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.build();
    this.recount = setInterval(() => this.countSoon(null), RECOUNT_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    for (const stop of this.stops) stop();
    clearInterval(this.recount ?? undefined);
    clearTimeout(this.counting ?? undefined);
    await this.running;
  }

  /** The index as of an instant: what began or ended by then has flipped. */
  at(now: Instant): EligibilityIndex {
    const { index } = this;
    const aheadMs = index.at.getTime() - now.getTime();
    if (aheadMs < 0 || aheadMs > SET_BACK_MS) index.advanceTo(now);
    return index;
  }

  private async build(): Promise<void> {
    const now = await this.database.transaction(systemScope, (tx) => tx.now());
    const { readers, relations } = this.directory.snapshot();
    this.index = await inTurns(EligibilityIndex.inSteps({ readers: readers.values(), relations }, now));
    this.known = { readers, relations };
    this.told = relations;
    this.built = true;
    // What came while it was built, and what readers hold.
    this.takeIn(this.directory.snapshot());
    await this.count(null);
  }

  /** What is another object than before in the directory is compiled again. */
  private takeIn({ readers, relations }: Known): void {
    const { index, known } = this;
    if (!this.built) return;
    if (relations !== this.told) {
      this.told = relations;
      const kept = keepSame(known.relations, relations);
      index.setRelations(kept);
      this.known = { ...this.known, relations: kept };
    }
    const changed = [...readers.values()].filter((facts) => known.readers.get(facts.reader.id) !== facts);
    this.known = { ...this.known, readers };
    this.takeReaders(changed, known.readers);
  }

  private takeReaders(changed: readonly ReaderFacts[], before: Known['readers']): void {
    const { index } = this;
    for (const facts of changed.slice(0, AT_ONCE)) {
      const { id } = facts.reader;
      // Somebody newer may have been taken in since.
      const latest = this.known.readers.get(id) ?? facts;
      if (onlyCounted(before.get(id), latest)) index.setCompletedReads(id, latest.session?.completedReads ?? 0);
      else index.putReader(latest);
    }
    // Not before who waits for the directory has gone on.
    if (changed.length > 0) setImmediate(() => this.index.catchUp());
    if (changed.length > AT_ONCE) setImmediate(() => this.takeReaders(changed.slice(AT_ONCE), before));
  }

  private follow(events: readonly LoggedEvent[]): void {
    for (const { type, readerIds } of events)
      if (type.startsWith('read.')) for (const readerId of readerIds) this.uncounted.add(readerId);
    if (this.uncounted.size > 0) this.countSoon(this.uncounted);
  }

  /** A burst of reads is counted once; null counts everybody's. */
  private countSoon(readers: ReadonlySet<ReaderId> | null): void {
    if (readers !== null && this.counting !== null) return;
    clearTimeout(this.counting ?? undefined);
    this.counting = setTimeout(() => {
      this.counting = null;
      const asked = readers === null ? null : this.uncounted;
      this.uncounted = new Set();
      this.running = this.count(asked).catch((error: unknown) => {
        this.logger.warn(
          `what readers hold cannot be counted now: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    }, GATHER_MS).unref();
  }

  private async count(readers: ReadonlySet<ReaderId> | null): Promise<void> {
    if (!this.built || readers?.size === 0) return;
    const held = await this.database.transaction(systemScope, (tx) => heldMinutes(tx, readers ?? undefined));
    for (const id of readers ?? this.known.readers.keys()) this.index.setHeld(id, held.get(id) ?? NOTHING);
  }
}

/** Reads were signed in the same session: everything else is the same object. */
const onlyCounted = (before: ReaderFacts | undefined, now: ReaderFacts): boolean =>
  before !== undefined &&
  before.reader === now.reader &&
  before.licences === now.licences &&
  before.privileges === now.privileges &&
  before.shifts === now.shifts &&
  before.session !== null &&
  before.session.id === now.session?.id;

/** The new relations, with the old objects where they say the same: only what differs is compiled again. */
function keepSame(before: Known['relations'], now: Known['relations']): Known['relations'] {
  return new Map(
    [...now].map(([id, relations]) => {
      const known: Relations | undefined = before.get(id);
      return [id, known !== undefined && isDeepStrictEqual(known, relations) ? known : relations] as const;
    }),
  );
}
