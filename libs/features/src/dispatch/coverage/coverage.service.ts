import { ofGroup, plusMinutes, type CoverageNetwork, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import type { Coverage } from '@overread/wire';
import { NetworkDirectory, type DirectorySnapshot } from '../../network/index.js';
import { comingArrivals } from '../capacity/arrivals.queries.js';
import { coverageAnswer } from './coverage-answer.js';
import { coverageOutlook, type SeenCoverage, type SeenKind } from './coverage-outlook.js';
import { viewedAs, type CoverageView } from './coverage-view.js';
import { seenKinds, shiftsUntil, type KindRow } from './coverage.queries.js';
import { groupsDealingWith } from './deals-with.js';

/** Looked at always; whoever asks for less is told of less. */
const HOURS = 72;
const DAYS = 90;
/** What was seen is good for so many times what it took to see, within these bounds: a small network is seen in a moment. */
const FRESH_TIMES = 50;
const FRESH_MS = { least: 10_000, most: 5 * 60_000 };
/** Beyond that it is told once more while it is looked at anew, where that took longer than whoever asks would wait. Milliseconds. */
const WAITED_MS = 2_000;
const KEPT_MS = 15 * 60_000;

interface Look {
  atMs: number;
  seen: Promise<SeenCoverage>;
  /** Null until it is there. */
  done: { seen: SeenCoverage; tookMs: number } | null;
}

/** Who could read what in the coming hours: all of it, or what a group's own readers could. */
@Injectable()
export class CoverageService {
  /** By reading group, null being the whole network: the look that was begun last, and the last that was finished. */
  private readonly begun = new Map<ReadingGroupId | null, Look>();
  private readonly finished = new Map<ReadingGroupId | null, Look>();
  /** One at a time: it is much work. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /** Some seconds old; where it takes long to see, at most a quarter of an hour. */
  async look(readingGroupId: ReadingGroupId | null, view: CoverageView): Promise<Coverage> {
    const fresh = this.seen(readingGroupId);
    const kept = this.finished.get(readingGroupId)?.done;
    fresh.catch(() => undefined);
    const seen = kept && kept.tookMs > WAITED_MS ? kept.seen : await fresh;
    const outlook = await viewedAs(seen, view);
    return coverageAnswer(outlook, { directory: seen.directory, readingGroupId, days: view.days });
  }

  /** Seen just now, or anew. */
  seen(readingGroupId: ReadingGroupId | null, anew = false): Promise<SeenCoverage> {
    const nowMs = performance.now();
    for (const looks of [this.begun, this.finished]) forget(looks, nowMs - KEPT_MS);
    const known = this.begun.get(readingGroupId);
    if (known && !anew && nowMs - known.atMs < goodForMs(known)) return known.seen;
    const seen = this.running.catch(() => undefined).then(() => this.make(readingGroupId));
    const look: Look = { atMs: nowMs, seen, done: null };
    this.running = seen;
    this.begun.set(readingGroupId, look);
    seen.then(
      (done) => {
        look.done = { seen: done, tookMs: performance.now() - nowMs };
        this.finished.set(readingGroupId, look);
      },
      () => this.begun.delete(readingGroupId),
    );
    return seen;
  }

  private async make(readingGroupId: ReadingGroupId | null): Promise<SeenCoverage> {
    const directory = this.directory.snapshot();
    const rows = await this.database.transaction(
      systemScope,
      async (tx) => {
        const now = await tx.now();
        const [kinds, learned] = [await seenKinds(tx), await comingArrivals(tx, now, HOURS)];
        return { now, kinds, learned, shifts: await shiftsUntil(tx, plusMinutes(now, HOURS * 60)) };
      },
      { timeoutMs: 30_000 },
    );
    const { now, learned, shifts } = rows;
    const readers = [...directory.readers.values()]
      .filter(({ reader }) => reader.retiredAt === null || reader.retiredAt > now)
      .map((facts) => ({ ...facts, shifts: shifts.get(facts.reader.id) ?? [] }));
    const whole: CoverageNetwork = { readers, relations: directory.relations, groups: directory.groups };
    const network = readingGroupId === null ? whole : ofGroup(whole, readingGroupId);
    const kinds = kindsOf(rows.kinds, directory).filter(
      ({ read }) =>
        readingGroupId === null ||
        groupsDealingWith(directory.relations.get(read.healthSystem.id), now).has(readingGroupId),
    );
    const outlook = await coverageOutlook({ kinds, network, learned, now, hours: HOURS, days: DAYS });
    const expiring = outlook.expiring.filter(
      (each) => readingGroupId === null || each.kind !== 'agreement' || each.readingGroupId === readingGroupId,
    );
    return { outlook: { ...outlook, expiring }, directory, network };
  }
}

/** One that is still being made is good until it is there. */
const goodForMs = ({ done }: Look): number =>
  done === null ? Infinity : Math.min(FRESH_MS.most, Math.max(FRESH_MS.least, FRESH_TIMES * done.tookMs));

function forget(looks: Map<unknown, Look>, beforeMs: number): void {
  for (const [key, { atMs, done }] of looks) if (done !== null && atMs < beforeMs) looks.delete(key);
}

function kindsOf(rows: readonly KindRow[], directory: DirectorySnapshot): SeenKind[] {
  return rows.flatMap(({ facilityId, studiesPerWeek, queued, ...facts }) => {
    const facility = directory.facilities.get(facilityId);
    const healthSystem = facility && directory.healthSystems.get(facility.healthSystemId);
    if (!facility || !healthSystem || facility.retiredAt !== null) return [];
    return [{ studiesPerWeek, queued, read: { ...facts, facility, healthSystem, otherReads: [] } }];
  });
}
