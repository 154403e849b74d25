import { withinHours } from '../../network/local-time.js';
import type { Contract } from '../../network/network.js';
import type { EligibilityQuestion, ReadFacts } from '../facts.js';
import type { HardRule, Standing } from '../hard-rules.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** One contract of the group covers the facility, modality family, priority, what is issued, and the hour. */
export const contractRule: HardRule = (question, standing) => {
  const { read, relations } = question;
  if (standing.readingGroupId === null) return 'the reading group is not known';
  const ours = relations.contracts.filter(
    (each) => each.healthSystemId === read.facility.healthSystemId && each.readingGroupId === standing.readingGroupId,
  );
  if (ours.length === 0) return 'no contract between the health system and the reading group';
  const reasons = ours.map((each) => whyNotCovered(each, question, standing));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
};

function whyNotCovered(
  contract: Contract,
  { read, stage, now }: EligibilityQuestion,
  standing: Standing,
): string | null {
  const dated = whyNotInForce(contract, now);
  if (dated !== null) return `contract ${contract.name} ${dated}`;
  const missing = whatIsNotNamed(contract, read);
  if (missing !== null) return `contract ${contract.name} does not cover ${missing}`;
  // Hours decide who takes a read; one that was taken inside them is finished under them.
  const { hours } = contract;
  const late = stage !== 'sign' && hours !== null && !withinHours(hours, standing.at);
  return late ? `contract ${contract.name} does not cover ${standing.at.toISOString()}` : null;
}

const names = <T>(list: readonly T[], value: T): boolean => list.length === 0 || list.includes(value);

function whatIsNotNamed(contract: Contract, read: ReadFacts): string | null {
  if (!names(contract.facilityIds, read.facility.id)) return read.facility.code;
  if (!names(contract.modalityFamilies, read.modalityFamily)) return read.modalityFamily;
  if (!names(contract.priorities, read.priority)) return `${read.priority} studies`;
  if (!names(contract.issues, read.issues)) return `a ${read.issues} read`;
  return null;
}
