import { Injectable } from '@nestjs/common';
import type { Instant } from '@overread/domain';

/** Nearer than this the two clocks are taken for one: a timestamp's rounding, and a busy machine. */
const NEAR_MS = 5;

/**
 * The instant in this process: for timers and tokens. What is written to rows takes the database's clock instead, and
 * this one follows it: from the database's instant on it counts by the machine's steady clock, so that a machine whose
 * own clock is wrong, or is put right while we run, decides nothing. Tests replace it by one that is set.
 */
@Injectable()
export class Clock {
  /** The database's clock less the steady clock; null before the database was asked. */
  private origin: number | null = null;

  now(): Instant {
    return new Date(this.origin === null ? Date.now() : this.origin + performance.now());
  }

  /** The database said `instant` within the last `roundTripMs`: nearer than that its answer tells nothing. */
  follow(instant: Date, roundTripMs: number): void {
    const origin = instant.getTime() + roundTripMs / 2 - performance.now();
    const known = this.origin !== null && Math.abs(origin - this.origin) <= roundTripMs / 2 + NEAR_MS;
    if (!known) this.origin = origin;
  }

  /** How far this machine's own clock is ahead of the database's; null before the database was asked. */
  get skewMs(): number | null {
    return this.origin === null ? null : Math.round(Date.now() - this.origin - performance.now());
  }
}
