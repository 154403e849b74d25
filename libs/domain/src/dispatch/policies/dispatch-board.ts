import type { Tier } from '../../network/network.js';
import type { Priority } from '../../studies/study.js';

/**
 * What a dispatch policy may look at: reads and readers in dense slots (0, 1, 2 ...), and numbers alone. Instants are minutes
 * since the board's start. True reading times are not on it.
 */
export interface DispatchBoard {
  /** The present minute; moves from event to event. */
  readonly now: number;
  readonly reads: BoardReads;
  readonly readers: BoardReaders;
  /** Slots of the reads that wait, in no order; the first `waitingCount` count. */
  readonly waiting: Int32Array;
  readonly waitingCount: number;
  isWaiting(read: number): boolean;
  /** Deviation of the logarithm of a reading time. */
  readonly sigma: number;
  /** Whether every hard rule lets this reader read it, shifts apart. */
  mayRead(read: number, reader: number): boolean;
  /** Whether `mayRead` is narrower for it than `eligible`: a second opinion, or somebody is refused for now. */
  isNarrowed(read: number): boolean;
  /** Readers for whom `mayRead` holds where nothing narrows it: ascending, one list for all reads of a kind. */
  eligible(read: number): ArrayLike<number>;
  /** How many of them are on shift. */
  eligibleOnShift(read: number): number;
  expectedMinutes(read: number, reader: number): number;
  /** Expected minutes until the reader could start something: 0 when idle. */
  freeInMinutes(reader: number): number;
}

export interface BoardReads {
  readonly priority: readonly Priority[];
  /** 1 where it weighs what somebody else has read. */
  readonly opinion: Uint8Array;
  readonly queuedAt: Float64Array;
  readonly dueAt: Float64Array;
  /** Whoever reads it. */
  readonly expectedMinutes: Float64Array;
  /** What a reader is paid by. */
  readonly workUnits: Float64Array;
}

export interface BoardReaders {
  readonly count: number;
  readonly tier: readonly Tier[];
  /** 1 while on shift and holding nothing. */
  readonly idle: Uint8Array;
  readonly onShift: Uint8Array;
  readonly idleSince: Float64Array;
  /** See `OfferCandidate`. */
  readonly scarcityShare: Float64Array;
  readonly surplusMinutes: Float64Array;
}
