import { ISSUES, JURISDICTION_RULE_KINDS, TIERS } from '@overread/domain';
import { z } from 'zod';
import { country, id, instant, required, subdivision, text } from '../common.js';

const parameters = z
  .strictObject({
    modality: text(16).optional().describe('`secondReadMandatory`: DICOM modality of the studies, such as MG'),
    descriptionContains: required(200).optional().describe('`secondReadMandatory`: only studies so described'),
    issues: z.array(z.enum(ISSUES)).max(4).optional().describe('`readingPlace`: reads that issue any of these ...'),
    tiers: z.array(z.enum(TIERS)).max(3).optional().describe('... may be offered in these tiers only'),
  })
  .meta({ id: 'JurisdictionParameters' });
const day = z.iso.date();

export const newJurisdictionRule = z.object({
  /** ISO 3166-1 of facilities; `subdivision` (ISO 3166-2) absent is all of the country. */
  country,
  subdivision: subdivision.nullish(),
  rule: z.enum(JURISDICTION_RULE_KINDS),
  parameters: parameters.default({}),
  source: required(1000),
  sourceUrl: text(2000).nullish(),
  /** Local days at the facility: from the first moment of one, up to but not including the other. */
  validFrom: day,
  validUntil: day.nullish(),
  /** Why it is written down, for whoever reads the history. */
  reason: required(1000),
});
/** The whole record as it is to be; what kind of rule it is stays. */
export const correctedJurisdictionRule = newJurisdictionRule.omit({ rule: true });
export const endJurisdictionRule = z.object({ validUntil: day, reason: required(1000) });

export const jurisdictionRulesQuery = z.object({
  country: country.optional(),
  /** Versions that stood at this instant; absent: all there ever were. */
  at: instant.optional(),
});

/** One version of a record; `number` is what If-Match names. */
export const jurisdictionRule = newJurisdictionRule
  .extend({
    id,
    number: z.number().int(),
    subdivision: subdivision.nullable(),
    parameters,
    sourceUrl: z.string().nullable(),
    validUntil: day.nullable(),
    recordedAt: instant,
    recordedBy: z.string(),
    /** When the next version took its place; null while it stands. */
    supersededAt: instant.nullable(),
  })
  .meta({ id: 'JurisdictionRule' });
export type JurisdictionRuleBody = z.infer<typeof jurisdictionRule>;
