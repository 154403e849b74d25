import { ofGroup, plusMinutes, type Instant, type ReadingGroupId, type Relations } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import type { Coverage } from '@overread/wire';
import { NetworkDirectory, type DirectorySnapshot } from '../../network/index.js';
import { comingArrivals } from '../capacity/arrivals.queries.js';
import { coverageAnswer } from './coverage-answer.js';
import { coverageOutlook, type SeenKind } from './coverage-outlook.js';
import { seenKinds, shiftsUntil, type KindRow } from './coverage.queries.js';

export interface CoverageAsked {
  /** Null is the whole network. */
  readingGroupId: ReadingGroupId | null;
  hours: number;
  days: number;
}

/** An answer is good for so long, milliseconds: it is much work, and rosters and credentials change by the hour. */
const FRESH_MS = 5 * 60_000;

/** Who could read what in the coming hours: all of it, or what a group's own readers could. */
@Injectable()
export class CoverageService {
  private readonly known = new Map<string, { atMs: number; answer: Promise<Coverage> }>();
  /** One at a time: it is much work. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /** Made within the last minutes, or anew. */
  look(asked: CoverageAsked): Promise<Coverage> {
    const nowMs = performance.now();
    for (const [key, { atMs }] of this.known) if (nowMs - atMs > FRESH_MS) this.known.delete(key);
    const key = `${asked.readingGroupId} ${asked.hours} ${asked.days}`;
    const known = this.known.get(key);
    if (known) return known.answer;
    const answer = this.running.catch(() => undefined).then(() => this.make(asked));
    this.running = answer;
    this.known.set(key, { atMs: nowMs, answer });
    answer.catch(() => this.known.delete(key));
    return answer;
  }

  private async make({ readingGroupId, hours, days }: CoverageAsked): Promise<Coverage> {
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
    const whole = { readers, relations: directory.relations };
    const network = readingGroupId === null ? whole : ofGroup(whole, readingGroupId);
    const kinds = kindsOf(rows.kinds, directory).filter(
      ({ read }) =>
        readingGroupId === null || dealsWith(directory.relations.get(read.healthSystem.id), readingGroupId, now),
    );
    const outlook = await coverageOutlook({ kinds, network, rates, now, hours, days });
    const expiring = outlook.expiring.filter(
      (each) => readingGroupId === null || each.kind !== 'agreement' || each.readingGroupId === readingGroupId,
    );
    return coverageAnswer({ ...outlook, expiring }, { directory, readingGroupId, days });
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

/** Whether there is an agreement or a contract that is not over: what else a health system sends is not the group's to see. */
function dealsWith(relations: Relations | undefined, readingGroupId: ReadingGroupId, now: Instant): boolean {
  const terms = [...(relations?.agreements ?? []), ...(relations?.contracts ?? [])];
  return terms.some(
    (each) =>
      each.readingGroupId === readingGroupId &&
      each.retiredAt === null &&
      (each.validUntil === null || each.validUntil > now),
  );
}
