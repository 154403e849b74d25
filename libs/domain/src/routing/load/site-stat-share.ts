import type { FacilityId } from '../../core/ids.js';
import type { Instant } from '../../core/instant.js';

/** What a site sent in one hour of the clock, and how much of it it asked for as STAT. */
export interface HourOfSite {
  facilityId: FacilityId;
  /** Where the hour begins. */
  hour: Instant;
  studies: number;
  stat: number;
}

/** The share is of so many days before the hour that runs. */
export const STAT_SHARE_DAYS = 7;
/** Of fewer studies a share says nothing. */
export const LEAST_STUDIES = 20;

const HOUR_MS = 3_600_000;
const WINDOW_MS = STAT_SHARE_DAYS * 24 * HOUR_MS;

/** The beginning of the hour that runs at `at`. */
export const hourOf = (at: Instant): Instant => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);

/** Where the days begin that the share at `at` is of. */
export const shareWindowStart = (at: Instant): Instant => new Date(hourOf(at).getTime() - WINDOW_MS);

/**
 * Share (0..1) of STAT, as the site asked, among what it sent in the seven days up to the last full hour; unknown of fewer
 * than twenty studies. By the hour, so that a past study finds what it found then. What policy made of a request does not
 * count: a site whose STAT is lowered would else seem cured of it.
 */
export function siteStatShares(
  hours: readonly HourOfSite[],
): (facilityId: FacilityId, at: Instant) => number | undefined {
  const bySite = new Map<FacilityId, HourOfSite[]>();
  for (const each of hours) {
    const own = bySite.get(each.facilityId) ?? [];
    bySite.set(each.facilityId, own);
    own.push(each);
  }
  return (facilityId, at) => {
    const [from, to] = [shareWindowStart(at), hourOf(at)];
    const within = (bySite.get(facilityId) ?? []).filter(({ hour }) => hour >= from && hour < to);
    const studies = within.reduce((sum, each) => sum + each.studies, 0);
    if (studies < LEAST_STUDIES) return undefined;
    return within.reduce((sum, each) => sum + each.stat, 0) / studies;
  };
}
