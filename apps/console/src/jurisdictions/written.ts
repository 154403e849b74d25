import type { JurisdictionRuleBody } from '@overread/wire';

/** What a form of a record holds. */
export type Written = Pick<
  JurisdictionRuleBody,
  'country' | 'subdivision' | 'rule' | 'parameters' | 'source' | 'sourceUrl' | 'validFrom' | 'validUntil' | 'reason'
>;
