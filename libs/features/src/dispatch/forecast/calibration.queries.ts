import type { CalibrationCurve, Instant, SettledForecast } from '@overread/domain';
import type { Tx } from '@overread/platform';

export type Work = 'pressing' | 'routine';
export const WORKS: readonly Work[] = ['pressing', 'routine'];

export type CurvesInForce = Record<Work, CalibrationCurve>;

/** The latest correction of each kind of work; none corrects nothing. */
export async function curvesInForce(tx: Tx): Promise<CurvesInForce> {
  const rows = await tx.read<{ work: Work; curve: CalibrationCurve }>(
    'select distinct on (work) work, curve from breach_calibration order by work, fitted_at desc',
  );
  const curves: CurvesInForce = { pressing: [], routine: [] };
  for (const { work, curve } of rows) curves[work] = curve;
  return curves;
}

/** Of the kind of work a stored priority is. */
const OF_WORK = `case when priority = 'routine' then 'routine' else 'pressing' end`;

/** Forecasts of a kind that were settled in a span, the newest first, as the model gave them. */
export const settledForecasts = (
  tx: Tx,
  { work, from, limit }: { work: Work; from: Instant; limit: number },
): Promise<SettledForecast[]> =>
  tx.read(
    `select chance, breached from breach_forecast
     where settled_at >= $2 and breached is not null and ${OF_WORK} = $1 order by settled_at desc, read_id limit $3`,
    [work, from, limit],
  );

/** When corrections were last fitted; null when never. */
export async function lastFittedAt(tx: Tx): Promise<Instant | null> {
  const [row] = await tx.read<{ at: Instant | null }>('select max(fitted_at) as at from breach_calibration');
  return row?.at ?? null;
}

/** Which of these reads were forecast already. */
export async function forecastAlready(tx: Tx, readIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.read<{ id: string }>(
    'select b.read_id as id from unnest($1::uuid[]) as w(id) join breach_forecast b on b.read_id = w.id',
    [readIds],
  );
  return new Set(rows.map(({ id }) => id));
}
