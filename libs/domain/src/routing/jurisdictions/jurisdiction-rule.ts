import type { Id } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';
import type { Facility, Tier } from '../../network/network.js';
import { localDate } from '../../network/local-time.js';
import type { Issues } from '../../studies/study.js';

export type JurisdictionRuleId = Id<'JurisdictionRule'>;

/**
 * Every kind of rule that plans can be held against: `finaliserMustBePreliminaryReader` (who interprets also issues),
 * `stepBeforeExam` (a physician justifies the exposure first, which this product comes too late for),
 * `secondReadMandatory` and `readingPlace`.
 */
export const JURISDICTION_RULE_KINDS = [
  'finaliserMustBePreliminaryReader',
  'stepBeforeExam',
  'secondReadMandatory',
  'readingPlace',
] as const;
export type JurisdictionRuleKind = (typeof JURISDICTION_RULE_KINDS)[number];

/** What a kind needs to be told; of the others nothing is set. */
export interface JurisdictionParameters {
  /** `secondReadMandatory`: of studies with this modality and, where a text is given, of those whose description has it. */
  modality?: string | undefined;
  descriptionContains?: string | undefined;
  /** `readingPlace`: reads that issue any of these may be offered in these tiers only. */
  issues?: Issues[] | undefined;
  tiers?: Tier[] | undefined;
}

/** What is asked of reading plans in a place, as an administrator wrote it down. */
export interface JurisdictionTerms {
  /** ISO 3166-1 of the facility; `subdivision` (ISO 3166-2) null is all of the country. */
  country: string;
  subdivision: string | null;
  rule: JurisdictionRuleKind;
  parameters: JurisdictionParameters;
  source: string;
  sourceUrl: string | null;
  /** Local days at the facility: from the first moment of one, up to but not including the other; null is open-ended. */
  validFrom: string;
  validUntil: string | null;
}

/** One version of a record. Nothing of it changes but that another takes its place; none is ever deleted. */
export interface JurisdictionRule extends JurisdictionTerms {
  id: JurisdictionRuleId;
  number: number;
  /** Why this version was written. */
  reason: string;
  recordedAt: Instant;
  recordedBy: string;
  supersededAt: Instant | null;
}

/** The records as they stood at an instant: what was corrected later had not been known yet. */
export const knownAt = <Version extends Pick<JurisdictionRule, 'recordedAt' | 'supersededAt'>>(
  versions: readonly Version[],
  at: Instant,
): Version[] =>
  versions.filter(({ recordedAt, supersededAt }) => recordedAt <= at && (supersededAt === null || at < supersededAt));

/** Whether it binds a facility at an instant: there, and on its local day. */
export function binds(
  terms: Pick<JurisdictionTerms, 'country' | 'subdivision' | 'validFrom' | 'validUntil'>,
  facility: Pick<Facility, 'country' | 'subdivision' | 'zone'>,
  at: Instant,
): boolean {
  if (terms.country !== facility.country) return false;
  if (terms.subdivision !== null && terms.subdivision !== facility.subdivision) return false;
  const day = localDate(at, facility.zone);
  return terms.validFrom <= day && (terms.validUntil === null || day < terms.validUntil);
}

/** What binds a facility at an instant, by the records of then. */
export const rulesOver = (versions: readonly JurisdictionRule[], facility: Facility, at: Instant): JurisdictionRule[] =>
  knownAt(versions, at).filter((rule) => binds(rule, facility, at));
