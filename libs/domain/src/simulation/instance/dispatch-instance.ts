import type { Tier } from '../../network/network.js';
import type { Priority } from '../../studies/study.js';

export const INSTANCE_FORMAT = 'overread/dispatch-instance/1';

/**
 * A day of teleradiology to try a dispatch policy on, as plain JSON: `docs/dispatch-instance.schema.json` publishes the
 * shape. Instants are minutes since the start of the first day; durations are minutes.
 */
export interface DispatchInstance {
  format: typeof INSTANCE_FORMAT;
  name: string;
  /** Studies that arrive in this window are measured; those before it fill the queues. */
  measuredFromMinute: number;
  measuredToMinute: number;
  /** The simulation stops here; what is not read by then has breached if it was due. */
  endsAtMinute: number;
  /** Deviation of the logarithm of a reading time, as far as policies know. */
  readingTimeSigma: number;
  facilities: InstanceFacility[];
  readers: InstanceReader[];
  studies: InstanceStudy[];
}

export interface InstanceFacility {
  id: string;
  /** Where a reader needs a licence. */
  jurisdiction: string;
  /** Tiers in which its images may be read (residency). */
  tiers: Tier[];
  /** Reading groups under contract; empty: all. */
  groups: string[];
}

export interface InstanceReader {
  id: string;
  group: string;
  tier: Tier;
  /** Jurisdictions. */
  licences: string[];
  /** Facilities. */
  privileges: string[];
  modalities: string[];
  subspecialties: string[];
  /** Reading time of this reader over that of the average one; and on top of it by field, 1 unless given. */
  pace: number;
  paceByField: Record<string, number>;
  costPerWorkUnit: number;
  shifts: MinuteSpan[];
  /** Times when the reader cannot work although on shift: what they have open goes back to the queue. */
  outages: MinuteSpan[];
}

export interface MinuteSpan {
  fromMinute: number;
  toMinute: number;
}

/** What the reading of one study takes. */
export interface InstanceReading {
  /** What breaching the deadline costs. */
  weight: number;
  /** Of the average reader, as far as policies know. */
  expectedMinutes: number;
  /** Of the average reader, in truth; hidden from policies. */
  readingMinutes: number;
}

export interface InstanceStudy extends InstanceReading {
  id: string;
  facility: string;
  modality: string;
  /** What it is about, for the pace of readers. */
  field: string;
  /** What a reader must have, where the contract asks for it. */
  subspecialty: string | null;
  priority: Priority;
  /** Whose turnaround is told together: `stat`, `routine-12h`. */
  serviceClass: string;
  arrivesAtMinute: number;
  dueAtMinute: number;
  workUnits: number;
  /** A second read by another reader, queued when the first is done. */
  secondRead: (InstanceReading & { dueInMinutes: number }) | null;
}
