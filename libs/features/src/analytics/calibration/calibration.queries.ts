import type { Instant } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ReportPeriod } from '../report-scope.js';

/** A chance that was given, and what came of it. */
export interface SettledChance {
  work: 'pressing' | 'routine';
  /** As the model gave it, and as it was shown. */
  chance: number;
  shown: number;
  breached: boolean;
  modelVersion: number;
}

/** More forecasts than this make no figure better: the newest of the period count. */
const MOST = 100_000;

export const settledChances = (tx: Tx, { from, to }: ReportPeriod): Promise<SettledChance[]> =>
  tx.read(
    `select case when priority = 'routine' then 'routine' else 'pressing' end as work, chance, shown, breached,
       model_version as "modelVersion"
     from breach_forecast where settled_at >= $1 and settled_at < $2 and breached is not null
     order by settled_at desc, read_id limit ${MOST}`,
    [from, to],
  );

/** The correction in force of each kind of work. */
export const correctionsInForce = (tx: Tx): Promise<{ work: 'pressing' | 'routine'; fittedAt: Instant; n: number }[]> =>
  tx.read(
    `select distinct on (work) work, fitted_at as "fittedAt", n from breach_calibration order by work, fitted_at desc`,
  );
