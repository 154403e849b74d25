import type { Facility, JsonObject, StudyId } from '@overread/domain';
import { Injectable, Logger } from '@nestjs/common';
import { IntakeExceptions } from '../exceptions.js';
import type { IntakeExceptionEntity } from '../intake-exception.entity.js';

export interface Refusal {
  readonly door: IntakeExceptionEntity['door'];
  readonly code: string;
  readonly reason: string;
  /** Null when it is not known for whom it came: a calling AE title that is nobody's. */
  readonly facility: Facility | null;
  readonly studyId?: StudyId | null;
  readonly facts: JsonObject;
}

const REMEMBERED = 2000;
const REPEAT_MS = 3_600_000;

/**
 * Records what the doors refuse. A sender that tries again and again fills no table: the same refusal of the same thing
 * is recorded once an hour.
 */
@Injectable()
export class Refusals {
  private readonly logger = new Logger('Refusals');
  private readonly recorded = new Map<string, number>();

  constructor(private readonly exceptions: IntakeExceptions) {}

  async record(refusal: Refusal): Promise<void> {
    const { door, code, reason, facility, facts } = refusal;
    if (this.isRepeated(JSON.stringify([door, code, facility?.id, facts]))) return;
    const whose = { healthSystemId: facility?.healthSystemId ?? null, facilityId: facility?.id ?? null };
    try {
      await this.exceptions.record({ door, code, reason, facts, ...whose, studyId: refusal.studyId ?? null });
    } catch (error) {
      // The sender is refused whether or not it can be written down.
      this.logger.warn(`${code} was not recorded: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private isRepeated(key: string): boolean {
    const now = performance.now();
    const last = this.recorded.get(key);
    if (last !== undefined && now - last < REPEAT_MS) return true;
    this.recorded.delete(key);
    this.recorded.set(key, now);
    const [oldest] = this.recorded.keys();
    if (this.recorded.size > REMEMBERED && oldest !== undefined) this.recorded.delete(oldest);
    return false;
  }
}
