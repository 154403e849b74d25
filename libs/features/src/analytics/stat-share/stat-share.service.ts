import { statShares, type FacilityId, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import type { StatShareRow } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { compareCells } from '../compare-cells.js';
import type { Report } from '../report-answer.js';
import { demandReport, type ReportPeriod } from '../report-scope.js';
import { pastWork, queueLoad, siteWork } from './stat-share.queries.js';

const PATIENCE = { timeoutMs: 60_000 } as const;
/** Of fewer health systems the share of all would tell one the other's. */
const LEAST_SYSTEMS = 3;

/** Each site's share of STAT and what it costs the others. */
@Injectable()
export class StatShareService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  /**
   * A hospital is told of its own sites; what the others wait is one sum over all of them. A group manager is told of every
   * site whose reads their groups hold or are offered, and of no other read.
   */
  async report(principal: Principal, period: ReportPeriod): Promise<Report<StatShareRow>> {
    demandReport(principal);
    const scope = { principal, period };
    const { sites, load, past } = await this.database.transaction(
      systemScope,
      async (tx) => ({
        sites: await siteWork(tx, scope),
        load: await queueLoad(tx, scope),
        past: await pastWork(tx, { principal, period: before(period) }),
      }),
      PATIENCE,
    );
    const { facilities } = this.directory.snapshot();
    const systems = new Set(sites.map(({ facilityId }) => facilities.get(facilityId)?.healthSystemId));
    const compares = principal.role !== 'hospital' || systems.size >= LEAST_SYSTEMS;
    const shares = new Map(statShares(sites, load, past).map((each) => [each.facilityId, each]));
    const rows = sites
      .filter(({ facilityId }) => this.maySee(principal, facilityId))
      .flatMap(({ facilityId, facility, name }) => {
        const share = shares.get(facilityId);
        if (!share) return [];
        const hidden = compares ? {} : HIDDEN;
        return [{ ...share, ...hidden, facility, name }];
      });
    return {
      name: 'stat-share',
      rows: rows.sort((a, b) => compareCells([a.facility, a.facilityId], [b.facility, b.facilityId])),
      place: (row) => [row.facility, row.facilityId],
      places: 2,
      columns: [...COLUMNS],
      flat: ({ facilityId: _id, ...row }) => row,
    };
  }

  private maySee(principal: Principal, facilityId: FacilityId): boolean {
    const facility = this.directory.snapshot().facilities.get(facilityId);
    if (!facility) return false;
    if (principal.role !== 'hospital') return true;
    const own = principal.organizationIds.includes(facility.healthSystemId);
    return own && (principal.facilityIds.length === 0 || principal.facilityIds.includes(facility.id));
  }
}

/** What would tell one of few health systems the figures of the other. */
const HIDDEN = {
  networkShare: null,
  networkRequestedShare: null,
  excessDelayMinutes: null,
  othersUrgentMinutes: null,
  othersRoutineMinutes: null,
} as const;

/** The period of the same length that ends where this one begins. */
const before = ({ from, to }: ReportPeriod): ReportPeriod => ({
  from: new Date(2 * from.getTime() - to.getTime()),
  to: from,
});

const COLUMNS = [
  'facility',
  'name',
  'reads',
  'critical',
  'requestedStat',
  'requestedShare',
  'pastReads',
  'pastRequestedShare',
  'networkRequestedShare',
  'lowered',
  'stat',
  'share',
  'networkShare',
  'delayMinutes',
  'othersUrgentMinutes',
  'othersRoutineMinutes',
  'excessDelayMinutes',
  'statWaitMinutes',
  'routineWaitMinutes',
  'statOpenedLater',
] as const;
