import {
  Global,
  Module,
  type DynamicModule,
  type MiddlewareConsumer,
  type NestModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import { Clock } from './clock/clock.js';
import { ClockKeeper } from './clock/clock-keeper.js';
import { Config, loadConfig } from './config/config.js';
import { dataSourceOf } from './database/data-source.js';
import { Database } from './database/database.js';
import { refusePowerfulRole } from './database/role-check.js';
import { StatisticsJob } from './database/statistics.job.js';
import type { EntityClass } from './database/change/targets.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { DatabaseHealth } from './health/database-health.js';
import { Health } from './health/health.js';
import { HealthParts } from './health/health-parts.js';
import { loggingModule } from './http/logging.js';
import { Metrics, RequestTimer } from './http/metrics.js';
import { OperationsController } from './http/operations.controller.js';
import { AuthGuard } from './identity/auth.guard.js';
import { Tokens } from './identity/tokens.js';
import { LeaseKeeper } from './leases/lease-keeper.js';
import { LeasedJobs } from './leases/leased-jobs.js';
import { FollowerRunner } from './log/follower-runner.js';
import { HousekeepingJob } from './log/housekeeping.job.js';
import { LogSignal } from './log/log-signal.js';
import { LogTail } from './log/log-tail.js';
import { requireMigrated } from './migrations/require-migrated.js';

export interface PlatformOptions {
  /** Every entity of every feature. */
  entities: readonly EntityClass<object>[];
  /** The environment's when absent. */
  config?: Config;
}

async function openDataSource(config: Config, entities: readonly EntityClass<object>[]): Promise<DataSource> {
  const dataSource = dataSourceOf({ url: config.databaseUrl, poolSize: config.databasePoolSize, entities });
  await dataSource.initialize();
  const pool = Database.poolOf(dataSource);
  try {
    await refusePowerfulRole(pool);
    await requireMigrated(pool);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** The plumbing under every feature: one per process, available everywhere. */
@Global()
@Module({})
export class PlatformModule implements NestModule, OnApplicationShutdown {
  constructor(private readonly dataSource: DataSource) {}

  static forRoot(options: PlatformOptions): DynamicModule {
    const log = [FollowerRunner, LogSignal, LogTail];
    const shared = [Clock, Database, HealthParts, LeaseKeeper, LeasedJobs, Metrics, Tokens, ...log];
    return {
      module: PlatformModule,
      imports: [loggingModule(), ScheduleModule.forRoot()],
      controllers: [OperationsController],
      providers: [
        ...shared,
        { provide: Config, useFactory: () => options.config ?? loadConfig() },
        {
          provide: DataSource,
          inject: [Config],
          useFactory: (config: Config) => openDataSource(config, options.entities),
        },
        ClockKeeper,
        DatabaseHealth,
        Health,
        HousekeepingJob,
        StatisticsJob,
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [...shared, Config, DataSource],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestTimer).forRoutes('{*path}');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
