import { demand, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, type Tx } from '@overread/platform';
import type { Overview } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { ConcordanceService } from '../concordance.service.js';
import { daysBefore, todayUpTo, type ReportPeriod } from '../report-scope.js';
import { turnaroundGroups } from '../turnaround.queries.js';
import { dayCounts, dueCounts } from './day.queries.js';
import { openCounts, uncoveredCount, worstReads } from './open-reads.queries.js';
import { complianceOf, nowOf, worstOf } from './overview-answer.js';
import { presenceOf, sessionsSeen } from './who-is-on.js';

const PATIENCE = { timeoutMs: 30_000 } as const;
const WORST_READS = 12;
const CONCORDANCE_DAYS = 30;
const MINIMUM_N = 30;

/** How things stand: one transaction of a few aggregated statements, over what the asker may see. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly concordance: ConcordanceService,
  ) {}

  of(principal: Principal, from: string | undefined): Promise<Overview> {
    demand(principal, 'view-analytics');
    return this.database.transaction(scopeOf(principal), (tx) => this.read(tx, principal, from), PATIENCE);
  }

  private async read(tx: Tx, principal: Principal, from: string | undefined): Promise<Overview> {
    const at = await tx.now();
    const period = todayUpTo(at, from);
    const snapshot = this.directory.snapshot();
    const sessions = sessionsSeen(snapshot, principal, at);
    const [open, due] = [await openCounts(tx, principal), await dueCounts(tx, principal, period)];
    const groups = new Set(sessions?.map(({ readingGroupId }) => readingGroupId));
    const named = (list: ReadonlyMap<string, { name: string }>) => (id: string) => list.get(id)?.name ?? null;
    return {
      at: at.toISOString(),
      now: { ...nowOf(open), uncovered: sessions && (await uncoveredCount(tx, principal, [...groups])) },
      readers: sessions && presenceOf(sessions, snapshot.facilities.values(), at),
      today: { ...(await this.today(tx, principal, period)), sla: complianceOf(due) },
      concordance: await this.agreed(tx, principal, at),
      worst: {
        reads: (await worstReads(tx, principal, WORST_READS)).map((read) => ({
          ...read,
          dueAt: read.dueAt.toISOString(),
        })),
        facilities: worstOf('facility', { open, due }, named(snapshot.facilities)),
        readingGroups: worstOf('readingGroup', { open, due }, named(snapshot.groups)),
      },
    };
  }

  private async today(tx: Tx, principal: Principal, period: ReportPeriod): Promise<Omit<Overview['today'], 'sla'>> {
    const counts = await dayCounts(tx, principal, period);
    const [done] = await turnaroundGroups(tx, { principal, period, by: [] });
    const { n = 0, medianMinutes = null, p90Minutes = null } = done ?? {};
    return { from: period.from.toISOString(), ...counts, turnaround: { n, medianMinutes, p90Minutes } };
  }

  private async agreed(tx: Tx, principal: Principal, at: Date): Promise<Overview['concordance']> {
    const period = daysBefore(at, CONCORDANCE_DAYS);
    const row = await this.concordance.total(tx, { principal, period, minimumN: MINIMUM_N });
    return { ...row, from: period.from.toISOString(), minimumN: MINIMUM_N };
  }
}
