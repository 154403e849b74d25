import {
  DEFAULT_DISPATCH_PARAMS,
  inOfferOrder,
  readable,
  type Instant,
  type ReaderId,
  type Read,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import { liveStamps, stampOf, studiesWithReads, type HeldRead } from './held.queries.js';
import type { Waiting } from '../waiting.queries.js';

/** What of one study the dispatcher has to do with. */
interface Kept {
  stamp: string;
  waiting: readonly Waiting[];
  held: readonly HeldRead[];
}

/** Studies read in one look: a long look would hold up everything else in this process. */
const AT_ONCE = 500;
/** The order of thousands moves slowly: what is new takes its place in it at once, the rest after this. Milliseconds. */
const ORDER_MS = 1_000;

/**
 * Everything that waits to be offered, and everything that is held, in memory: looked up in the tables by whoever begins
 * to lead, then kept by what the log tells of. What is decided on it is checked again under lock.
 */
@Injectable()
export class WaitingRoom {
  private readonly studies = new Map<StudyId, Kept>();
  private ordered: { waiting: Waiting[]; at: Instant } | null = null;
  private fresh: Waiting[] = [];

  /** Reads again the studies named, or every one whose rows are other than remembered; answers the database's clock. */
  async refresh(tx: Tx, studyIds?: ReadonlySet<StudyId>): Promise<Instant> {
    const ids = studyIds ? [...studyIds] : await this.changed(tx);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const found = new Map((await studiesWithReads(tx, some)).map((each) => [each.study.id, each]));
      for (const id of some) this.keep(id, found.get(id));
    }
    return tx.now();
  }

  /** What may be offered now, most pressing first. */
  inOrder(now: Instant): Waiting[] {
    if (this.ordered === null || now.getTime() - this.ordered.at.getTime() >= ORDER_MS) {
      const waiting = [...this.studies.values()].flatMap((each) => each.waiting);
      this.ordered = { waiting: inOrder(waiting, now), at: now };
    } else if (this.fresh.length > 0) {
      // All are placed by one instant: by another the old would have to move as well.
      const { waiting, at } = this.ordered;
      const fresh = this.fresh.filter((each) => this.isCurrent(each));
      this.ordered = { waiting: merged(waiting, inOrder(fresh, at), at), at };
    }
    this.fresh = [];
    return this.ordered.waiting.filter((each) => this.isCurrent(each));
  }

  /** Everything that is held or offered just now, by reader; the least pressing first. */
  heldByReader(): Map<ReaderId, HeldRead[]> {
    const held = [...this.studies.values()].flatMap((each) => each.held);
    held.sort((a, b) => dueTime(b) - dueTime(a) || (a.id < b.id ? -1 : 1));
    return Map.groupBy(held, (each) => each.readerId);
  }

  get size(): number {
    let size = 0;
    for (const { waiting } of this.studies.values()) size += waiting.length;
    return size;
  }

  private isCurrent(each: Waiting): boolean {
    return this.studies.get(each.study.id)?.waiting.includes(each) ?? false;
  }

  private async changed(tx: Tx): Promise<StudyId[]> {
    const stamps = await liveStamps(tx);
    const gone = [...this.studies.keys()].filter((id) => !stamps.has(id));
    const other = [...stamps].filter(([id, stamp]) => this.studies.get(id)?.stamp !== stamp).map(([id]) => id);
    return [...gone, ...other];
  }

  private keep(id: StudyId, found: { study: Study; reads: Read[] } | undefined): void {
    const waiting = found ? found.reads.filter((read) => offerable(read, found.study)) : [];
    const held = found ? found.reads.flatMap((read) => heldOf(read, found.study)) : [];
    if (!found || !found.reads.some(isLive)) {
      this.studies.delete(id);
      return;
    }
    const kept = waiting.map((read) => ({ ...found, read }));
    this.fresh.push(...kept);
    this.studies.set(id, { stamp: stampOf(found.study, found.reads), waiting: kept, held });
  }
}

const LIVE: readonly Read['state'][] = ['queued', 'assigned', 'in-progress'];
const isLive = ({ state }: Read): boolean => LIVE.includes(state);

/** Whether the read may be offered as it stands: what is final waits for second reads only. */
const offerable = (read: Read, study: Study): boolean =>
  read.state === 'queued' &&
  read.ladderStep >= 0 &&
  readable(study) &&
  (study.state !== 'final' || read.purpose !== 'primary');

function heldOf(read: Read, { priority }: Study): HeldRead[] {
  const { id, studyId, healthSystemId, readerId, purpose, state, openedAt, dueAt } = read;
  if (readerId === null || (state !== 'assigned' && state !== 'in-progress')) return [];
  return [{ id, studyId, healthSystemId, readerId, purpose, state, openedAt, dueAt, priority }];
}

const dueTime = ({ dueAt }: HeldRead): number => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

/** How many could take each is no part of this order: it would be the same for all. */
const asked = (each: Waiting) => ({ ...each, whole: each, eligibleOnShift: 1 });

const inOrder = (waiting: readonly Waiting[], now: Instant): Waiting[] =>
  inOfferOrder(waiting.map(asked), now, DEFAULT_DISPATCH_PARAMS).map(({ whole }) => whole);

/** Two lists that are each in order as one. */
function merged(many: readonly Waiting[], few: readonly Waiting[], now: Instant): Waiting[] {
  const result = [...many];
  for (const each of few) {
    let low = 0;
    let high = result.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = result[middle];
      if (other && inOrder([other, each], now)[0] === other) low = middle + 1;
      else high = middle;
    }
    result.splice(low, 0, each);
  }
  return result;
}
