import { Injectable } from '@nestjs/common';
import type { Instant } from '@overread/domain';

/**
 * This process's clock: for timers, tokens and logs. What is written to rows takes the database's clock instead.
 * Tests replace it by one that is set.
 */
@Injectable()
export class Clock {
  now(): Instant {
    return new Date();
  }
}
