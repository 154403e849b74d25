import type { DomainEvent } from '../core/event.js';
import type { ReadId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { plusMinutes } from '../core/instant.js';
import { examOf } from '../dispatch/reading-time/exam.js';
import { expectedTime, knowsFamily } from '../dispatch/reading-time/expected-time.js';
import { meanMinutes } from '../dispatch/reading-time/lognormal.js';
import type { ReadingTimeModel } from '../dispatch/reading-time/reading-time-model.js';
import { nextLocalTime } from '../network/local-time.js';
import type { Facility, ServiceLevel } from '../network/network.js';
import { extendByPauses, pausesOf } from '../sla/pause.js';
import { serviceLevelFor } from '../sla/service-level-for.js';
import { expectedMinutesOf } from '../studies/classification/expected-minutes.js';
import type { Read } from '../studies/read.js';
import { studyEvent } from '../studies/study-event.js';
import type { PolicyPlace, Study } from '../studies/study.js';
import type { ContractedGroup } from './contracted-groups.js';
import { concreteLadder } from './ladder/concrete-ladder.js';
import { withCoverage } from './ladder/coverage-steps.js';
import { openLadder } from './ladder/open-ladder.js';
import type { PlannedRead } from './policy.js';
import { readable } from './readable.js';
import type { PriorityRuling } from './priority/rule-priority.js';
import type { RoutingDecision } from './route-study.js';

/** What planning stands on: the decision, and what is contracted for the study. */
export interface Planning {
  decision: RoutingDecision;
  study: Study;
  facility: Facility;
  /** See `contractedGroups`. */
  groups: readonly ContractedGroup[];
  /** See `coveringLevels`. */
  serviceLevels: readonly ServiceLevel[];
  /** How long reads take here; published minutes where nothing is learned of a family. */
  readingTimes?: ReadingTimeModel;
}

export interface PlannedReads {
  /** The study as routed: effective priority, subspecialty and protocol set. The same row when nothing changed. */
  study: Study;
  reads: Read[];
  events: DomainEvent[];
  lines: string[];
}

/**
 * The reads of a study's plan, queued. Those of a study that can be read now have their deadline fixed and their first
 * steps open; the others get both with `reroute` once it can. A read nobody is contracted for is kept and raised as
 * `read.uncovered`, with `study.unroutable` when it is a primary one: it waits in plain sight.
 */
export function planReads(planning: Planning, now: Instant, newId: () => ReadId): PlannedReads {
  const study = studyAsRouted(planning.study, planning.decision);
  const current = { ...planning, study };
  const lines: string[] = [];
  const waiting = planning.decision.reads.map((planned, ordinal) => {
    const { ladder: own, lines: told } = concreteLadder(planned, planning.groups);
    const { coverage = {} } = planning.decision;
    const ladder = withCoverage(own, planned, { coverage, groups: planning.groups, priority: study.priority });
    lines.push(...told.map((line) => `Read ${ordinal} (${planned.issues}): ${line}`));
    return { ...newRead(current, { planned, ordinal }, now), id: newId(), ladder };
  });
  const opened = waiting.map((read) => firstSteps(read, study, waiting, now));
  const queued = opened.map((read) => studyEvent('read.queued', study, [], queuedFacts(read), read));
  const events = [...raisedEvents(planning, study), ...queued, ...uncovered(study, opened)];
  return { study, reads: opened, events, lines };
}

/** `study.prioritized` when policy changed the effective priority. */
export function raisedEvents({ study: before, decision }: Planning, after: Study): DomainEvent[] {
  if (before.priority === after.priority) return [];
  const { ruling, restored } = decision;
  const rules = `rules ${decision.setBy.map((rule) => rule.ruleId).join(', ')}`;
  const data = {
    from: before.priority,
    to: after.priority,
    requested: after.requestedPriority,
    protocol: after.protocol,
    source: 'policy',
    by: ruling?.policyVersionId ?? decision.policyVersionId,
    reason: ruling?.reason ?? restored ?? rules,
    ...(ruling === undefined ? {} : saidBy(ruling)),
  };
  return [studyEvent('study.prioritized', after, [], data)];
}

/** The study with what policy set, its version grown; the same row when nothing differs. */
export function studyAsRouted(study: Study, decision: Pick<RoutingDecision, 'at' | 'sets' | 'ruling'>): Study {
  const { sets } = decision;
  const same =
    study.priority === sets.priority && study.subspecialty === sets.subspecialty && study.protocol === sets.protocol;
  return same ? study : { ...study, ...sets, priorityBasis: basisOf(study, decision), version: study.version + 1 };
}

/** What stands for a priority that is no longer the one it was said of stands no more. */
function basisOf(
  study: Study,
  { at, sets, ruling }: Pick<RoutingDecision, 'at' | 'sets' | 'ruling'>,
): Study['priorityBasis'] {
  if (sets.priority === study.priority) return study.priorityBasis;
  if (ruling === undefined) return null;
  const { from, reason, policyVersionId } = ruling;
  return { source: 'policy', by: policyVersionId, from, reason, at, rule: placeOf(ruling) };
}

const saidBy = ({ policyName, policyVersion, ruleName }: PriorityRuling) => ({
  policy: policyName,
  policyVersion,
  rule: ruleName,
});

const placeOf = ({ policyId, policyName, policyVersion, ruleId, ruleName }: PriorityRuling): PolicyPlace => ({
  policyId,
  policy: policyName,
  version: policyVersion,
  ruleId,
  rule: ruleName,
});

/**
 * When a read is due: the service level's target from `start`, where one holds, else the plan's: minutes from `start`, or
 * the next such time of day at the facility. Minutes under a hold do not count.
 */
export const readDueAt = (planning: Planning, planned: PlannedRead, start: Instant): Instant =>
  extendByPauses(grossDueAt(planning, planned, start), start, pausesOf(planning.study));

function grossDueAt(planning: Planning, planned: PlannedRead, start: Instant): Instant {
  const level = serviceLevelFor(planning.study, planned.issues, planning.serviceLevels, start);
  if (level !== null) return plusMinutes(start, level.targetMinutes);
  const { target } = planned;
  if ('minutes' in target) return plusMinutes(start, target.minutes);
  return nextLocalTime(target.nextLocalTime, planning.facility.zone, start);
}

export function newRead(
  planning: Planning,
  { planned, ordinal }: { planned: PlannedRead; ordinal: number },
  now: Instant,
): Omit<Read, 'id' | 'ladder'> {
  const { study } = planning;
  // The clock runs from the moment the case was complete, also when routing comes to it a little later.
  const dueAt = readable(study) ? readDueAt(planning, planned, study.readyAt ?? now) : null;
  return {
    healthSystemId: study.healthSystemId,
    studyId: study.id,
    facilityId: study.facilityId,
    ordinal,
    purpose: planned.purpose,
    issues: planned.issues,
    independent: planned.independent,
    billable: planned.billable,
    dueAt,
    expectedMinutes: expectedMinutes(planning, planned, ordinal),
    queuedAt: now,
    version: 1,
    ...NOBODYS,
  };
}

/** An independent read is a full one, whatever stands already. */
function expectedMinutes({ study, decision, readingTimes }: Planning, planned: PlannedRead, ordinal: number): number {
  const reads = decision.reads.map((each, place) => ({ ...each, ordinal: place, state: 'queued' }) as const);
  const exam = examOf(study, { ...planned, ordinal, state: 'queued' }, reads);
  if (readingTimes === undefined || !knowsFamily(readingTimes, exam.family)) {
    return expectedMinutesOf(exam.family, exam.region, exam.overRead);
  }
  return Math.max(0.1, Math.round(10 * meanMinutes(expectedTime(readingTimes, null, exam))) / 10);
}

const NOBODYS = {
  state: 'queued',
  tier: null,
  readingGroupId: null,
  readerId: null,
  sessionId: null,
  offerExpiresAt: null,
  ladderStep: -1,
  declinedBy: [],
  startedAt: null,
  openedAt: null,
  imagesOpenedAt: null,
  completedAt: null,
  breakGlassId: null,
} satisfies Partial<Read>;

/** The read with the steps that open at once; it is new, so they are told with `read.queued`. */
function firstSteps(read: Read, study: Study, reads: readonly Read[], now: Instant): Read {
  const siblings = reads.filter((each) => each !== read);
  const opened = openLadder(read, { study, signedOnEligible: [], siblings }, now).next?.read;
  return opened === undefined ? read : { ...opened, version: read.version };
}

/** What events tell of a read that joins the queue. */
export const queuedFacts = (read: Read) => ({
  ordinal: read.ordinal,
  purpose: read.purpose,
  issues: read.issues,
  dueAt: read.dueAt?.toISOString() ?? null,
  ladderStep: read.ladderStep,
  tier: read.tier,
});

/** The visible exceptions of reads that no contracted group can ever take. */
export function uncovered(study: Study, reads: readonly Read[]): DomainEvent[] {
  const without = reads.filter((read) => read.ladder.length === 0 && read.state === 'queued');
  const events = without.map((read) =>
    studyEvent('read.uncovered', study, [], { cause: 'no-contracted-group', issues: read.issues }, read),
  );
  if (without.some((read) => read.purpose === 'primary')) {
    events.push(studyEvent('study.unroutable', study, [], { cause: 'no-contracted-group' }));
  }
  return events;
}
