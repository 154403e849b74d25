import type { Tier } from '../../network/network.js';
import type { Priority } from '../../studies/study.js';

/** When a reader works: shifts without outages. */
export interface WorkingSpan {
  from: number;
  to: number;
  /** Ends by an outage: what is open goes back. At the end of a shift it is read to its end. */
  abrupt: boolean;
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
    /** The other read of the study: of a first read its second, of a second its first, else -1. */
    otherRead: Int32Array;
  };
  readers: {
    count: number;
    fields: number;
    tier: Tier[];
    /** `reader * fields + field`: reading time over that of the average reader. */
    pace: Float64Array;
    costPerWorkUnit: Float64Array;
    spans: WorkingSpan[][];
  };
  /** By kind of study: the readers whom every hard rule allows it, ascending. */
  eligible: Int32Array[];
  sigma: number;
  measuredFrom: number;
  measuredTo: number;
  endsAt: number;
  /** The hard rules once more, by other code than made `eligible`: why this reader may not read it, or null. */
  forbids: (read: number, reader: number) => string | null;
}
