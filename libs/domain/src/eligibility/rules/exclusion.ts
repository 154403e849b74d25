import type { HardRule } from '../hard-rules.js';
import { dayOf } from '../why-not-in-force.js';

/** Neither the reader nor the facility excludes the other, and the reader still reads. */
export const exclusionRule: HardRule = ({ read, reader, now }) => {
  const { retiredAt, excludedFacilityIds } = reader.reader;
  if (retiredAt !== null && retiredAt <= now) return `no longer a reader since ${dayOf(retiredAt)}`;
  return excludedFacilityIds.includes(read.facility.id) ? `excluded from ${read.facility.code}` : null;
};
