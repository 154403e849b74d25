import type { Instant } from '../core/instant.js';
import { inForce, type Period } from '../core/period.js';
import { legalCountry } from '../network/legal-space.js';
import type { Place } from '../network/network.js';

/** What a country asks of whoever reads images made there. Dated data of an administrator. */
export interface LicenceRequirement extends Period {
  /** ISO 3166-1; the US stands for its whole set. Null is every country without a row of its own. */
  country: string | null;
  /** Which authority licenses: the country's or the state's. */
  level: 'country' | 'subdivision';
  /**
   * Whether the place where the read happens asks for a licence too. `same-country`: only when it lies in the country the
   * images were made in (ACR: the state where images are made and the state where they are read).
   */
  whereRead: 'always' | 'same-country' | 'never';
}

export const DEFAULT_LICENCE_REQUIREMENTS: readonly LicenceRequirement[] = [
  { country: 'US', level: 'subdivision', whereRead: 'same-country', validFrom: null, validUntil: null },
  { country: null, level: 'country', whereRead: 'same-country', validFrom: null, validUntil: null },
];

/** The requirement of a country at an instant; null when no row answers, which nobody can meet. */
export function licenceRequirementOf(
  country: string,
  at: Instant,
  requirements: readonly LicenceRequirement[],
): LicenceRequirement | null {
  const current = requirements.filter((each) => inForce(each, at));
  const legal = legalCountry(country);
  return current.find((each) => each.country === legal) ?? current.find((each) => each.country === null) ?? null;
}

/** The jurisdiction that licenses at a place, such as `US-TX` or `GB`; null when the place does not say its state. */
export function jurisdictionOf(
  place: Pick<Place, 'country' | 'subdivision'>,
  level: LicenceRequirement['level'],
): string | null {
  const legal = legalCountry(place.country);
  if (level === 'country') return legal;
  // Puerto Rico and its like are countries in ISO 3166-1 and subdivisions of the US in ISO 3166-2.
  if (place.country !== legal) return `${legal}-${place.country}`;
  return place.subdivision;
}
