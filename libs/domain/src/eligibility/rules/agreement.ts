import type { HardRule } from '../hard-rules.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** A business associate or data processing agreement is in force between the health system and the group. */
export const agreementRule: HardRule = ({ read, relations, now }, { readingGroupId }) => {
  if (readingGroupId === null) return 'the reading group is not known';
  const ours = relations.agreements.filter(
    (each) => each.healthSystemId === read.facility.healthSystemId && each.readingGroupId === readingGroupId,
  );
  if (ours.length === 0) return 'no agreement between the health system and the reading group';
  const reasons = ours.map((each) => whyNotInForce(each, now));
  return reasons.includes(null) ? null : `agreement ${reasons[0]}`;
};
