import { inForce, type Period } from '../../core/period.js';
import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import { matches } from '../conditions/matches.js';
import type { StudyAttributes } from '../conditions/study-attributes.js';
import type { PolicyDocument, PolicyRule, ReadingPlan } from '../policy.js';
import type { Finding } from './finding.js';

/** What a country asks of a reading plan. Dated data of an administrator. */
export interface JurisdictionRule extends Period {
  /** Country of the facility. */
  country: string;
  /**
   * `finaliserMustBePreliminaryReader`: who interprets also issues, so a preliminary by one and a final by another is
   * forbidden. `stepBeforeExam`: a physician justifies the exposure before it; this product comes after the exam.
   */
  rule: 'finaliserMustBePreliminaryReader' | 'stepBeforeExam';
  source: string;
}

const since = (validFrom: string): Period => ({ validFrom: new Date(validFrom), validUntil: null });

export const DEFAULT_JURISDICTION_RULES: readonly JurisdictionRule[] = [
  {
    country: 'GB',
    rule: 'finaliserMustBePreliminaryReader',
    source: 'RCR, Standards for the provision of teleradiology within the United Kingdom (2016)',
    ...since('2016-12-01T00:00:00Z'),
  },
  {
    country: 'DE',
    rule: 'stepBeforeExam',
    source: 'Strahlenschutzgesetz § 83 (3), § 14 (2)',
    ...since('2018-12-31T00:00:00Z'),
  },
];

/** Conditions on these are known of a facility before any study comes. */
const OF_FACILITY = ['facility', 'facilityKind', 'country', 'subdivision', 'zone', 'healthSystem'] as const;

/**
 * Plans of the document, or that it names from above, which a country forbids for a facility that may get them: by a rule
 * whose conditions on the facility hold, or by the fallback.
 */
export function lintJurisdictions(
  {
    document,
    plans,
    facilities,
  }: { document: PolicyDocument; plans: readonly ReadingPlan[]; facilities: readonly Facility[] },
  now: Instant,
  rules: readonly JurisdictionRule[] = DEFAULT_JURISDICTION_RULES,
): Finding[] {
  const dated = rules.filter((each) => inForce(each, now));
  if (dated.length === 0) return [];
  const uses = [
    ...document.rules.map((rule, place) => ({ plan: rule.plan, path: `rules.${place}.plan`, rule })),
    { plan: document.fallback, path: 'fallback', rule: null },
  ];
  return uses.flatMap(({ plan: name, path, rule }) => {
    const plan = plans.find((each) => each.name === name);
    if (plan === undefined) return [];
    const covered = facilities.filter((facility) => rule === null || mayCover(rule, facility));
    const broken = dated.filter(
      ({ country, rule: law }) => covered.some((each) => each.country === country) && breaks(plan, law),
    );
    return broken.map((law) => findingOf(plan, law, path));
  });
}

function mayCover(rule: PolicyRule, facility: Facility): boolean {
  const known: Partial<StudyAttributes> = {
    facility: facility.code,
    facilityKind: facility.kind,
    country: facility.country,
    subdivision: facility.subdivision,
    zone: facility.zone,
    healthSystem: facility.healthSystemId,
  };
  return rule.conditions
    .filter(({ attribute }) => (OF_FACILITY as readonly string[]).includes(attribute))
    .every((condition) => matches(condition, known as StudyAttributes, new Date(0)));
}

function breaks(plan: ReadingPlan, law: JurisdictionRule['rule']): boolean {
  if (law === 'stepBeforeExam') return plan.justifiedOnSite !== true;
  const primaries = plan.reads.filter(({ purpose }) => purpose === 'primary');
  return primaries.some(({ issues }) => issues === 'preliminary') && primaries.some(({ issues }) => issues === 'final');
}

function findingOf(plan: ReadingPlan, { country, rule, source }: JurisdictionRule, path: string): Finding {
  if (rule === 'finaliserMustBePreliminaryReader') {
    const message = `Plan "${plan.name}" has one reader interpret and another issue, which ${country} forbids (${source})`;
    return { severity: 'error', code: 'plan/forbidden', path, message };
  }
  const message =
    `${country} asks for a step before the exam (${source}), which is not supported: ` +
    `plan "${plan.name}" must say that it is justified on site`;
  return { severity: 'error', code: 'plan/step-before-exam', path, message };
}
