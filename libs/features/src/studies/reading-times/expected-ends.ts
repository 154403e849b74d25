import type { Instant, ReadId } from '@overread/domain';
import { Injectable } from '@nestjs/common';

/** Older than this they say nothing any more. Milliseconds. */
const STALE_MS = 120_000;

/** When open reads are expected to end: dispatch forecasts it, and whoever shows a study asks. In memory of each process. */
@Injectable()
export class ExpectedEnds {
  private ends: ReadonlyMap<ReadId, Instant> = new Map();
  private saidAtMs = -Infinity;

  replace(ends: Iterable<[ReadId, Instant]>): void {
    this.ends = new Map(ends);
    this.saidAtMs = performance.now();
  }

  /** Null when nothing is known of the read. */
  endOf(readId: ReadId): Instant | null {
    return performance.now() - this.saidAtMs > STALE_MS ? null : (this.ends.get(readId) ?? null);
  }
}
