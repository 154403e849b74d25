/** A reader as a schedule sees them; minutes from now. */
export interface ReaderAhead {
  /** Has something in hand until then; 0 when idle. */
  freeInMinutes: number;
  /** Begins nothing from then on: the session or shift is over. */
  untilMinutes: number;
}

/** A read that waits, as a schedule sees it. */
export interface WorkAhead {
  /** Places in the list of readers of those who may take it. */
  eligible: readonly number[];
  /** Expected minutes, whoever takes it. */
  minutes: number;
}

/** Who is likely to begin a read, and in how many minutes. */
export interface ScheduledStart {
  reader: number;
  startsInMinutes: number;
}

/**
 * One pass over waiting work in the order it is taken: each read goes to the earliest free of its eligible readers. Null
 * where nobody who may take it comes free before they leave. A forecast of starts, never an assignment.
 */
export function listSchedule(works: readonly WorkAhead[], readers: readonly ReaderAhead[]): (ScheduledStart | null)[] {
  const freeIn = readers.map(({ freeInMinutes }) => Math.max(0, freeInMinutes));
  return works.map(({ eligible, minutes }) => {
    let best: ScheduledStart | null = null;
    for (const reader of eligible) {
      const free = freeIn[reader] ?? Infinity;
      if (free >= (readers[reader]?.untilMinutes ?? 0)) continue;
      if (best === null || free < best.startsInMinutes) best = { reader, startsInMinutes: free };
    }
    if (best) freeIn[best.reader] = best.startsInMinutes + minutes;
    return best;
  });
}
