import { ofGroup, plusMinutes, type CoverageNetwork, type ReadingGroupId } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import type { Coverage } from '@overread/wire';
import { NetworkDirectory, type DirectorySnapshot } from '../../network/index.js';
import { comingArrivals } from '../capacity/arrivals.queries.js';
import { coverageAnswer } from './coverage-answer.js';
import { coverageOutlook, type CoverageOutlook, type SeenKind } from './coverage-outlook.js';
import { seenKinds, shiftsUntil, type KindRow } from './coverage.queries.js';
import { groupsDealingWith } from './deals-with.js';

export interface CoverageAsked {
  /** Null is the whole network. */
  readingGroupId: ReadingGroupId | null;
  hours: number;
  days: number;
}

/** An answer is good for so long, milliseconds: it is much work, and rosters and credentials change by the hour. */
const FRESH_MS = 5 * 60_000;

/** What was seen of the coming hours, and of whom. */
export interface SeenCoverage {
  outlook: CoverageOutlook;
  directory: DirectorySnapshot;
  network: CoverageNetwork;
}

/** Who could read what in the coming hours: all of it, or what a group's own readers could. */
@Injectable()
export class CoverageService {
  private readonly known = new Map<string, { atMs: number; seen: Promise<SeenCoverage> }>();
  /** One at a time: it is much work. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  async look(asked: CoverageAsked): Promise<Coverage> {
    const { readingGroupId, days } = asked;
    const { outlook, directory } = await this.seen(asked);
    return coverageAnswer(outlook, { directory, readingGroupId, days });
  }

  /** Made within the last minutes, or anew. */
  seen(asked: CoverageAsked, anew = false): Promise<SeenCoverage> {
    const nowMs = performance.now();
    for (const [key, { atMs }] of this.known) if (nowMs - atMs > FRESH_MS) this.known.delete(key);
    const key = `${asked.readingGroupId} ${asked.hours} ${asked.days}`;
    const known = this.known.get(key);
    if (known && !anew) return known.seen;
    const seen = this.running.catch(() => undefined).then(() => this.make(asked));
    this.running = seen;
    this.known.set(key, { atMs: nowMs, seen });
    seen.catch(() => this.known.delete(key));
    return seen;
  }

  private async make({ readingGroupId, hours, days }: CoverageAsked): Promise<SeenCoverage> {
    const directory = this.directory.snapshot();
    const rows = await this.database.transaction(
      systemScope,
      async (tx) => {
        const now = await tx.now();
        const [kinds, rates] = [await seenKinds(tx), await comingArrivals(tx, now, hours)];
        return { now, kinds, rates, shifts: await shiftsUntil(tx, plusMinutes(now, hours * 60)) };
      },
      { timeoutMs: 30_000 },
    );
    const { now, rates, shifts } = rows;
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
    const outlook = await coverageOutlook({ kinds, network, rates, now, hours, days });
    const expiring = outlook.expiring.filter(
      (each) => readingGroupId === null || each.kind !== 'agreement' || each.readingGroupId === readingGroupId,
    );
    return { outlook: { ...outlook, expiring }, directory, network };
  }
}

function kindsOf(rows: readonly KindRow[], directory: DirectorySnapshot): SeenKind[] {
  return rows.flatMap(({ facilityId, studiesPerWeek, queued, ...facts }) => {
    const facility = directory.facilities.get(facilityId);
    const healthSystem = facility && directory.healthSystems.get(facility.healthSystemId);
    if (!facility || !healthSystem || facility.retiredAt !== null) return [];
    return [{ studiesPerWeek, queued, read: { ...facts, facility, healthSystem, otherReads: [] } }];
  });
}
