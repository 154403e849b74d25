import { statShares, type FacilityId, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import type { StatShareRow } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { compareCells } from '../compare-cells.js';
import type { Report } from '../report-answer.js';
import { demandReport, type ReportPeriod } from '../report-scope.js';
import { queueLoad, siteWork } from './stat-share.queries.js';

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

  /** A hospital is told of its own sites; what the others wait is one sum over all of them. */
  async report(principal: Principal, period: ReportPeriod): Promise<Report<StatShareRow>> {
    demandReport(principal);
    const { sites, load } = await this.database.transaction(
      systemScope,
      async (tx) => ({ sites: await siteWork(tx, period), load: await queueLoad(tx, period) }),
      PATIENCE,
    );
    const { facilities } = this.directory.snapshot();
    const systems = new Set(sites.map(({ facilityId }) => facilities.get(facilityId)?.healthSystemId));
    const compares = principal.role !== 'hospital' || systems.size >= LEAST_SYSTEMS;
    const shares = new Map(statShares(sites, load).map((each) => [each.facilityId, each]));
    const rows = sites
      .filter(({ facilityId }) => this.maySee(principal, facilityId))
      .flatMap(({ facilityId, facility, name }) => {
        const share = shares.get(facilityId);
        if (!share) return [];
        const hidden = compares ? {} : { networkShare: null, excessDelayMinutes: null };
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
    if (principal.role === 'administrator' || principal.role === 'auditor') return true;
    const own = principal.role === 'hospital' && principal.organizationIds.includes(facility.healthSystemId);
    return own && (principal.facilityIds.length === 0 || principal.facilityIds.includes(facility.id));
  }
}

const COLUMNS = [
  'facility',
  'name',
  'reads',
  'stat',
  'requestedStat',
  'share',
  'networkShare',
  'delayMinutes',
  'excessDelayMinutes',
] as const;
