import { asId, type ReadId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Read } from '../../studies/read.js';
import { isSetByPerson } from '../../studies/priority-basis.js';
import type { Study } from '../../studies/study.js';
import type { StudyFacts } from '../conditions/study-attributes.js';
import { planReads, type Planning } from '../plan-reads.js';
import type { ActivePolicies, ActivePolicy, RoutingDecision } from '../route-study.js';
import { routeStudy } from '../route-study.js';
import {
  decidedOutcome,
  differencesOf,
  plannedOutcome,
  type RoutingDifference,
  type OutcomeRead,
} from '../versions/compare-outcomes.js';
import { inPlaceOf } from '../versions/compare-policies.js';

/** A study as it was routed, and what was in force. */
export interface RoutedStudy {
  facts: StudyFacts;
  decision: RoutingDecision;
  inForce: ActivePolicies;
  at: Instant;
}

/** What is asked of the network around the study. */
export interface ShadowHelp {
  /** What a decision is planned on: contracts, service levels, reading times. */
  plan: (facts: StudyFacts, decision: RoutingDecision) => Planning;
  /** How many may read it by the hard rules and stand in the first step of its ladder. */
  firstStepReaders: (study: Study, read: Read, reads: readonly Read[]) => number;
}

export interface ShadowRead extends OutcomeRead {
  /** How many could be offered it when it begins to be: by the hard rules, signed on or rostered. Null without a ladder. */
  firstStepReaders: number | null;
}

/** A study by one of the two, as it is kept and shown. */
export interface ShadowSide extends Pick<
  RoutingDecision,
  'plan' | 'policyId' | 'policyVersionId' | 'policyVersion' | 'ruleId' | 'sets' | 'setBy'
> {
  reads: ShadowRead[];
  /** For people: what matched, and which steps nobody is contracted for. */
  lines: string[];
}

export interface ShadowRouting {
  differences: RoutingDifference[];
  /** By how many minutes the study's last report would be due later (below 0: earlier); null where either is not fixed. */
  dueShiftMinutes: number | null;
  /** Both sides; null where nothing differs, and what is in force says all. */
  sides: { before: ShadowSide; after: ShadowSide } | null;
}

/**
 * The study as the tried version would route and plan it in the place of the one in force, beside what is in force. Both are
 * planned as for a study nobody has begun to read, by the same functions and the same facts.
 */
export function routeInShadow(routed: RoutedStudy, tried: ActivePolicy, help: ShadowHelp): ShadowRouting {
  const { decision, inForce, at } = routed;
  const facts = withoutPolicy(routed);
  const before = planned({ facts: routed.facts, decision }, help, at);
  const after = planned({ facts, decision: routeStudy(facts, inPlaceOf(inForce, tried), at) }, help, at);
  const differences = differencesOf(
    plannedOutcome(before.decision, before.reads),
    plannedOutcome(after.decision, after.reads),
  );
  return {
    differences,
    dueShiftMinutes: dueShift(before.reads, after.reads),
    sides: differences.length === 0 ? null : { before: sideOf(before, help), after: sideOf(after, help) },
  };
}

/**
 * The study without what policy made of its priority when it was routed before: another policy might not have, or otherwise.
 * What a person said stands. Told apart by routing it again as it was asked for: only where the policies in force come to the
 * same once more was it theirs. A protocol that policy named stays, as in `asArrived`.
 */
export function withoutPolicy({ facts, decision, inForce, at }: RoutedStudy): StudyFacts {
  const { study } = facts;
  if (isSetByPerson(study)) return facts;
  const isAsAsked = study.priorityBasis === null && study.priority === study.requestedPriority;
  if (isAsAsked && facts.asked === true) return facts;
  const bare: Study = { ...study, priority: study.requestedPriority, priorityBasis: null };
  const explains = (asked: boolean): boolean => {
    const again = routeStudy({ ...facts, study: bare, asked }, inForce, at);
    return differencesOf(decidedOutcome(decision), decidedOutcome(again)).length === 0;
  };
  // A study that was asked about before is so again only where the answer would still be the same.
  const asked = explains(true) || (explains(false) ? false : null);
  return asked === null ? facts : { ...facts, study: bare, asked };
}

interface Planned {
  decision: RoutingDecision;
  study: Study;
  reads: Read[];
  lines: string[];
}

function planned(
  { facts, decision }: Pick<RoutedStudy, 'facts' | 'decision'>,
  { plan }: ShadowHelp,
  at: Instant,
): Planned {
  const { study, reads, lines } = planReads(plan(facts, decision), at, nobodysIds());
  return { decision, study, reads, lines: [...decision.lines, ...lines] };
}

/** Reads that will never be: their ids name nothing. */
function nobodysIds(): () => ReadId {
  let count = 0;
  return () => asId(`shadow-${count++}`);
}

function sideOf({ decision, study, reads, lines }: Planned, { firstStepReaders }: ShadowHelp): ShadowSide {
  const { plan, policyId, policyVersionId, policyVersion, ruleId, sets, setBy } = decision;
  const outcome = plannedOutcome(decision, reads).reads.map((each, place) => {
    const read = reads[place];
    const counted = read === undefined || read.ladder.length === 0 ? null : firstStepReaders(study, read, reads);
    return { ...each, firstStepReaders: counted };
  });
  return { plan, policyId, policyVersionId, policyVersion, ruleId, sets, setBy, reads: outcome, lines };
}

const MINUTE_MS = 60_000;

function dueShift(before: readonly Read[], after: readonly Read[]): number | null {
  const [was, is] = [lastDue(before), lastDue(after)];
  return was === null || is === null ? null : Math.round((is - was) / MINUTE_MS);
}

/** When the last of the primary reads is due. */
function lastDue(reads: readonly Read[]): number | null {
  const due = reads.filter(({ purpose }) => purpose === 'primary').map(({ dueAt }) => dueAt?.getTime() ?? null);
  return due.length === 0 || due.includes(null) ? null : Math.max(...due.filter((at) => at !== null));
}
