import { legalCountry } from '../../network/legal-space.js';
import type { HardRule } from '../hard-rules.js';
import { payerPlaceOf } from '../payer-places.js';

/**
 * The payer allows the place for what is billed. A payer nobody named may be any of the country's, so a final from outside
 * does not pass; what is not final is judged when the payer is known.
 */
export const payerRule: HardRule = ({ read, now }, { place }, { payerPlaces }) => {
  const { facility, issues, billable } = read;
  if (place === null) return 'the place of reading is not known';
  const row = payerPlaceOf(read.payer, facility, now, payerPlaces);
  if (row === null) return null;
  if (row === 'unknown') {
    const inside = payerPlaces.every(
      (each) => each.country !== legalCountry(facility.country) || each.inside.includes(place.country),
    );
    return inside || issues !== 'final'
      ? null
      : `the payer is not known, and a final from ${place.country} may be barred`;
  }
  if (row.inside.includes(place.country)) return null;
  if (row.elsewhere === 'nothing') return `${read.payer} bars reads from ${place.country}`;
  if (issues === 'final') return `${read.payer} bars a final from ${place.country}`;
  return billable ? `${read.payer} bars a billed ${issues} from ${place.country}` : null;
};
