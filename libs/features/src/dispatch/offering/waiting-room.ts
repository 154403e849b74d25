import {
  isPressing,
  readable,
  type Instant,
  type Read,
  type ReaderId,
  type Study,
  type StudyId,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import type { Tx } from '@overread/platform';
import type { Waiting } from '../waiting.queries.js';
import { liveStamps, stampOf, studiesWithReads, type HeldRead } from './held.queries.js';

/** What of one study the dispatcher has to do with. */
interface Kept {
  stamp: string;
  waiting: readonly Waiting[];
  /** Reads with a step of their ladder still closed. */
  climbing: readonly Waiting[];
}

/** Studies read in one look: a long look would hold up everything else in this process. */
const AT_ONCE = 500;

/**
 * Everything that waits to be offered, and everything that is held, in memory: looked up in the tables by whoever begins
 * to lead, then kept by what the log tells of. What is decided on it is checked again under lock.
 */
@Injectable()
export class WaitingRoom {
  private readonly studies = new Map<StudyId, Kept>();
  /** Of the few among them of which somebody holds a read: every round asks. */
  private readonly held = new Map<StudyId, readonly HeldRead[]>();
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

  /** Everything that may be offered. */
  everything(): Waiting[] {
    return [...this.studies.values()].flatMap((each) => each.waiting);
  }

  /** The same, for whoever asks for what is fresh from then on. */
  takeAll(): Waiting[] {
    this.fresh = [];
    return this.everything();
  }

  /** What has come since it was last asked for that, or for everything. */
  takeFresh(): Waiting[] {
    const fresh = this.fresh.filter((each) => this.has(each));
    this.fresh = [];
    return fresh;
  }

  /** Whether it still waits, as it is. */
  has(each: Waiting): boolean {
    return this.studies.get(each.study.id)?.waiting.includes(each) ?? false;
  }

  /** Reads of these studies, or of all, with a step of their ladder still closed, that could be read if it were open. */
  climbing(studyIds?: Iterable<StudyId>): Waiting[] {
    const studies = studyIds ? [...studyIds].flatMap((id) => this.studies.get(id) ?? []) : [...this.studies.values()];
    return studies.flatMap((each) => each.climbing);
  }

  /** Everything that is held or offered just now, by reader; the least pressing first. */
  heldByReader(): Map<ReaderId, HeldRead[]> {
    const held = [...this.held.values()].flat();
    held.sort((a, b) => dueTime(b) - dueTime(a) || (a.id < b.id ? -1 : 1));
    return Map.groupBy(held, (each) => each.readerId);
  }

  /** Studies whose rows are other than remembered. */
  async changed(tx: Tx): Promise<StudyId[]> {
    const stamps = await liveStamps(tx);
    const gone = [...this.studies.keys()].filter((id) => !stamps.has(id));
    const other = [...stamps].filter(([id, stamp]) => this.studies.get(id)?.stamp !== stamp).map(([id]) => id);
    return [...gone, ...other];
  }

  private keep(id: StudyId, found: { study: Study; reads: Read[] } | undefined): void {
    this.held.delete(id);
    if (!found?.reads.some(isLive)) {
      this.studies.delete(id);
      return;
    }
    const { study, reads } = found;
    const waiting = reads.filter((read) => offerable(read, study)).map((read) => ({ study, reads, read }));
    this.fresh.push(...waiting);
    const climbing = reads.filter((read) => climbs(read, study)).map((read) => ({ study, reads, read }));
    const held = reads.flatMap((read) => heldOf(read, study));
    if (held.length > 0) this.held.set(id, held);
    this.studies.set(id, { stamp: stampOf(study, reads), waiting, climbing });
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

/** Whether a closed step of its ladder may matter yet. */
const climbs = ({ state, ladderStep, ladder }: Read, study: Study): boolean =>
  (state === 'queued' || state === 'assigned') &&
  ladderStep < ladder.length - 1 &&
  study.state !== 'expected' &&
  study.state !== 'cancelled' &&
  (study.hold === null || isPressing(study));

function heldOf(read: Read, { priority }: Study): HeldRead[] {
  const { id, studyId, healthSystemId, readerId, purpose, state, openedAt, dueAt, expectedMinutes } = read;
  if (readerId === null || (state !== 'assigned' && state !== 'in-progress')) return [];
  return [{ id, studyId, healthSystemId, readerId, purpose, state, openedAt, dueAt, expectedMinutes, priority }];
}

const dueTime = ({ dueAt }: HeldRead): number => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
