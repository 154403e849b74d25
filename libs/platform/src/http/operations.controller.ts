import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { Public } from '../identity/auth.guard.js';
import { LogTail } from '../log/log-tail.js';
import { Metrics } from './metrics.js';

/** The log's end is then told late: a transaction somewhere in the cluster has been writing for this long. */
const LAG_LIMIT_MS = 10_000;

interface LeaseRow {
  name: string;
  holder: string;
  epoch: number;
  expiresAt: Date;
}

/** For those who run the server: is it there, is it fit to serve, what does it measure. */
@Public()
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'ok', at: this.clock.now() };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response) {
    const began = performance.now();
    const log = { position: this.tail.position, lagMs: Math.round(this.tail.lagMs) };
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { rows } = await this.database.pool.query<LeaseRow>(
        `select name, holder, epoch, expires_at as "expiresAt" from lease where expires_at > clock_timestamp() order by name`,
      );
      const ok = log.lagMs < LAG_LIMIT_MS;
      if (!ok) response.status(503);
      const database = { status: 'ok', milliseconds: Math.round(performance.now() - began) };
      return { status: ok ? 'ok' : 'lagging', database, log, leases: rows };
    } catch {
      response.status(503);
      return { status: 'unavailable', database: { status: 'unavailable' }, log, leases: [] };
    }
  }

  @Get('metrics')
  async prometheus(@Res() response: Response): Promise<void> {
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
