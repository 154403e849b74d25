import {
  contractedGroups,
  coveringLevels,
  forbiddenRouting,
  type ActivePolicies,
  type BrokenLaw,
  type Contract,
  type Instant,
  type Planning,
  type RoutingDecision,
  type Study,
  type StudyFacts,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { NetworkDirectory } from '../network/index.js';
import { ReadingTimes } from '../studies/index.js';
import { JurisdictionBook } from './jurisdictions/jurisdiction-book.js';

/** A planning with what the study was routed by. */
export interface RoutedPlanning extends Planning {
  facts: StudyFacts;
  inForce: ActivePolicies;
}

/** What a decision is planned on: the groups and service levels of the contracts in force, and how long reads take. */
@Injectable()
export class Plannings {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly readingTimes: ReadingTimes,
    private readonly jurisdictions: JurisdictionBook,
  ) {}

  /** Jurisdiction rules that the plan breaks, by the records of that moment. */
  forbiddenBy(study: Study, { facts, decision, inForce }: RoutedPlanning, at: Instant): BrokenLaw[] {
    const { facility } = facts;
    return forbiddenRouting({ study, facility, decision, inForce }, at, this.jurisdictions.everyVersion());
  }

  /** `tried`: other contracts than the network's. */
  of(facts: StudyFacts, decision: RoutingDecision, now: Instant, tried?: readonly Contract[]): Planning {
    const { study, facility } = facts;
    const { groups, agreements, serviceLevels, ...known } = this.directory.snapshot();
    const contracts = tried ?? known.contracts;
    // Contracts are asked for the study as policy made it: a raised priority may be another contract's.
    const routed = { ...study, ...decision.sets };
    return {
      decision,
      study,
      facility,
      groups: contractedGroups(routed, facility, { groups: [...groups.values()], agreements, contracts }, now),
      serviceLevels: coveringLevels(routed, contracts, serviceLevels, now),
      readingTimes: this.readingTimes.current().model,
    };
  }
}
