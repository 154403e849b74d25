import type { Change } from '../../core/change.js';
import { DomainError } from '../../core/domain-error.js';
import type { DomainEvent } from '../../core/event.js';
import type { Instant } from '../../core/instant.js';
import { checkTerms } from './check-terms.js';
import type { JurisdictionRule, JurisdictionRuleId, JurisdictionTerms } from './jurisdiction-rule.js';

interface Rows {
  versions: JurisdictionRule[];
}

/** Who writes a version down, and why. */
export interface Recording {
  by: string;
  reason: string;
}

/**
 * A new record.
 *
 * @throws DomainError invalid `request/invalid`, conflict `jurisdiction/exists`
 */
export function recordRule(
  standing: readonly JurisdictionRule[],
  { id, terms, ...recording }: Recording & { id: JurisdictionRuleId; terms: JurisdictionTerms },
  now: Instant,
): Change<Rows, JurisdictionRule> {
  refuseFaulty(terms);
  refuseTwice(standing, { ...terms, id });
  const made = versionOf(terms, { id, number: 1, ...recording }, now);
  return { next: { versions: [made] }, events: [changed(made)], result: made };
}

/**
 * A corrected record is a new version of it; the one before is kept, and known to have been believed until now. `terms`
 * says what the record is to say from now on; ending it is correcting its last day.
 *
 * @throws DomainError invalid `request/invalid`, conflict `jurisdiction/exists`
 */
export function correctRule(
  { versions, standing }: Rows & { standing: readonly JurisdictionRule[] },
  { terms, ...recording }: Recording & { terms: JurisdictionTerms },
  now: Instant,
): Change<Rows, JurisdictionRule> {
  const before = standingVersion(versions);
  refuseFaulty(terms);
  refuseTwice(standing, { ...terms, id: before.id });
  const made = versionOf(terms, { id: before.id, number: before.number + 1, ...recording }, now);
  const next = versions.map((each) => (each === before ? { ...each, supersededAt: now } : each));
  return { next: { versions: [...next, made] }, events: [changed(made)], result: made };
}

/** The version that stands; one of them always does. */
export function standingVersion(versions: readonly JurisdictionRule[]): JurisdictionRule {
  const standing = versions.find(({ supersededAt }) => supersededAt === null);
  if (standing !== undefined) return standing;
  if (versions.length === 0) throw new DomainError('not-found', 'jurisdiction/not-found', 'no such jurisdiction rule');
  // Locked as it was before somebody else's correction was saved: theirs is not among the rows.
  throw new DomainError('conflict', 'jurisdiction/changed', 'the rule was changed just now: look at it again');
}

function refuseFaulty(terms: JurisdictionTerms): void {
  const errors = checkTerms(terms);
  if (errors.length === 0) return;
  throw new DomainError('invalid', 'request/invalid', `the jurisdiction rule breaks ${errors.length} rules`, {
    errors,
  });
}

/** The same thing asked twice of the same place on the same day would be found twice, and ended once. */
function refuseTwice(
  standing: readonly JurisdictionRule[],
  terms: JurisdictionTerms & { id: JurisdictionRuleId },
): void {
  const until = ({ validUntil }: JurisdictionTerms): string => validUntil ?? '9999-12-31';
  const same = standing.find(
    (each) =>
      each.id !== terms.id &&
      each.supersededAt === null &&
      each.country === terms.country &&
      each.subdivision === terms.subdivision &&
      each.rule === terms.rule &&
      saying(each) === saying(terms) &&
      each.validFrom < until(terms) &&
      terms.validFrom < until(each),
  );
  if (same === undefined) return;
  const message = `${terms.country} has this rule from ${same.validFrom} to ${same.validUntil ?? 'open end'}: correct that record`;
  throw new DomainError('conflict', 'jurisdiction/exists', message);
}

const saying = ({ parameters: { modality, descriptionContains, issues = [], tiers = [] } }: JurisdictionTerms) =>
  JSON.stringify([modality, descriptionContains?.toLowerCase(), issues.toSorted(), tiers.toSorted()]);

const versionOf = (
  { country, subdivision, rule, parameters, source, sourceUrl, validFrom, validUntil }: JurisdictionTerms,
  { id, number, by, reason }: Recording & Pick<JurisdictionRule, 'id' | 'number'>,
  now: Instant,
): JurisdictionRule => ({
  id,
  number,
  country,
  subdivision,
  rule,
  parameters,
  source,
  sourceUrl,
  validFrom,
  validUntil,
  reason,
  recordedAt: now,
  recordedBy: by,
  supersededAt: null,
});

const changed = ({ id, number, country, subdivision, rule, validFrom, validUntil }: JurisdictionRule): DomainEvent => ({
  type: 'jurisdiction.changed',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: number,
  data: { jurisdictionRuleId: id, number, country, subdivision, rule, validFrom, validUntil },
});
