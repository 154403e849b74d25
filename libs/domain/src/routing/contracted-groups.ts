import { inForce } from '../core/period.js';
import type { Instant } from '../core/instant.js';
import type { ReadingGroupId } from '../core/ids.js';
import type { Agreement, Contract, Facility, ReadingGroup, ServiceLevel, Tier } from '../network/network.js';
import { tierOf } from '../network/tier-of.js';
import type { Issues, Study } from '../studies/study.js';

/** A group that a contract and an agreement let read for the facility. */
export interface ContractedGroup {
  readingGroupId: ReadingGroupId;
  name: string;
  /** Tier of the group's home towards the facility: which steps of a ladder it fills. */
  homeTier: Tier;
  /** What its contracts cover; empty is everything. */
  issues: Issues[];
}

/** The rows between a facility's health system and the groups. */
export interface NetworkTerms {
  groups: readonly ReadingGroup[];
  agreements: readonly Agreement[];
  contracts: readonly Contract[];
}

const admits = <T>(list: readonly T[], value: T): boolean => list.length === 0 || list.includes(value);

/** Whether the contract reads such a study at the facility, at some hour: hours are asked again at each offer. */
export function coversStudy(
  contract: Contract,
  study: Pick<Study, 'healthSystemId' | 'facilityId' | 'modalityFamily' | 'priority'>,
  at: Instant,
): boolean {
  return (
    contract.healthSystemId === study.healthSystemId &&
    contract.retiredAt === null &&
    inForce(contract, at) &&
    admits(contract.facilityIds, study.facilityId) &&
    admits(contract.modalityFamilies, study.modalityFamily) &&
    admits(contract.priorities, study.priority)
  );
}

/** The groups that may fill a study's ladders, by id. A group needs both an agreement and a contract in force. */
export function contractedGroups(
  study: Pick<Study, 'healthSystemId' | 'facilityId' | 'modalityFamily' | 'priority'>,
  facility: Facility,
  terms: NetworkTerms,
  at: Instant,
): ContractedGroup[] {
  const agreed = new Set(
    terms.agreements
      .filter((each) => each.healthSystemId === study.healthSystemId && each.retiredAt === null && inForce(each, at))
      .map((each) => each.readingGroupId),
  );
  return terms.groups
    .filter((group) => group.retiredAt === null && agreed.has(group.id))
    .flatMap((group) => {
      const covering = terms.contracts.filter(
        (contract) => contract.readingGroupId === group.id && coversStudy(contract, study, at),
      );
      if (covering.length === 0) return [];
      const everything = covering.some((contract) => contract.issues.length === 0);
      const issues = everything ? [] : [...new Set(covering.flatMap((contract) => contract.issues))];
      const home = { country: group.country, subdivision: null, zone: group.zone };
      return [{ readingGroupId: group.id, name: group.name, homeTier: tierOf(home, facility, at), issues }];
    })
    .sort((a, b) => (a.readingGroupId < b.readingGroupId ? -1 : 1));
}

/** The service levels of the contracts that cover the study, among which `serviceLevelFor` chooses. */
export function coveringLevels(
  study: Pick<Study, 'healthSystemId' | 'facilityId' | 'modalityFamily' | 'priority'>,
  contracts: readonly Contract[],
  levels: readonly ServiceLevel[],
  at: Instant,
): ServiceLevel[] {
  const covering = new Set(contracts.filter((each) => coversStudy(each, study, at)).map((each) => each.id));
  return levels.filter((level) => covering.has(level.contractId));
}
