import { demand, DomainError, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf, systemScope, type Tx } from '@overread/platform';
import type { OwnFigures } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { ConcordanceService } from '../concordance.service.js';
import { daysBefore, todayUpTo, type ReportPeriod } from '../report-scope.js';
import { turnaroundGroups } from '../turnaround.queries.js';
import { dueCounts } from './day.queries.js';
import { complianceOf } from './overview-answer.js';
import { ownCounts } from './own-figures.queries.js';

const CONCORDANCE_DAYS = 90;
const MINIMUM_N = 30;

/** A reader's own figures: what they did today, what they hold, how others graded them. Nobody else is told by this. */
@Injectable()
export class OwnFiguresService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly concordance: ConcordanceService,
  ) {}

  async of(principal: Principal, from: string | undefined): Promise<OwnFigures> {
    demand(principal, 'view-worklist');
    const { readerId } = principal;
    if (readerId === null) throw new DomainError('forbidden', 'access/no-reader', 'This person is no reader');
    // Their own declines are told to the network and the group, not to their list: counted as the system.
    const { counts, at, period } = await this.database.transaction(systemScope, async (tx) => {
      const now = await tx.now();
      const asked = todayUpTo(now, from);
      return { counts: await ownCounts(tx, readerId, asked), at: now, period: asked };
    });
    const { completed, expectedMinutes, heldReads, heldMinutes, declined, skipsCounted } = counts;
    const limits = this.directory.snapshot().readers.get(readerId)?.reader.limits;
    const seen = await this.database.transaction(scopeOf(principal), (tx) => this.seen(tx, principal, { period, at }));
    return {
      from: period.from.toISOString(),
      completed,
      expectedMinutes,
      ...seen,
      held: { reads: heldReads, expectedMinutes: heldMinutes, capMinutes: limits?.routineMinutes ?? null },
      declined,
      skipsCounted,
    };
  }

  /** What row-level security lets them see: of pairs, those that were graded. */
  private async seen(tx: Tx, principal: Principal, { period, at }: { period: ReportPeriod; at: Date }) {
    const [done] = await turnaroundGroups(tx, { principal, period, by: [] });
    const { n = 0, medianMinutes = null, p90Minutes = null } = done ?? {};
    const back = daysBefore(at, CONCORDANCE_DAYS);
    const row = await this.concordance.total(tx, { principal, period: back, minimumN: MINIMUM_N });
    return {
      turnaround: { n, medianMinutes, p90Minutes },
      sla: complianceOf(await dueCounts(tx, principal, period)),
      concordance: { ...row, from: back.from.toISOString(), minimumN: MINIMUM_N },
    };
  }
}
