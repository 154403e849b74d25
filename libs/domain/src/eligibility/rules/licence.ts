import type { Instant } from '../../core/instant.js';
import type { Licence } from '../../network/network.js';
import { legalCountry } from '../../network/legal-space.js';
import type { HardRule } from '../hard-rules.js';
import { jurisdictionOf, licenceRequirementOf, type LicenceRequirement } from '../licence-requirements.js';
import { whyNotInForce } from '../why-not-in-force.js';

/** Licensed where the images were made and, where that is asked, where the read takes place. */
export const licenceRule: HardRule = ({ read, reader, now }, { place }, { licenceRequirements }) => {
  const { facility } = read;
  const wanted: (string | null)[] = [];
  const made = licenceRequirementOf(facility.country, now, licenceRequirements);
  if (made === null) return `no licence requirement is on record for ${facility.country}`;
  wanted.push(jurisdictionOf(facility, made.level));
  if (place === null) return 'the place of reading is not known';
  const here = licenceRequirementOf(place.country, now, licenceRequirements);
  if (here === null) return `no licence requirement is on record for ${place.country}`;
  if (asksWhereRead(here, place.country, facility.country)) wanted.push(jurisdictionOf(place, here.level));
  for (const jurisdiction of wanted) {
    const fact = factAgainst(jurisdiction, reader.licences, now);
    if (fact !== null) return fact;
  }
  return null;
};

/** Whether the place of reading asks for a licence of its own, beside the one of where the images were made. */
export const asksWhereRead = (here: LicenceRequirement, place: string, facility: string): boolean =>
  here.whereRead === 'always' || (here.whereRead === 'same-country' && legalCountry(place) === legalCountry(facility));

function factAgainst(jurisdiction: string | null, licences: readonly Licence[], now: Instant): string | null {
  if (jurisdiction === null) return 'the state that licenses is not known';
  const held = licences.filter((licence) => licenceJurisdiction(licence) === jurisdiction);
  if (held.length === 0) return `no licence ${jurisdiction}`;
  const reasons = held.map((licence) => whyNotInForce(licence, now));
  return reasons.includes(null) ? null : `licence ${jurisdiction} ${reasons[0]}`;
}

/** A licence filed under `PR` is one of `US-PR`. */
export const licenceJurisdiction = ({ jurisdiction }: Licence): string =>
  legalCountry(jurisdiction) === jurisdiction ? jurisdiction : `${legalCountry(jurisdiction)}-${jurisdiction}`;
