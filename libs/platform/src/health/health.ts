import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { LogTail } from '../log/log-tail.js';
import { DatabaseHealth, type HeldLease } from './database-health.js';
import { HealthParts } from './health-parts.js';
import type { HealthProblem } from './health-problem.js';

/** The log's end is then told late: a transaction somewhere in the cluster has been writing for this long. */
const LAG_LIMIT_MS = 10_000;
/** Twice what a machine that keeps its clock by the network is ever off. */
const SKEW_LIMIT_MS = 2_000;

export type HealthStatus = 'ok' | 'degraded' | 'lagging' | 'unavailable';

export interface Readiness {
  readonly status: HealthStatus;
  /** What is wrong, each in words; empty when nothing is. */
  readonly problems: readonly HealthProblem[];
  readonly database: Readonly<Record<string, unknown>>;
  readonly log: { readonly position: number; readonly lagMs: number };
  readonly clock: { readonly skewMs: number | null };
  readonly leases: readonly HeldLease[];
  /** What features tell: the image store. */
  readonly [part: string]: unknown;
}

/** Whether this process is fit to serve, looked at anew each time. */
@Injectable()
export class Health {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly tail: LogTail,
    private readonly clock: Clock,
    private readonly parts: HealthParts,
  ) {}

  async look(): Promise<Readiness> {
    const [{ facts, leases, problems }, parts] = await Promise.all([this.database.look(), this.parts.look()]);
    const lagMs = Math.round(this.tail.lagMs);
    const { skewMs } = this.clock;
    const lagging = lagMs < LAG_LIMIT_MS ? [] : [await this.lagging(lagMs)];
    const skewed = skewMs === null || Math.abs(skewMs) < SKEW_LIMIT_MS ? [] : [skewOf(skewMs)];
    const all = [...problems, ...lagging, ...skewed, ...parts.flatMap(([, { problem }]) => problem ?? [])];
    return {
      status: statusOf(all),
      problems: all,
      database: facts,
      log: { position: this.tail.position, lagMs },
      clock: { skewMs },
      leases,
      ...Object.fromEntries(parts.map(([name, part]) => [name, part.facts])),
    };
  }

  private async lagging(lagMs: number): Promise<HealthProblem> {
    const writer = await this.database.oldestWriter();
    const whose = writer
      ? `backend ${writer.pid} (${writer.application}) has one open; "select pg_terminate_backend(${writer.pid})" ends it.`
      : 'pg_locks names it: the oldest transactionid.';
    return {
      code: LAGGING,
      severity: 'unavailable',
      text:
        `A transaction in the PostgreSQL cluster has been writing for more than ${Math.round(lagMs / 1000)} s, and what ` +
        `was committed since is told to nobody live until it ends: ${whose}`,
    };
  }
}

const LAGGING = 'log/lagging';

/** The worst counts; a log that lags has a name of its own. */
function statusOf(problems: readonly HealthProblem[]): HealthStatus {
  const grave = problems.filter(({ severity }) => severity === 'unavailable');
  if (grave.some(({ code }) => code !== LAGGING)) return 'unavailable';
  if (grave.length > 0) return 'lagging';
  return problems.length > 0 ? 'degraded' : 'ok';
}

const skewOf = (skewMs: number): HealthProblem => ({
  code: 'clock/skewed',
  severity: 'degraded',
  text:
    `This machine's clock is ${Math.abs(skewMs / 1000).toFixed(1)} s ${skewMs > 0 ? 'ahead of' : 'behind'} the ` +
    `database's. The database's is followed, so that nothing is decided wrongly; put this one right (NTP), for its logs.`,
});
