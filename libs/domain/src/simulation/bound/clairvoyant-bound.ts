import type { SimulatedDay, WorkingSpan } from '../engine/simulated-day.js';
import { ReadingFlow, type TimedWork } from './reading-flow.js';

/** What no policy can be below: weights of breached studies for each thousand of the measured first reads. */
export interface ClairvoyantBound {
  weightedBreachesPerThousand: number;
  /** The part of it of studies that even the fastest reader there could not have read in time. */
  hopelessPerThousand: number;
}

const BUCKET_MINUTES = 10;

/**
 * Lower bound on breaches, for someone who knows the day in advance and may stop and share reads at will. Each measured study
 * may be read in pieces, by any of its eligible readers who are there between arrival and deadline, at each reader's best
 * pace; a share that is read counts as that share on time. What can be done together is a polymatroid, so the most weight is
 * taken greedily by weight for the minute, each study by augmenting a maximum flow. Everything left out (second reads, work
 * before and after the window, reads in one piece) only lowers it.
 */
export function clairvoyantBound(day: SimulatedDay): ClairvoyantBound {
  const measured = Array.from({ length: day.firstReads }, (_, read) => read).filter((read) => {
    const at = day.reads.arrivesAt[read] as number;
    return at >= day.measuredFrom && at < day.measuredTo && (day.reads.dueAt[read] as number) <= day.endsAt;
  });
  const spans = spansWithOvertime(day, measured);
  const paces = bestPaces(day);
  const works: (TimedWork & { weight: number })[] = [];
  let hopeless = 0;
  for (const read of measured) {
    const weight = day.reads.weight[read] as number;
    if (isHopeless(day, read, spans)) hopeless += weight;
    else works.push({ ...workOf(day, read), weight });
  }
  const flow = new ReadingFlow({
    spans,
    paces,
    bucketMinutes: BUCKET_MINUTES,
    until: day.endsAt + overtimeOf(day, measured),
  });
  const lost = works
    .sort((a, b) => b.weight / b.minutes - a.weight / a.minutes)
    .reduce((sum, work) => sum + work.weight * (1 - flow.add(work) / work.minutes), 0);
  const thousand = 1000 / Math.max(1, countMeasured(day));
  return {
    weightedBreachesPerThousand: (hopeless + lost) * thousand,
    hopelessPerThousand: hopeless * thousand,
  };
}

const countMeasured = ({ firstReads, reads, measuredFrom, measuredTo }: SimulatedDay): number => {
  const arrivals = reads.arrivesAt.subarray(0, firstReads);
  return arrivals.filter((at) => at >= measuredFrom && at < measuredTo).length;
};

const workOf = ({ reads, eligible }: SimulatedDay, read: number): TimedWork => ({
  minutes: reads.readingMinutes[read] as number,
  from: reads.arrivesAt[read] as number,
  to: reads.dueAt[read] as number,
  readers: eligible[reads.kind[read] as number] ?? [],
});

/** A read begun before the end of a shift is read to its end: so much longer may a reader be there. */
function overtimeOf({ reads, readers }: SimulatedDay, measured: readonly number[]): number {
  const longest = measured.reduce((most, read) => Math.max(most, reads.readingMinutes[read] as number), 0);
  return longest * readers.pace.reduce((most, pace) => Math.max(most, pace), 0);
}

function spansWithOvertime(day: SimulatedDay, measured: readonly number[]): WorkingSpan[][] {
  const overtime = overtimeOf(day, measured);
  return day.readers.spans.map((spans) =>
    spans.map((span, index) => {
      const next = spans[index + 1]?.from ?? Infinity;
      // Spans of one reader do not overlap, or their time would count twice.
      return span.abrupt ? span : { ...span, to: Math.min(span.to + overtime, Math.max(span.to, next)) };
    }),
  );
}

function bestPaces({ readers }: SimulatedDay): Float64Array {
  return Float64Array.from({ length: readers.count }, (_, reader) =>
    readers.pace
      .subarray(reader * readers.fields, (reader + 1) * readers.fields)
      .reduce((a, b) => Math.min(a, b), Infinity),
  );
}

/** Longer than its time, even with the fastest of those who are there at all. */
function isHopeless(
  { reads, readers, eligible }: SimulatedDay,
  read: number,
  spans: readonly WorkingSpan[][],
): boolean {
  const { minutes, from, to } = workOf({ reads, eligible } as SimulatedDay, read);
  const field = reads.field[read] as number;
  const best = (eligible[reads.kind[read] as number] ?? new Int32Array()).reduce((least, reader) => {
    const isThere = spans[reader]?.some((span) => span.from < to && span.to > from);
    return isThere ? Math.min(least, readers.pace[reader * readers.fields + field] as number) : least;
  }, Infinity);
  return minutes * best > to - from;
}
