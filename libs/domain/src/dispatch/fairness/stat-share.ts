import type { FacilityId } from '../../core/ids.js';

/** What one site sent in a period, one row a study: its first read speaks for it. */
export interface SiteWork {
  facilityId: FacilityId;
  reads: number;
  critical: number;
  /** STAT as it is handled. */
  stat: number;
  /** As the site asked for them; policy may have made some of them less. */
  requestedStat: number;
  /** Asked for as STAT, and handled as less by a policy. */
  lowered: number;
  /** Expected minutes of its STAT reads. */
  statMinutes: number;
  /** Median minutes from queue to opening; null where none of them was opened. */
  statWaitMinutes: number | null;
  routineWaitMinutes: number | null;
  /** STAT of it that waited longer than its own routine reads did at the median. */
  statOpenedLater: number;
}

/** What of a site's work waited, in minutes, added up. */
export interface SiteWait {
  facilityId: FacilityId;
  urgentMinutes: number;
  routineMinutes: number;
}

/** How busy readers were with what is not pressing. All in minutes, over the same period. */
export interface WaitingLoad {
  /** That urgent and routine reads waited, site by site. */
  waited: readonly SiteWait[];
  /** That readers were signed on, added up. */
  signedOnMinutes: number;
}

/** What a site sent in the period before, as long as the one that is looked at. */
export type PastWork = Pick<SiteWork, 'facilityId' | 'reads' | 'requestedStat'>;

export interface StatShare extends Omit<SiteWork, 'statMinutes'> {
  /** Shares 0..1; null of a site that sent nothing. */
  share: number | null;
  requestedShare: number | null;
  /** The site's own share in the period before. */
  pastReads: number;
  pastRequestedShare: number | null;
  /** Over all sites together. */
  networkShare: number | null;
  networkRequestedShare: number | null;
  /** Minutes that urgent and routine reads of everybody waited longer because these went first; null when nobody read. */
  delayMinutes: number | null;
  /** Of that, what urgent and routine reads of other sites waited. */
  othersUrgentMinutes: number | null;
  othersRoutineMinutes: number | null;
  /** Of `delayMinutes`, what comes of a share above the network's: nothing when it is below. */
  excessDelayMinutes: number | null;
}

/**
 * Each site's share of STAT and what it costs the others. While a STAT read of `p` expected minutes goes first, each of the
 * `L` urgent and routine reads that wait (Little: minutes waited over the period's length) waits `p / R` longer, `R` readers
 * being signed on: `delay = p L / R`, in which the period's length cancels out. An estimate: it takes every reader to be able
 * to read everything. What policy has lowered delays nobody.
 */
export function statShares(sites: readonly SiteWork[], load: WaitingLoad, past: readonly PastWork[] = []): StatShare[] {
  const sum = (of: (site: SiteWork) => number): number => sites.reduce((total, site) => total + of(site), 0);
  const reads = sum((site) => site.reads);
  const network = {
    share: part(
      sum((site) => site.stat),
      reads,
    ),
    requested: part(
      sum((site) => site.requestedStat),
      reads,
    ),
  };
  const before = new Map(past.map((each) => [each.facilityId, each]));
  return sites.map(({ statMinutes, ...site }) => {
    const earlier = before.get(site.facilityId);
    const share = part(site.stat, site.reads);
    return {
      ...site,
      share,
      requestedShare: part(site.requestedStat, site.reads),
      pastReads: earlier?.reads ?? 0,
      pastRequestedShare: part(earlier?.requestedStat ?? 0, earlier?.reads ?? 0),
      networkShare: network.share,
      networkRequestedShare: network.requested,
      ...delaysOf(site.facilityId, { statMinutes, share, networkShare: network.share }, load),
    };
  });
}

const part = (some: number, all: number): number | null => (all === 0 ? null : some / all);

interface Pressing {
  statMinutes: number;
  share: number | null;
  networkShare: number | null;
}

function delaysOf(facilityId: FacilityId, { statMinutes, share, networkShare }: Pressing, load: WaitingLoad) {
  const { waited, signedOnMinutes } = load;
  const delay = (of: (site: SiteWait) => number, whose: (site: SiteWait) => boolean): number | null => {
    if (signedOnMinutes <= 0) return null;
    return (statMinutes * waited.filter(whose).reduce((sum, site) => sum + of(site), 0)) / signedOnMinutes;
  };
  const others = (site: SiteWait): boolean => site.facilityId !== facilityId;
  const delayMinutes = delay(
    (site) => site.urgentMinutes + site.routineMinutes,
    () => true,
  );
  const above = share === null || networkShare === null || share === 0 ? 0 : Math.max(0, 1 - networkShare / share);
  return {
    delayMinutes,
    othersUrgentMinutes: delay((site) => site.urgentMinutes, others),
    othersRoutineMinutes: delay((site) => site.routineMinutes, others),
    excessDelayMinutes: delayMinutes === null ? null : delayMinutes * above,
  };
}
