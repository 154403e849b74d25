import type { Instant } from '../core/instant.js';
import { morePressing } from '../studies/change-priority.js';
import type { Priority, Study } from '../studies/study.js';
import { rulesToTry, type CompiledRule } from './compiled-policy.js';
import { seeAttributes, setAttribute, type Seen } from './conditions/compile-condition.js';
import { chainOf, findPlan, type ActivePolicies, type ActivePolicy } from './policy-chain.js';
import type {
  CoveragePolicy,
  PlannedRead,
  Policy,
  PolicyRule,
  PolicyScope,
  PolicyVersion,
  ReadingPlan,
} from './policy.js';
import { lastResortPlan } from './standard-plans.js';
import type { StudyAttributes, StudyFacts } from './conditions/study-attributes.js';
import { studyAttributes } from './conditions/study-attributes.js';
import { restore, rulePriority, type PriorityRuling, type RuledPriority } from './priority/rule-priority.js';
import { isSetByPerson } from '../studies/priority-basis.js';

export type { ActivePolicies, ActivePolicy } from './policy-chain.js';

/** What the study is routed as: by policy where a rule says so, else as it came. */
export interface RoutedAs {
  subspecialty: string | null;
  priority: Priority;
  protocol: string | null;
}

export interface RoutingDecision {
  /** RFC 3339. */
  at: string;
  plan: string;
  reads: PlannedRead[];
  /** What decided; `ruleId` is null for the fallback, all are null for the built-in last resort. */
  policyId: Policy['id'] | null;
  policyVersionId: PolicyVersion['id'] | null;
  policyVersion: number | null;
  ruleId: string | null;
  sets: RoutedAs;
  /** What policy made of the priority that was asked for; nothing where it stands. */
  ruling?: PriorityRuling;
  /** Why a priority that policy had lowered is again what it was. */
  restored?: string;
  /** How work nobody takes reaches more people, where any policy says so. */
  coverage?: CoveragePolicy;
  /** Rules whose `sets` took effect, in order. */
  setBy: { policyId: Policy['id']; ruleId: string }[];
  /** What was said beside the study, where anything was: a decision can be made again from it. */
  told?: Told;
  /** For people: what matched and what followed. */
  lines: string[];
}

/** `asked` only where a policy would say what the priority counts as. */
export type Told = Pick<StudyFacts, 'day' | 'load' | 'siteStatShare' | 'asked'>;

/**
 * Which reads a study needs, by the policies in force. Rules are tried in order, the facility's before the health
 * system's before the network's. What the requested priority counts as is ruled first. The first match with a plan decides;
 * `sets` of all that match add up, the first to set a thing wins, later conditions see it, and priority is only ever raised.
 * No match: the network's fallback.
 */
export function routeStudy(facts: StudyFacts, policies: ActivePolicies, now: Instant): RoutingDecision {
  const chain = chainOf(policies);
  const see = (): Seen => seeAttributes(studyAttributes(facts, now, pediatricAge(chain)), now);
  const ruled = rulePriority(facts.study, { chain, seen: see(), asked: facts.asked === true });
  const { walk, priority } = tryRules(facts, chain, { see, ruled });
  const { plan, ...decidedBy } = walk.decided ?? fallback(walk);
  return {
    at: now.toISOString(),
    plan: plan.name,
    reads: plan.reads,
    ...decidedBy,
    sets: routedAs(walk.seen.attributes),
    ...outcomeOf(priority, walk),
    setBy: walk.setBy,
    ...coverageOf(chain),
    ...toldOf(facts, chain),
    lines: walk.lines,
  };
}

/** Tries the rules; again without the lowering when one of them names a protocol, under which STAT is never lowered. */
function tryRules(
  { study }: StudyFacts,
  chain: readonly ActivePolicy[],
  { see, ruled }: { see: () => Seen; ruled: RuledPriority },
): { walk: Walk; priority: RuledPriority } {
  const walk = walkThrough({ chain, seen: see(), ruled, study });
  const { protocol } = walk.seen.attributes;
  if (protocol === null || ruled.priority === ruled.unlowered) return { walk, priority: ruled };
  const priority = restore(ruled, `under the protocol ${String(protocol)}`);
  return { walk: walkThrough({ chain, seen: see(), ruled: priority, study }), priority };
}

function walkThrough({ chain, seen, ruled, study }: Pick<Walk, 'chain' | 'seen' | 'study'> & { ruled: RuledPriority }) {
  setAttribute(seen, 'priority', ruled.priority);
  const walk: Walk = { chain, seen, study, decided: null, setBy: [...ruled.setBy], lines: [...ruled.lines] };
  for (const [level, active] of chain.entries()) {
    for (const rule of rulesToTry(active.version.document, seen)) applyRule(walk, level, rule);
  }
  return walk;
}

/** A ruling that a rule has overtaken by raising the priority is in the lines only. */
function outcomeOf(
  { priority, ruling, restored }: RuledPriority,
  { seen }: Walk,
): Pick<RoutingDecision, 'ruling' | 'restored'> {
  const stands = seen.attributes.priority === priority;
  return {
    ...(ruling !== undefined && stands ? { ruling } : {}),
    ...(restored !== undefined && stands ? { restored } : {}),
  };
}

/** What the nearest policy says. */
function coverageOf(chain: readonly ActivePolicy[]): Pick<RoutingDecision, 'coverage'> {
  const coverage = chain.find(({ version }) => version.document.coverage !== undefined)?.version.document.coverage;
  return coverage === undefined ? {} : { coverage };
}

function toldOf(facts: StudyFacts, chain: readonly ActivePolicy[]): Pick<RoutingDecision, 'told'> {
  const { day, load, siteStatShare } = facts;
  const asked = facts.asked === true && chain.some(({ version }) => version.document.priority !== undefined);
  const told: Told = {
    ...(day === undefined ? {} : { day }),
    ...(load === undefined ? {} : { load }),
    ...(siteStatShare === undefined ? {} : { siteStatShare }),
    ...(asked ? { asked } : {}),
  };
  return Object.keys(told).length === 0 ? {} : { told };
}

interface Decided extends Pick<RoutingDecision, 'policyId' | 'policyVersionId' | 'policyVersion' | 'ruleId'> {
  plan: ReadingPlan;
}

interface Walk {
  study: Study;
  chain: readonly ActivePolicy[];
  seen: Seen;
  decided: Decided | null;
  setBy: RoutingDecision['setBy'];
  lines: string[];
}

/** The age of the nearest policy that says one. */
const pediatricAge = (chain: readonly ActivePolicy[]): number | undefined =>
  chain.find((each) => each.version.document.pediatricBelowYears !== undefined)?.version.document.pediatricBelowYears;

function applyRule(walk: Walk, level: number, { rule, holds }: CompiledRule): void {
  const decides = rule.plan !== undefined && walk.decided === null;
  if (!decides && rule.sets === undefined) return;
  if (!holds(walk.seen)) return;
  const active = walk.chain[level] as ActivePolicy;
  const told = `${SCOPE_NAMES[active.policy.scope]} rule "${rule.name}" matched`;
  const effects = applySets(walk, rule);
  if (effects.length > 0) walk.setBy.push({ policyId: active.policy.id, ruleId: rule.id });
  if (decides && rule.plan !== undefined) {
    const plan = findPlan(walk.chain, level, rule.plan)?.plan ?? null;
    if (plan === null) effects.push(`its plan "${rule.plan}" is gone, the search goes on`);
    else {
      walk.decided = { ...decidedBy(active, rule.id), plan };
      effects.push(`plan "${plan.name}"`);
    }
  }
  if (effects.length > 0) walk.lines.push(`${told}: ${effects.join(', ')}`);
}

const SCOPE_NAMES: Record<PolicyScope, string> = {
  network: 'Network',
  'health-system': 'Health system',
  facility: 'Facility',
};

/** What a rule's `sets` changed, told for people. */
function applySets({ seen, study }: Walk, { sets }: PolicyRule): string[] {
  const effects: string[] = [];
  const { attributes } = seen;
  // What a person said of the study stands; but a protocol may be known since.
  const mayRaise = sets?.priority === 'critical' || !isSetByPerson(study);
  if (sets?.priority !== undefined && mayRaise && morePressing(sets.priority, attributes.priority as Priority)) {
    effects.push(`priority raised from ${String(attributes.priority)} to ${sets.priority}`);
    setAttribute(seen, 'priority', sets.priority);
  }
  if (sets?.subspecialty !== undefined && attributes.subspecialty === null) {
    effects.push(`needs ${sets.subspecialty}`);
    setAttribute(seen, 'subspecialty', sets.subspecialty);
  }
  if (sets?.protocol !== undefined && attributes.protocol === null) {
    effects.push(`protocol ${sets.protocol}`);
    setAttribute(seen, 'protocol', sets.protocol);
  }
  return effects;
}

const decidedBy = (active: ActivePolicy, ruleId: string | null): Omit<Decided, 'plan'> => ({
  policyId: active.policy.id,
  policyVersionId: active.version.id,
  policyVersion: active.version.number,
  ruleId,
});

function fallback({ chain, lines }: Walk): Decided {
  const level = chain.findIndex((each) => each.policy.scope === 'network');
  const network = chain[level];
  const name = network?.version.document.fallback;
  const plan = name === undefined ? null : (findPlan(chain, level, name)?.plan ?? null);
  if (network !== undefined && plan !== null) {
    lines.push(`No rule named a plan: the network's fallback, plan "${plan.name}"`);
    return { ...decidedBy(network, null), plan };
  }
  // No policy is active yet: reading goes on all the same, and the missing version is visible in the decision.
  const resort = lastResortPlan();
  lines.push(`No network policy is in force: plan "${resort.name}"`);
  return { policyId: null, policyVersionId: null, policyVersion: null, ruleId: null, plan: resort };
}

const routedAs = (attributes: StudyAttributes): RoutedAs => ({
  subspecialty: attributes.subspecialty as string | null,
  priority: attributes.priority as Priority,
  protocol: attributes.protocol as string | null,
});
