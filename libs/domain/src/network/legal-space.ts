import type { Instant } from '../core/instant.js';
import { inForce, type Period } from '../core/period.js';

/**
 * Countries that CMS counts as the United States: the states and DC (US), Puerto Rico, Virgin Islands, Guam, American
 * Samoa and the Northern Marianas (Medicare Benefit Policy Manual, ch. 16 s. 60).
 */
export const US_COUNTRIES: readonly string[] = ['US', 'PR', 'VI', 'GU', 'AS', 'MP'];

/** The country whose law and payers a place falls under: the US set is one country. */
export const legalCountry = (country: string): string => (US_COUNTRIES.includes(country) ? 'US' : country);

/** Countries between which a reading group works under law alike enough to count as near; dated, an administrator's data. */
export interface LegalSpace extends Period {
  name: string;
  countries: readonly string[];
}

const openEnded = { validFrom: null, validUntil: null };

// prettier-ignore
const EU = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL',
  'PL', 'PT', 'RO', 'SE', 'SI', 'SK',
];

/** Defaults: the GDPR area with the two neighbours it finds adequate, North America's trade area, the trans-Tasman market. */
export const DEFAULT_LEGAL_SPACES: readonly LegalSpace[] = [
  { name: 'europe', countries: [...EU, 'IS', 'LI', 'NO', 'CH', 'GB'], ...openEnded },
  { name: 'north-america', countries: ['US', 'CA', 'MX'], ...openEnded },
  { name: 'trans-tasman', countries: ['AU', 'NZ'], ...openEnded },
];

/** Whether two countries share a legal space on that day; a country shares one with itself. */
export function shareLegalSpace(
  a: string,
  b: string,
  at: Instant,
  spaces: readonly LegalSpace[] = DEFAULT_LEGAL_SPACES,
): boolean {
  const [one, other] = [legalCountry(a), legalCountry(b)];
  return (
    one === other ||
    spaces.some((space) => inForce(space, at) && space.countries.includes(one) && space.countries.includes(other))
  );
}
