import { stepNaming, type FutureRead, type ReadId, type ReadingGroupId, type RosterShift } from '@overread/domain';
import type { OpenWork } from '../forecast/open-work.queries.js';
import type { OnCallPerson } from '../forecast/people-ahead.js';
import type { ComingRead, FuturePool } from './future-pool.js';
import { compareMisses, willMiss } from './will-miss.js';

interface Weighed {
  /** The group, or the on-call shift. */
  id: string;
  readingGroupId: ReadingGroupId;
  name: string;
  /** Reads that would be opened, or that who is called in may take, of those that miss. */
  readIds: ReadId[];
  saves: number;
  harms: number;
}

/** A group whose step would be opened to reads that miss their deadline otherwise. */
export interface OpenGroup extends Weighed {
  kind: 'open-group';
}

/** Somebody on call who would be called in. */
export interface CallInReader extends Weighed {
  kind: 'call-in';
  shift: RosterShift;
}

export type Remedy = OpenGroup | CallInReader;

interface Weighing {
  coming: readonly ComingRead[];
  outcomes: readonly FutureRead[];
  groupName: (id: ReadingGroupId) => string;
}

/** Remedies of each kind that are weighed: those that most of the missing reads could use. */
const MOST_WEIGHED = 5;

/** Plays once more with each group opened to, and with each reader called in, and keeps what helps; the best first. */
export async function weighRemedies(future: FuturePool, weighing: Weighing): Promise<Remedy[]> {
  const { coming, outcomes } = weighing;
  const missing = coming.filter((each, index) => willMiss(each, outcomes[index]));
  const remedies = [
    ...(await weighGroups(future, weighing, missing)),
    ...(await weighCallIns(future, weighing, missing)),
  ];
  return remedies.sort((a, b) => b.saves - a.saves || a.readIds.length - b.readIds.length);
}

async function weighGroups(
  future: FuturePool,
  { coming, outcomes, groupName }: Weighing,
  missing: readonly ComingRead[],
): Promise<OpenGroup[]> {
  const named = new Map<ReadingGroupId, OpenWork[]>();
  for (const { work, arrival } of missing) {
    if (arrival) continue;
    const closed = work.read.ladder.filter(({ openedAt }) => openedAt === null);
    for (const id of new Set(closed.flatMap(({ pool }) => pool.readingGroupIds)))
      named.set(id, [...(named.get(id) ?? []), work]);
  }
  const groups: OpenGroup[] = [];
  for (const [readingGroupId, works] of mostUsed(named)) {
    const asked = new Set(works.map(({ read }) => read.id));
    const opened = ({ read }: OpenWork) => (asked.has(read.id) ? (stepNaming(read, readingGroupId) ?? -1) : -1);
    const helps = compareMisses(coming, outcomes, await future.play(coming, { opened }));
    const name = groupName(readingGroupId);
    if (helps.saves > 0) {
      groups.push({ kind: 'open-group', id: readingGroupId, readingGroupId, name, readIds: [...asked], ...helps });
    }
  }
  return groups;
}

async function weighCallIns(
  future: FuturePool,
  { coming, outcomes }: Weighing,
  missing: readonly ComingRead[],
): Promise<CallInReader[]> {
  const { onCall, people } = future.pool;
  const usable = new Map<OnCallPerson, ComingRead[]>();
  for (const [index, person] of onCall.entries()) {
    const place = people.length + index;
    const reads = missing.filter((each) => each.future.eligible.some(({ readers }) => readers.has(place)));
    if (reads.length > 0) usable.set(person, reads);
  }
  const callIns: CallInReader[] = [];
  for (const [called, reads] of mostUsed(usable)) {
    const helps = compareMisses(coming, outcomes, await future.play(coming, { called }));
    if (helps.saves <= 0) continue;
    const readIds = reads.flatMap(({ work, arrival }) => (arrival ? [] : [work.read.id]));
    const { shift, readingGroupId, facts } = called;
    const name = facts.reader.name;
    callIns.push({ kind: 'call-in', id: shift.id, readingGroupId, name, readIds, shift, ...helps });
  }
  return callIns;
}

const mostUsed = <Key, Read>(uses: ReadonlyMap<Key, Read[]>): [Key, Read[]][] =>
  [...uses].sort(([, a], [, b]) => b.length - a.length).slice(0, MOST_WEIGHED);
