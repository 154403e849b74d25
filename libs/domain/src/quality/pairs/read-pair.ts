import type {
  FacilityId,
  HealthSystemId,
  PairId,
  PolicyId,
  PolicyVersionId,
  ReaderId,
  ReadId,
  ReadingGroupId,
  SamplingDecisionId,
  StudyId,
} from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Tier } from '../../network/network.js';
import type { ModalityFamily, PatientClass, Priority } from '../../studies/study.js';
import type { ComparedPair } from '../concordance-row.js';
import type { ConclusionDifference } from '../grading/compare-conclusions.js';
import type { SamplingDecision } from '../sampling/decide-sampling.js';
import type { SamplingKind } from '../sampling/sampling-policy.js';

/** Why there is a second read: the reading plan has one for every study of its kind, or the study was sampled. */
export type PairKind = SamplingKind | 'plan';

/** A first and a second read of one study, both handed in: what concordance is reckoned from. */
export interface ReadPair {
  id: PairId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  facilityId: FacilityId;
  firstReadId: ReadId;
  secondReadId: ReadId;
  firstReaderId: ReaderId;
  secondReaderId: ReaderId;
  firstGroupId: ReadingGroupId | null;
  secondGroupId: ReadingGroupId | null;
  firstTier: Tier | null;
  secondTier: Tier | null;
  modalityFamily: ModalityFamily;
  priority: Priority;
  patientClass: PatientClass;
  mode: ComparedPair['mode'];
  kind: PairKind;
  sampling: ComparedPair['sampling'];
  /** Chance 0..1 of being sampled; null when the study was chosen for a reason. */
  probability: number | null;
  firstConclusion: ComparedPair['first'];
  secondConclusion: ComparedPair['second'];
  difference: ConclusionDifference | null;
  comparedAt: Instant;
  grade: ComparedPair['grade'];
  gradedAt: Instant | null;
  graderId: ReaderId | null;
  /** When one of the two reports was retracted: the pair says nothing any more and counts in nothing. */
  voidedAt: Instant | null;
  version: number;
}

/** That somebody asked whether a first read gets a second one, and what came of it: the frame that rates weigh back to. */
export interface StoredSampling extends SamplingDecision {
  id: SamplingDecisionId;
  healthSystemId: HealthSystemId;
  studyId: StudyId;
  firstReadId: ReadId;
  /** The second read that was added, if any could be. */
  secondReadId: ReadId | null;
  policyId: PolicyId;
  policyVersionId: PolicyVersionId;
  decidedAt: Instant;
}
