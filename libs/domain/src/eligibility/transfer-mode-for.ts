import type { ReadingGroupId } from '../core/ids.js';
import type { Instant } from '../core/instant.js';
import { inForce } from '../core/period.js';
import { legalCountry } from '../network/legal-space.js';
import type { Agreement, Facility, HealthSystem, Place, TransferMode } from '../network/network.js';

export interface TransferQuestion {
  facility: Pick<Facility, 'healthSystemId' | 'country'>;
  healthSystem: Pick<HealthSystem, 'deniedCountries'>;
  /** Where the data would be seen: a session's place, or a group's home country. */
  place: Pick<Place, 'country'>;
  readingGroupId: ReadingGroupId | null;
  agreements: readonly Agreement[];
  now: Instant;
}

/**
 * How much of the patient a place may see: everything inside the facility's country, elsewhere what an agreement in force
 * says, nothing in a country the health system denies, whatever an agreement says. Also what a reading group sees.
 */
export function transferModeFor(question: TransferQuestion): TransferMode | 'none' {
  const { facility, healthSystem, place, now } = question;
  if (healthSystem.deniedCountries.includes(place.country)) return 'none';
  if (legalCountry(place.country) === legalCountry(facility.country)) return 'full';
  const modes = question.agreements
    .filter(
      (each) =>
        each.healthSystemId === facility.healthSystemId &&
        each.readingGroupId === question.readingGroupId &&
        inForce(each, now) &&
        (each.retiredAt === null || now < each.retiredAt),
    )
    .flatMap((each) => each.transfers)
    .filter((transfer) => legalCountry(transfer.country) === legalCountry(place.country))
    .map((transfer) => transfer.mode);
  if (modes.includes('full')) return 'full';
  return modes.includes('pseudonymous') ? 'pseudonymous' : 'none';
}
