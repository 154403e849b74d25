import type { Instant } from '../../core/instant.js';
import type { Facility } from '../../network/network.js';
import { familyOfModality } from '../../studies/classification/modality-families.js';
import { matches } from '../conditions/matches.js';
import type { Condition } from '../conditions/condition.js';
import type { StudyAttributes } from '../conditions/study-attributes.js';
import { brokenBy, FORBIDDEN_CODES, whyForbidden } from '../jurisdictions/broken-by.js';
import { binds, knownAt, type JurisdictionRule } from '../jurisdictions/jurisdiction-rule.js';
import type { PolicyDocument, PolicyRule, ReadingPlan } from '../policy.js';
import type { Finding } from './finding.js';

interface Linted {
  document: PolicyDocument;
  plans: readonly ReadingPlan[];
  facilities: readonly Facility[];
}

type Outcome = 'holds' | 'fails' | 'unknown';
type Known = Partial<StudyAttributes>;

/**
 * Plans of the document, or that it names from above, which a place forbids for a facility that may get them: by a rule
 * that may match studies of the facility the law is about, or by the fallback. What an earlier rule decides for certain is
 * not looked at again.
 */
export function lintJurisdictions(
  { document, plans, facilities }: Linted,
  now: Instant,
  records: readonly JurisdictionRule[],
): Finding[] {
  const laws = knownAt(records, now);
  const uses = [
    ...document.rules.map((rule, place) => ({ plan: rule.plan, path: `rules.${place}.plan`, place })),
    { plan: document.fallback, path: 'fallback', place: document.rules.length },
  ];
  const found = laws.map((law) => {
    const reached = new Set<number>();
    const bound = facilities.filter((facility) => binds(law, facility, now));
    for (const facility of bound) reach(document.rules, knownOf(facility, law), reached);
    return { law, reached, bound: bound.length > 0 };
  });
  const forbidden = uses.flatMap(({ plan: name, path, place }) => {
    const plan = plans.find((each) => each.name === name);
    if (plan === undefined) return [];
    return found
      .filter(({ law, reached }) => reached.has(place) && brokenBy(plan, law))
      .map(({ law }) => findingOf(law, path, whyForbidden(plan, law)));
  });
  return [...forbidden, ...found.flatMap(({ law, bound }) => (bound ? lintCoverage(document, law) : []))];
}

/** Places of the rules that may decide for such studies, and that of the fallback where none surely does. */
function reach(rules: readonly PolicyRule[], known: Known, reached: Set<number>): void {
  for (const [place, rule] of rules.entries()) {
    if (rule.plan === undefined) continue;
    const outcomes = rule.conditions.map((condition) => outcomeOf(condition, known));
    if (!outcomes.includes('fails')) reached.add(place);
    if (outcomes.every((outcome) => outcome === 'holds')) return;
  }
  reached.add(rules.length);
}

/** What is known of every study of the facility that the law is about, before any comes; a modality as if it were the only one. */
function knownOf(facility: Facility, { parameters: { modality, descriptionContains } }: JurisdictionRule): Known {
  return {
    facility: facility.code,
    facilityKind: facility.kind,
    country: facility.country,
    subdivision: facility.subdivision,
    zone: facility.zone,
    healthSystem: facility.healthSystemId,
    ...(modality === undefined ? {} : { modality, modalities: [modality], modalityFamily: familyOfModality(modality) }),
    ...(descriptionContains === undefined ? {} : { description: descriptionContains }),
  };
}

function outcomeOf(condition: Condition, known: Known): Outcome {
  if (!(condition.attribute in known)) return 'unknown';
  const holds = matches(condition, known as StudyAttributes, new Date(0));
  // Of the description only a part is known: what the part has the whole has, what it has not the whole may have.
  if (condition.attribute === 'description') {
    return holds && ['contains', 'exists'].includes(condition.operator) ? 'holds' : 'unknown';
  }
  return holds ? 'holds' : 'fails';
}

/** Work that spreads to every contracted group by itself keeps to no place. */
function lintCoverage({ coverage }: PolicyDocument, law: JurisdictionRule): Finding[] {
  const spreads = (['broadenUncovered', 'widenAtBreach'] as const).filter((each) => Boolean(coverage?.[each]));
  const place = law.subdivision ?? law.country;
  return law.rule === 'readingPlace'
    ? spreads.map((each) =>
        findingOf(
          law,
          `coverage.${each}`,
          `${place} limits where reads are read (${law.source}): this opens them to every contracted group`,
        ),
      )
    : [];
}

const findingOf = ({ id, number, rule }: JurisdictionRule, path: string, message: string): Finding => ({
  severity: 'error',
  code: FORBIDDEN_CODES[rule],
  path,
  message,
  jurisdictionRule: { id, number },
});
