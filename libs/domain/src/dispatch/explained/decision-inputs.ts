import type { PolicyId, ReaderId, ReadId, StudyId } from '../../core/ids.js';
import type { RuleCode } from '../../eligibility/facts.js';
import type { Read } from '../../studies/read.js';
import type { Priority } from '../../studies/study.js';
import type { OfferCandidate, ReaderChoice } from '../choose-reader.js';
import { chooseReader } from '../choose-reader.js';
import type { DispatchParams } from '../dispatch-params.js';
import type { Urgency } from '../work-priority.js';
import type { Trigger } from './trigger.js';
import type { RankableRead, WaitingRead } from '../rank-for-reader.js';

/** An instant as it is stored: RFC 3339, UTC. */
type Stored<T> = {
  [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key];
};

/** The read that was decided on, as it stood before. */
export interface DecidedRead extends Stored<
  Pick<
    Read,
    'id' | 'version' | 'purpose' | 'ladder' | 'ladderStep' | 'declinedBy' | 'expectedMinutes' | 'queuedAt' | 'dueAt'
  >
> {
  priority: Priority;
}

/** A reader who was weighed, with every fact the cost stands on, and the version of their record. */
export type CandidateInputs = Stored<OfferCandidate>;

/** The candidate again. */
export const candidateOf = ({ idleSince, ...same }: CandidateInputs): OfferCandidate => ({
  ...same,
  idleSince: new Date(idleSince),
});

/** The choice of a reader once more, from what was stored of it. */
export const chooseAgain = (
  read: DecidedRead,
  { candidates, urgency }: Extract<ChoiceInputs, { kind: 'reader' }>,
  params: DispatchParams,
): ReaderChoice => chooseReader({ ...read, ...(urgency ? { urgency } : {}) }, candidates.map(candidateOf), params);

/** A read of a reader's order, with every fact its place stands on. */
export interface OrderedInputs extends Stored<
  Pick<RankableRead, 'id' | 'purpose' | 'pin' | 'declinedBy' | 'queuedAt' | 'dueAt' | 'expectedMinutes'>
> {
  studyId: StudyId;
  priority: Priority;
  /** What of it is this reader's own, or of this moment. */
  asked: Omit<WaitingRead, 'read' | 'study'>;
}

/** The next read for a reader, as the order stood at `asOf`. */
export interface OrderInputs {
  kind: 'read';
  readerId: ReaderId;
  asOf: string;
  reads: OrderedInputs[];
  /** How many stood before it: barred by a hard rule, `busy` in another's hands just then, or left by the reader's choice. */
  passedOver: Partial<Record<RuleCode | 'busy' | 'own-choice', number>>;
  weighed: number;
}

/** What was chosen, and among what. Only the best are kept: a worse one changes nothing; `weighed` counts them all. */
export type ChoiceInputs =
  /** A reader for the read. */
  | { kind: 'reader'; candidates: CandidateInputs[]; weighed: number; urgency?: Urgency }
  | OrderInputs
  /** Nobody weighed anything: a manager named the reader, or the reader accepted what they were offered. */
  | { kind: 'named'; readerId: ReaderId };

/** How many readers there were; null where nobody counted. */
export interface PoolSizes {
  network: number | null;
  signedOn: number | null;
  /** Who pass every hard rule for the read, idle or not. */
  eligible: number | null;
  weighed: number;
}

/** Everything a decision stands on, as plain JSON: the same inputs and the same parameters give the same record. */
export interface DecisionInputs {
  /** RFC 3339. */
  at: string;
  trigger: Trigger;
  /** Which round of the dispatcher; null for what people do. */
  tick: number | null;
  /** How far the log was known when the state was looked at. */
  position: number;
  policyVersion: { id: PolicyId; version: number } | null;
  /** Versions of the parameters and of the reading times. */
  params: string;
  model: string;
  read: DecidedRead;
  choice: ChoiceInputs;
  pools: Omit<PoolSizes, 'weighed'>;
  failedByRule: Partial<Record<RuleCode, number>>;
  soleBlockers: Partial<Record<RuleCode, number>>;
  /** Certified gap of the plan that chose, share of its cost (0..1); null where the index did. */
  gap: number | null;
}

/** Whom or which read a weighed candidate is. */
export interface WeighedId {
  readerId?: ReaderId;
  readId?: ReadId;
}
