/** What an operator may tune about the rolling plan. Costs are in units of a breach of weight 1 being 100. */
export interface PlanParams {
  /** Reads planned ahead for each reader. */
  slots: number;
  /** Readers weighed for one read at most. */
  candidatesPerWork: number;
  /** Reads weighed, at most: this many times the slots there are. */
  worksPerSlot: number;
  /** A missed deadline, times the weight. */
  breachCost: number;
  /** How pressing what is left until the deadline is, times the weight: `urgencyCost exp(-slack / urgencyMinutes)`. */
  urgencyCost: number;
  urgencyMinutes: number;
  /** Each minute of expected lateness, times the weight, up to the cap. */
  latenessCost: number;
  latenessCapMinutes: number;
  /** Each expected minute of reading, and of what stands for minutes: scarce skills, balance, preference. */
  readingCost: number;
  /** One of the share between health systems, see `AtcQuestion.fairTerm`. */
  fairnessCost: number;
  /** Of the auction, in the unit of the costs. */
  epsilon: number;
  /** Bids a read has on average before epsilon is raised. */
  bidsPerWork: number;
}

export const DEFAULT_PLAN_PARAMS: PlanParams = {
  slots: 3,
  candidatesPerWork: 64,
  worksPerSlot: 2,
  breachCost: 100,
  urgencyCost: 25,
  urgencyMinutes: 240,
  latenessCost: 0.1,
  latenessCapMinutes: 240,
  readingCost: 0.6,
  fairnessCost: 10,
  epsilon: 0.5,
  bidsPerWork: 40,
};
