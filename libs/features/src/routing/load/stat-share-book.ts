import {
  asksForStatShare,
  shareWindowStart,
  siteStatShares,
  type FacilityId,
  type HourOfSite,
  type Instant,
  type PolicyDocument,
} from '@overread/domain';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database, systemScope, type Tx } from '@overread/platform';

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** A count that could not be made anew is unknown rather than wrong: the hour it is asked for is no longer the one it knows. */
const STALE_MS = 2 * 3_600_000;
/** Days of the past kept at once: tests and what-ifs go through them in order. */
const KEPT_DAYS = 4;

type Shares = ReturnType<typeof siteStatShares>;

/** What share of each site's studies is asked for as STAT: counted while a policy in force asks, and looked up of past days. */
@Injectable()
export class StatShareBook implements OnModuleDestroy {
  private known: { shares: Shares; at: Instant } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly past = new Map<number, { shares: Promise<Shares>; madeAt: number }>();

  constructor(private readonly database: Database) {}

  onModuleDestroy(): void {
    clearInterval(this.timer ?? undefined);
  }

  /** Starts or stops counting, as the documents in force ask for it; counted once when this returns. */
  async prepareFor(documents: readonly PolicyDocument[]): Promise<void> {
    const asked = documents.some(asksForStatShare);
    if (asked && this.timer === null) {
      this.timer = setInterval(() => void this.count().catch(() => undefined), EVERY_MS).unref();
    } else if (!asked && this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
      this.known = null;
    }
    if (asked) await this.count();
  }

  /** Undefined while nobody counts, when the last count is old, or of too few studies. */
  shareOf(facilityId: FacilityId, now: Instant): number | undefined {
    const { known } = this;
    if (known === null || now.getTime() - known.at.getTime() > STALE_MS) return undefined;
    return known.shares(facilityId, now);
  }

  /** As it was at a past instant, from the studies that had been received by then. */
  async shareAt(facilityId: FacilityId, at: Instant): Promise<number | undefined> {
    return (await this.sharesOfDay(Math.floor(at.getTime() / DAY_MS)))(facilityId, at);
  }

  async count(): Promise<void> {
    this.known = await this.database.transaction(systemScope, async (tx) => {
      const at = await tx.now();
      return { at, shares: siteStatShares(await hoursOfSites(tx, shareWindowStart(at), at)) };
    });
  }

  private sharesOfDay(day: number): Promise<Shares> {
    const kept = this.past.get(day);
    if (kept !== undefined && performance.now() - kept.madeAt < EVERY_MS) return kept.shares;
    const [from, to] = [shareWindowStart(new Date(day * DAY_MS)), new Date((day + 1) * DAY_MS)];
    const shares = this.database.transaction(systemScope, async (tx) =>
      siteStatShares(await hoursOfSites(tx, from, to)),
    );
    this.past.delete(day);
    this.past.set(day, { shares, madeAt: performance.now() });
    const [oldest] = this.past.keys();
    if (this.past.size > KEPT_DAYS && oldest !== undefined) this.past.delete(oldest);
    shares.catch(() => this.past.delete(day));
    return shares;
  }
}

/** By health system, as studies are found by when they were received. */
const hoursOfSites = (tx: Tx, from: Instant, to: Instant): Promise<HourOfSite[]> =>
  tx.read(
    `select s.facility_id as "facilityId", date_trunc('hour', s.received_at, 'UTC') as hour, count(*)::int as studies,
       count(*) filter (where s.requested_priority = 'stat')::int as stat
     from health_system h join study s on s.health_system_id = h.id and s.received_at >= $1 and s.received_at < $2
     group by 1, 2`,
    [from, to],
  );
