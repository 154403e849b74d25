import { Injectable, type NestMiddleware, type OnModuleInit } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import { LogSignal } from '../log/log-signal.js';
import { LogTail } from '../log/log-tail.js';

/** What Prometheus reads. Features add their own to `registry`. */
@Injectable()
export class Metrics implements OnModuleInit {
  readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'overread_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(
    private readonly database: Database,
    private readonly signal: LogSignal,
    private readonly tail: LogTail,
  ) {}

  onModuleInit(): void {
    const { registry } = this;
    const { database, signal, tail } = this;
    collectDefaultMetrics({ register: registry, prefix: 'overread_' });
    const appended = new Counter({
      name: 'overread_events_appended_total',
      help: 'Events appended',
      registers: [registry],
    });
    let counted = 0;
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          appended.inc(signal.appended - counted);
          counted = signal.appended;
          this.set(value());
        },
      });
    gauge('overread_log_position', 'Position up to which the log has been told here', () => tail.position);
    gauge('overread_log_lag_seconds', 'How long a missing position has been waited for', () => tail.lagMs / 1000);
    gauge('overread_pool_connections', 'Connections to the database', () => database.pool.totalCount);
    gauge('overread_pool_idle', 'Connections that do nothing', () => database.pool.idleCount);
    gauge('overread_pool_waiting', 'Requests that wait for a connection', () => database.pool.waitingCount);
  }
}

/** Measures every request under its route's pattern: never under its address, which is different every time. */
@Injectable()
export class RequestTimer implements NestMiddleware {
  constructor(private readonly metrics: Metrics) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const end = this.metrics.requests.startTimer({ method: request.method });
    response.once('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      end({ route, status: String(response.statusCode) });
    });
    next();
  }
}
