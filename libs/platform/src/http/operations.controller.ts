import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Clock } from '../clock/clock.js';
import { Health, type Readiness } from '../health/health.js';
import { Public } from '../identity/auth.guard.js';
import { Metrics } from './metrics.js';

const RETRY_SECONDS = '2';

/** For those who run the server: is it there, is it fit to serve, what does it measure. */
@Public()
@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  @Get('health/live')
  live() {
    return { status: 'ok', at: this.clock.now() };
  }

  /** 503 when it is better asked nothing now; 200 also while it serves with a limit (`degraded`). */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.look();
    response.setHeader('Cache-Control', 'no-store');
    if (readiness.status === 'unavailable' || readiness.status === 'lagging')
      response.status(503).setHeader('Retry-After', RETRY_SECONDS);
    return readiness;
  }

  @Get('metrics')
  async prometheus(@Res() response: Response): Promise<void> {
    response.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }
}
