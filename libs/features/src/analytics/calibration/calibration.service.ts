import { demand, reliabilityOf, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, scopeOf } from '@overread/platform';
import type { CalibrationRow } from '@overread/wire';
import type { ReportPeriod } from '../report-scope.js';
import { correctionsInForce, settledChances, type SettledChance } from './calibration.queries.js';

const KINDS = ['all', 'pressing', 'routine'] as const;

/** How good the chances were that people were shown. */
@Injectable()
export class CalibrationService {
  constructor(private readonly database: Database) {}

  async report(principal: Principal, period: ReportPeriod): Promise<CalibrationRow[]> {
    demand(principal, 'view-calibration');
    const { chances, corrections } = await this.database.transaction(
      scopeOf(principal),
      async (tx) => ({ chances: await settledChances(tx, period), corrections: await correctionsInForce(tx) }),
      { timeoutMs: 60_000 },
    );
    return KINDS.map((work) => {
      const correction = corrections.find((each) => each.work === work);
      return {
        ...rowOf(
          work,
          chances.filter((each) => work === 'all' || each.work === work),
        ),
        calibratedAt: correction?.fittedAt.toISOString() ?? null,
        calibratedFrom: correction?.n ?? null,
      };
    });
  }
}

function rowOf(
  work: CalibrationRow['work'],
  chances: readonly SettledChance[],
): Omit<CalibrationRow, 'calibratedAt' | 'calibratedFrom'> {
  const { bins, ...shown } = reliabilityOf(chances.map((each) => ({ chance: each.shown, breached: each.breached })));
  const model = reliabilityOf(chances);
  const versions = chances.map(({ modelVersion }) => modelVersion);
  return {
    work,
    ...shown,
    modelBrier: model.brier,
    modelSkill: model.skill,
    bins: bins.map(({ interval, ...bin }) => ({ ...bin, interval: interval && [interval[0], interval[1]] })),
    modelVersions:
      versions.length === 0
        ? null
        : { from: versions.reduce((a, b) => Math.min(a, b)), to: versions.reduce((a, b) => Math.max(a, b)) },
  };
}
