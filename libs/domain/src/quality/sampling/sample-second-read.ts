import type { DomainEvent } from '../../core/event.js';
import type { ReadId, SamplingDecisionId } from '../../core/ids.js';
import { type Instant, plusMinutes } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import { studyAttributes } from '../../routing/conditions/study-attributes.js';
import { planExtraRead } from '../../routing/plan-extra-read.js';
import type { Planning } from '../../routing/plan-reads.js';
import type { PlannedRead } from '../../routing/policy.js';
import { tierStep } from '../../routing/standard-plans.js';
import type { Read } from '../../studies/read.js';
import type { Patient, Study } from '../../studies/study.js';
import type { StoredSampling } from '../pairs/read-pair.js';
import { decideSampling } from './decide-sampling.js';
import type { ActiveSampling } from './sampling-in-force.js';
import { DEFAULT_DUE_DAYS } from './sampling-policy.js';

/** A study with all of its reads, and what was decided of them before. */
interface Rows {
  study: Study;
  reads: readonly Read[];
  samplings: readonly StoredSampling[];
}

/** What deciding on a second read stands on. */
export interface SamplingTerms {
  active: ActiveSampling;
  patient: Pick<Patient, 'birthDate' | 'sex'>;
  facility: Facility;
  /** Reads that the first reader had completed before this one. */
  readsBefore: number;
  /** How reads of this study are planned; asked only when one is to be. */
  planning: () => Planning;
  newId: { read: () => ReadId; sampling: () => SamplingDecisionId };
}

export interface Sampled {
  decision: StoredSampling;
  /** The second read that joins the queue; null when the study was not chosen. */
  read: Read | null;
  events: DomainEvent[];
}

/**
 * Whether a study whose last final is just signed gets a second one, decided and stored either way: what was not
 * chosen is part of the frame. Null when there is nothing to decide: another final is still to come, or the study has a
 * second read already, or was asked about this first read before.
 */
export function sampleSecondRead(rows: Rows, first: Read, terms: SamplingTerms, now: Instant): Sampled | null {
  if (!isLastPrimary(rows.reads, first) || rows.samplings.some((each) => each.firstReadId === first.id)) return null;
  const { active, facility, patient, readsBefore } = terms;
  const { study } = rows;
  const question = {
    studyId: study.id,
    attributes: studyAttributes({ study, patient, facility }, now, active.pediatricBelowYears),
    readerId: first.readerId ?? ('' as NonNullable<Read['readerId']>),
    readsBefore,
    requestedByClient: false,
  };
  const decided = decideSampling(question, active.sampling, now);
  const added = decided.sampled ? addSecondRead(rows, first, terms, now) : null;
  const { policyId, policyVersionId } = active;
  const decision: StoredSampling = {
    id: terms.newId.sampling(),
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    firstReadId: first.id,
    secondReadId: added?.read.id ?? null,
    policyId,
    policyVersionId,
    decidedAt: now,
    ...decided,
  };
  return { decision, read: added?.read ?? null, events: added?.events ?? [] };
}

/** A final is in, no other is to come (a preliminary may), and nobody reads or has read a second time. */
function isLastPrimary(reads: readonly Read[], first: Read): boolean {
  const live = reads.filter((read) => read.state !== 'cancelled');
  const isFinal = (read: Read) => read.purpose === 'primary' && read.issues === 'final';
  const done = live.every((read) => !isFinal(read) || read.state === 'completed');
  return (
    isFinal(first) &&
    first.state === 'completed' &&
    first.readerId !== null &&
    done &&
    !live.some((read) => read.purpose === 'secondary')
  );
}

/** Queued for every contracted group: independence says who not. It is billed to nobody and holds nobody up. */
function addSecondRead(
  { study, reads }: Rows,
  first: Read,
  { active, newId, planning }: SamplingTerms,
  now: Instant,
): Pick<Sampled, 'events'> & { read: Read } {
  const { dueDays = DEFAULT_DUE_DAYS, otherGroup = false } = active.sampling;
  const planned = planning();
  const groups = planned.groups.filter((group) => !otherGroup || group.readingGroupId !== first.readingGroupId);
  const extra = {
    id: newId.read(),
    planned: secondOpinion('secondary', dueDays),
    reads,
    dueAt: plusMinutes(now, dueDays * MINUTES_OF_A_DAY),
    facts: {},
  };
  return planExtraRead({ ...planned, study, groups }, extra, now);
}

const MINUTES_OF_A_DAY = 1440;

/** A read whose opinion nobody waits for: open to every contracted group at once. */
export const secondOpinion = (purpose: 'secondary' | 'adjudication', dueDays: number): PlannedRead => ({
  purpose,
  issues: 'opinion',
  independent: true,
  billable: false,
  ladder: [tierStep([], { atOnce: true })],
  target: { minutes: dueDays * MINUTES_OF_A_DAY },
});
