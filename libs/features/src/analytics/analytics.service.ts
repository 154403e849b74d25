import { wilsonInterval, type GroupKey, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf } from '@overread/platform';
import type { SlaRow, TurnaroundRow } from '@overread/wire';
import { compareCells } from './compare-cells.js';
import type { Report } from './report-answer.js';
import { demandReport, type ReportPeriod } from './report-scope.js';
import { slaGroups, type SlaGroup, type SlaQuery } from './sla.queries.js';
import { turnaroundGroups, type TurnaroundGroup } from './turnaround.queries.js';

/** A long report may take longer than a change: nobody waits for its locks. */
const PATIENCE = { timeoutMs: 60_000 } as const;
const SHARE_COLUMNS = ['withinTarget', 'intervalLow', 'intervalHigh'];

/** Reports of what was done and of what was promised, each over what its reader may see. */
@Injectable()
export class AnalyticsService {
  constructor(private readonly database: Database) {}

  async turnaround(
    principal: Principal,
    period: ReportPeriod,
    asked: readonly GroupKey[],
  ): Promise<Report<TurnaroundRow>> {
    const by = [...new Set(asked)];
    demandReport(principal, by);
    const work = { principal, period, by };
    const groups = await this.database.transaction(scopeOf(principal), (tx) => turnaroundGroups(tx, work), PATIENCE);
    // Without keys the report is one row, of whatever there is.
    const rows = groups.length === 0 && by.length === 0 ? [NOTHING] : groups;
    return {
      name: 'turnaround',
      rows: rows.sort((a, b) => compareCells(a.key, b.key)).map((group) => turnaroundRowOf(by, group)),
      place: (row) => by.map((name) => row.key[name] ?? null),
      places: by.length,
      columns: [...by, 'n', 'medianMinutes', 'p90Minutes', ...SHARE_COLUMNS, 'openAndLate'],
      flat: ({ key, interval, ...row }) => ({ ...key, ...row, ...boundsOf(interval) }),
    };
  }

  async sla(principal: Principal, period: ReportPeriod, contractId?: string): Promise<Report<SlaRow>> {
    demandReport(principal);
    const work: SlaQuery = { principal, period, ...(contractId === undefined ? {} : { contractId }) };
    const groups = await this.database.transaction(scopeOf(principal), (tx) => slaGroups(tx, work), PATIENCE);
    return {
      name: 'sla',
      rows: groups.map(slaRowOf).sort((a, b) => compareCells(slaPlace(a), slaPlace(b))),
      place: slaPlace,
      places: SLA_PLACE.length,
      columns: [...SLA_PLACE, 'n', 'met', 'late', 'openAndLate', 'returned', ...SHARE_COLUMNS],
      flat: ({ interval, ...row }) => ({ ...row, ...boundsOf(interval) }),
    };
  }
}

const NOTHING: TurnaroundGroup = {
  key: [],
  n: 0,
  medianMinutes: null,
  p90Minutes: null,
  targeted: 0,
  within: 0,
  openAndLate: 0,
};

const SLA_PLACE = ['contract', 'contractId', 'serviceLevel', 'serviceLevelId', 'targetMinutes'] as const;
const slaPlace = (row: SlaRow) => SLA_PLACE.map((name) => row[name]);

const boundsOf = (interval: [number, number] | null) => ({
  intervalLow: interval?.[0] ?? null,
  intervalHigh: interval?.[1] ?? null,
});

function shareOf(successes: number, n: number): Pick<SlaRow, 'withinTarget' | 'interval'> {
  const interval = wilsonInterval(successes, n);
  return {
    withinTarget: n === 0 ? null : successes / n,
    interval: interval && [interval[0], interval[1]],
  };
}

function turnaroundRowOf(by: readonly GroupKey[], group: TurnaroundGroup): TurnaroundRow {
  const { key, targeted, within, openAndLate, ...figures } = group;
  const named = Object.fromEntries(by.map((name, index) => [name, key[index] ?? null]));
  return { key: named, ...figures, ...shareOf(within, targeted), openAndLate };
}

function slaRowOf(group: SlaGroup): SlaRow {
  const n = group.met + group.late;
  return { ...group, n, ...shareOf(group.met, n) };
}
