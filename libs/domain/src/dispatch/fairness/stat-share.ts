import type { FacilityId } from '../../core/ids.js';

/** What one site sent in a period: primary reads by effective priority. */
export interface SiteWork {
  facilityId: FacilityId;
  reads: number;
  stat: number;
  /** As the site asked for them; policy may have made some of them less. */
  requestedStat: number;
  /** Expected minutes of its STAT reads. */
  statMinutes: number;
}

/** How busy readers were with what is not pressing. All in minutes, over the same period. */
export interface WaitingLoad {
  /** That urgent and routine reads waited, added up. */
  waitedMinutes: number;
  /** That readers were signed on, added up. */
  signedOnMinutes: number;
}

export interface StatShare {
  facilityId: FacilityId;
  reads: number;
  stat: number;
  requestedStat: number;
  /** Shares 0..1; null of a site that sent nothing. */
  share: number | null;
  /** Over all sites together. */
  networkShare: number | null;
  /** Minutes that urgent and routine reads of everybody waited longer because these went first; null when nobody read. */
  delayMinutes: number | null;
  /** Of that, what comes of a share above the network's: nothing when it is below. */
  excessDelayMinutes: number | null;
}

/**
 * Each site's share of STAT and what it costs the others. While a STAT read of `p` expected minutes goes first, each of the
 * `L` urgent and routine reads that wait (Little: minutes waited over the period's length) waits `p / R` longer, `R` readers
 * being signed on: `delay = p L / R`, in which the period's length cancels out. An estimate: it takes every reader to be able
 * to read everything.
 */
export function statShares(sites: readonly SiteWork[], load: WaitingLoad): StatShare[] {
  const all = sites.reduce((sum, { reads, stat }) => ({ reads: sum.reads + reads, stat: sum.stat + stat }), NOTHING);
  const networkShare = all.reads === 0 ? null : all.stat / all.reads;
  const perMinute = load.signedOnMinutes > 0 ? load.waitedMinutes / load.signedOnMinutes : null;
  return sites.map(({ facilityId, reads, stat, requestedStat, statMinutes }) => {
    const share = reads === 0 ? null : stat / reads;
    const above = share === null || networkShare === null || share === 0 ? 0 : Math.max(0, 1 - networkShare / share);
    const delayMinutes = perMinute === null ? null : statMinutes * perMinute;
    const excessDelayMinutes = delayMinutes === null ? null : delayMinutes * above;
    return { facilityId, reads, stat, requestedStat, share, networkShare, delayMinutes, excessDelayMinutes };
  });
}

const NOTHING = { reads: 0, stat: 0 };
