import type { Instant } from '../core/instant.js';
import type { ReadingGroupId } from '../core/ids.js';
import type { Place, RosterShift } from '../network/network.js';
import type { Issues } from '../studies/study.js';
import type { EligibilityQuestion, RuleCode } from './facts.js';
import { DEFAULT_LICENCE_REQUIREMENTS, type LicenceRequirement } from './licence-requirements.js';
import { MODALITY_EQUIVALENTS } from './modality-equivalents.js';
import { DEFAULT_PAYER_PLACES, type PayerPlace } from './payer-places.js';

/** The data the hard rules are judged by; an administrator's records, these are the defaults. */
export interface HardRules {
  modalityEquivalents: readonly (readonly string[])[];
  /** Read levels for which the study's subspecialty is required; for the others it is a preference. */
  subspecialtyRequiredFor: readonly Issues[];
  licenceRequirements: readonly LicenceRequirement[];
  payerPlaces: readonly PayerPlace[];
}

export const DEFAULT_HARD_RULES: HardRules = {
  modalityEquivalents: MODALITY_EQUIVALENTS,
  subspecialtyRequiredFor: ['final', 'opinion'],
  licenceRequirements: DEFAULT_LICENCE_REQUIREMENTS,
  payerPlaces: DEFAULT_PAYER_PLACES,
};

/** Where, for which group and when the reader would read: from the session, or presumed from roster and home. */
export interface Standing {
  place: Place | null;
  readingGroupId: ReadingGroupId | null;
  /** When reading would start: now, or when a later shift begins. */
  at: Instant;
  shift: RosterShift | null;
}

/** One hard rule: the fact that stands against the reader, or null when it holds. Whatever is not known does not hold. */
export type HardRule = (question: EligibilityQuestion, standing: Standing, rules: HardRules) => string | null;

/**
 * Rules whose failure after opening blocks the final, as law, agreement or honesty of the second opinion forbid to issue it.
 * Competence (modality, subspecialty), contract and language were proven when the read was opened and are a person's or
 * a party's concern, not the law's: they are told to the manager and block nothing that is already written.
 */
export const LEGAL_RULES: readonly RuleCode[] = [
  'licence',
  'privilege',
  'agreement',
  'residency',
  'payer',
  'independence',
  'exclusion',
];
