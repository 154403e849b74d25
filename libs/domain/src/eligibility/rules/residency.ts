import type { HardRule } from '../hard-rules.js';
import { transferModeFor } from '../transfer-mode-for.js';

/** The data may go from the facility's country to the place of reading, in full or under a pseudonym. */
export const residencyRule: HardRule = ({ read, relations, now }, { place, readingGroupId }) => {
  const { facility, healthSystem } = read;
  if (place === null) return 'the place of reading is not known';
  if (healthSystem.deniedCountries.includes(place.country)) return `the health system denies ${place.country} its data`;
  const mode = transferModeFor({
    facility,
    healthSystem,
    place,
    readingGroupId,
    agreements: relations.agreements,
    now,
  });
  return mode === 'none' ? `no agreement in force lets data go from ${facility.country} to ${place.country}` : null;
};
