import type { JurisdictionRuleBody } from '@overread/wire';
import { label, text } from '../texts/text.js';

/** What a rule asks, with what it asks it of. */
export function ruleWords({ rule, parameters }: Pick<JurisdictionRuleBody, 'rule' | 'parameters'>): string {
  const { modality, descriptionContains, issues = [], tiers = [] } = parameters;
  const name = label('jurisdictionRule', rule);
  if (rule === 'secondReadMandatory' && modality !== undefined) {
    const studies =
      descriptionContains === undefined
        ? text('jurisdictions.ofStudies', { modality })
        : text('jurisdictions.ofDescribed', { modality, text: descriptionContains });
    return `${name}: ${studies}`;
  }
  if (rule !== 'readingPlace') return name;
  const named = (kind: string, codes: readonly string[]) =>
    codes.map((code) => label(kind, code).toLowerCase()).join(', ');
  return `${name}: ${text('jurisdictions.placed', { issues: named('issues', issues), tiers: named('tier', tiers) })}`;
}

export const placeOf = ({ country, subdivision }: Pick<JurisdictionRuleBody, 'country' | 'subdivision'>): string =>
  subdivision ?? country;
