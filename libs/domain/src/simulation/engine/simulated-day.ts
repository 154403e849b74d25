import type { Tier } from '../../network/network.js';
import type { Pool } from '../../studies/read.js';
import type { Priority } from '../../studies/study.js';

/** When a reader works: shifts without outages. */
export interface WorkingSpan {
  from: number;
  to: number;
  /** Ends by an outage: what is open goes back. At the end of a shift it is read to its end. */
  abrupt: boolean;
}

export interface KindOpening {
  afterMinutes: number;
  kind: number;
}

/**
 * A day in dense slots and typed arrays, ready to run. First reads come before second ones: slot `i < firstReads` is a
 * study's first read, in the order they arrive. Minutes throughout.
 */
export interface SimulatedDay {
  firstReads: number;
  reads: {
    count: number;
    /** When a first read arrives; Infinity for a second, which waits for its first. */
    arrivesAt: Float64Array;
    dueAt: Float64Array;
    /** Of a second read: how long it has from when its first is done. */
    dueInMinutes: Float64Array;
    weight: Float64Array;
    expectedMinutes: Float64Array;
    /** In truth, of the average reader. */
    readingMinutes: Float64Array;
    workUnits: Float64Array;
    priority: Priority[];
    serviceClass: string[];
    /** Index of `paceOf` columns. */
    field: Uint16Array;
    /** Index of `eligible`. */
    kind: Uint32Array;
    /** When more readers may read it than at first: minutes after it was queued, and the kind it is from then on. */
    openings: (readonly KindOpening[] | undefined)[];
    /** The other read of the study: of a first read its second, of a second its first, else -1. */
    otherRead: Int32Array;
  };
  readers: {
    count: number;
    /** The same number for slots that are one person: a second read is by another person. */
    person: Int32Array;
    fields: number;
    tier: Tier[];
    /** `reader * fields + field`: reading time over that of the average reader. */
    pace: Float64Array;
    costPerWorkUnit: Float64Array;
    spans: WorkingSpan[][];
  };
  /** By kind of study: the readers whom every hard rule allows it, ascending. */
  eligible: Int32Array[];
  /**
   * By kind of study: the overflow list that alone admits a reader, by reader. A kind without any has none; left out where
   * there are no overflow lists at all.
   */
  overflow?: readonly (ReadonlyMap<number, NonNullable<Pool['overflow']>> | undefined)[];
  sigma: number;
  measuredFrom: number;
  measuredTo: number;
  endsAt: number;
  /** The hard rules once more, by other code than made `eligible`: why this reader may not read it, or null. */
  forbids: (read: number, reader: number, at: number) => string | null;
  /**
   * Asked at each start: a pair that the rules refuse now, although `eligible` has it (a licence that ends during the day),
   * is passed by until the next look. Left out where rules do not change during the day.
   */
  refuses?: (read: number, reader: number, at: number) => boolean;
}
