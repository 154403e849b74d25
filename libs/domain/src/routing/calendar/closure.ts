import type { ClosureId, FacilityId, HealthSystemId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** Days on which a health system, or one facility of it, is closed: its own, beside public holidays. */
export interface Closure {
  id: ClosureId;
  healthSystemId: HealthSystemId;
  /** Null closes every facility of the health system. */
  facilityId: FacilityId | null;
  name: string;
  /** `YYYY-MM-DD` at the facility, both included. */
  firstDay: string;
  lastDay: string;
  retiredAt: Instant | null;
  version: number;
}
