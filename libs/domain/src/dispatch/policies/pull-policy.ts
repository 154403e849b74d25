import { PRIORITIES } from '../../studies/study.js';
import type { DispatchBoard } from './dispatch-board.js';
import { NONE, type PolicyMaker } from './dispatch-policy.js';

/** What goes first has the smaller key; the second decides between equal firsts. */
type PullKey = (board: DispatchBoard, read: number) => readonly [number, number];

/** Readers pull what is first in one common order; who has been idle longest takes what comes. */
const pullPolicy =
  (key: PullKey): PolicyMaker =>
  (board) => ({ readFor: (reader) => firstFor(board, reader, key), readerFor: (read) => longestIdle(board, read) });

/** Oldest first. */
export const fifo = pullPolicy((board, read) => [board.reads.queuedAt[read] as number, 0]);

/** Priority, the shorter service level within it, oldest within that: the usual worklist. */
export const priorityPull = pullPolicy(byPriority);

/** Earliest deadline first. */
export const earliestDeadline = pullPolicy((board, read) => [board.reads.dueAt[read] as number, 0]);

export function byPriority({ reads }: DispatchBoard, read: number): readonly [number, number] {
  const queuedAt = reads.queuedAt[read] as number;
  const minutes = Math.round((reads.dueAt[read] as number) - queuedAt);
  return [PRIORITIES.indexOf(reads.priority[read] ?? 'routine') * 1e6 + minutes, queuedAt];
}

/** First of what waits for this reader, of what `admits` (all unless given); the lower slot among equals. */
export function firstFor(
  board: DispatchBoard,
  reader: number,
  key: PullKey,
  admits?: (read: number) => boolean,
): number {
  let best = NONE;
  let least: readonly [number, number] = [Infinity, Infinity];
  for (let each = 0; each < board.waitingCount; each++) {
    const read = board.waiting[each] as number;
    if (!board.mayRead(read, reader) || (admits && !admits(read))) continue;
    const found = key(board, read);
    const order = found[0] - least[0] || found[1] - least[1] || read - best;
    if (best === NONE || order < 0) [best, least] = [read, found];
  }
  return best;
}

/** Who of the idle readers of a read has been idle longest. */
export function longestIdle(board: DispatchBoard, read: number): number {
  return leastIdle(board, read, (reader) => board.readers.idleSince[reader] as number);
}

/** The idle reader of a read for whom `cost` is least; the lower slot among equals. */
export function leastIdle(board: DispatchBoard, read: number, cost: (reader: number) => number): number {
  const { idle } = board.readers;
  const eligible = board.eligible(read);
  let best = NONE;
  let least = Infinity;
  for (let each = 0; each < eligible.length; each++) {
    const reader = eligible[each] as number;
    if (idle[reader] === 0 || !board.mayRead(read, reader)) continue;
    const found = cost(reader);
    if (found < least) [best, least] = [reader, found];
  }
  return best;
}
