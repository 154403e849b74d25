import type { Instant } from '../core/instant.js';
import { DEFAULT_LEGAL_SPACES, legalCountry, shareLegalSpace, type LegalSpace } from './legal-space.js';
import { offsetHoursThatDay } from './local-time.js';
import type { Place, Tier } from './network.js';

/** What counts as near: pairs of countries that always do, and the default for all others. */
export interface NearshoreRules {
  /** Pairs of ISO 3166-1 countries, in either order, near whatever the clock says. */
  pairs: readonly (readonly [string, string])[];
  maxOffsetHours: number;
  legalSpaces: readonly LegalSpace[];
}

export const DEFAULT_NEARSHORE: NearshoreRules = { pairs: [], maxOffsetHours: 3, legalSpaces: DEFAULT_LEGAL_SPACES };

/**
 * The tier of a session for a facility: onshore in the facility's country (the US set is one), nearshore for a pair of the
 * table or, by default, within three hours of each other that day inside one legal space, otherwise offshore.
 * An unknown zone is never near. Source: domain facts 2.1.
 */
export function tierOf(
  session: Place,
  facility: Place,
  now: Instant,
  nearshore: NearshoreRules = DEFAULT_NEARSHORE,
): Tier {
  const [here, there] = [legalCountry(session.country), legalCountry(facility.country)];
  if (here === there) return 'onshore';
  const paired = nearshore.pairs.some(([a, b]) => {
    const [one, other] = [legalCountry(a), legalCountry(b)];
    return (one === here && other === there) || (one === there && other === here);
  });
  if (paired) return 'nearshore';
  if (!shareLegalSpace(here, there, now, nearshore.legalSpaces)) return 'offshore';
  const a = offsetHoursThatDay(session.zone, facility.zone, now);
  const b = offsetHoursThatDay(facility.zone, facility.zone, now);
  if (a === null || b === null) return 'offshore';
  return Math.abs(a - b) <= nearshore.maxOffsetHours ? 'nearshore' : 'offshore';
}
