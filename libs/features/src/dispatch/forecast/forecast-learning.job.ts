import { fitCalibration, outcomeOf, plusMinutes, sampleMoment, type Instant, type Read } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LeasedJobs, newId, type Lease, type Tx } from '@overread/platform';
import { BreachCalibrationEntity } from './breach-calibration.entity.js';
import { BreachChances, type GivenChance } from './breach-chances.js';
import { BreachForecastEntity } from './breach-forecast.entity.js';
import { forecastAlready, lastFittedAt, settledForecasts, WORKS } from './calibration.queries.js';
import { FORECAST_SETTINGS } from './forecast-settings.js';

const SCOPE = { kind: 'system', actor: 'forecast-learning' } as const;
const BATCH = 2_000;
const { refitHours, calibrationDays, calibrationSample } = FORECAST_SETTINGS;

/** Writes down chances that were given, once for each read, what came of them, and corrects what is given from then on. */
@Injectable()
export class ForecastLearning implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly chances: BreachChances,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      await this.chances.refresh();
      await this.sample(lease);
      while ((await this.settle(lease)) >= BATCH && !lease.lost.aborted);
      await this.refit(lease);
    };
    this.jobs.start({ name: 'forecast-learning', role: 'dispatcher', everyMs: FORECAST_SETTINGS.sampleMs, round });
  }

  /** Stores the chances of reads whose moment has come; a second time for none. How many. */
  sample(lease: Lease): Promise<number> {
    return this.inTurn(lease, async (tx, now) => {
      const due = this.chances.given(now).filter(({ work: { read } }) => momentHasCome(read, now));
      const known = await forecastAlready(
        tx,
        due.map(({ work }) => work.read.id),
      );
      const rows = due
        .filter(({ work }) => !known.has(work.read.id))
        .slice(0, BATCH)
        .flatMap((given) => rowOf(given, this.chances.modelVersion, now));
      if (rows.length > 0) await tx.put(BreachForecastEntity, rows);
      return rows.length;
    });
  }

  /** Judges forecasts by what became of their reads. How many. */
  settle(lease: Lease): Promise<number> {
    return this.inTurn(lease, async (tx, now) => {
      const settled = (await openForecasts(tx, BATCH)).flatMap(({ state, readDueAt, completedAt, ...row }) => {
        const outcome = outcomeOf(row.dueAt, { state, dueAt: readDueAt, completedAt }, now);
        return outcome.settled ? [{ ...row, breached: outcome.breached, settledAt: now }] : [];
      });
      if (settled.length > 0) await tx.put(BreachForecastEntity, settled);
      return settled.length;
    });
  }

  /** Fits the corrections anew once a day. How many. */
  refit(lease: Lease): Promise<number> {
    return this.inTurn(lease, async (tx, now) => {
      const last = await lastFittedAt(tx);
      if (last !== null && plusMinutes(last, refitHours * 60) > now) return 0;
      const from = plusMinutes(now, -calibrationDays * 24 * 60);
      const rows: BreachCalibrationEntity[] = [];
      for (const work of WORKS) {
        const settled = await settledForecasts(tx, { work, from, limit: calibrationSample });
        const modelVersion = this.chances.modelVersion;
        const fitted = { id: newId(), work, fittedAt: now, fromAt: from, n: settled.length, modelVersion };
        rows.push({ ...fitted, curve: [...fitCalibration(settled)] });
      }
      await tx.put(BreachCalibrationEntity, rows);
      return rows.length;
    });
  }

  private inTurn(lease: Lease, work: (tx: Tx, now: Instant) => Promise<number>): Promise<number> {
    return this.database.transaction(
      SCOPE,
      async (tx) => {
        await tx.guard(lease);
        return work(tx, await tx.now());
      },
      { timeoutMs: 30_000 },
    );
  }
}

const momentHasCome = (read: Pick<Read, 'id' | 'queuedAt' | 'dueAt'>, now: Instant): boolean =>
  read.dueAt !== null && sampleMoment(read.id, read.queuedAt, read.dueAt) <= now;

function rowOf(
  { work, priority, chance, shown }: GivenChance,
  modelVersion: number,
  now: Instant,
): BreachForecastEntity[] {
  const { id: readId, healthSystemId, studyId, dueAt } = work.read;
  if (dueAt === null) return [];
  const open = { breached: null, settledAt: null };
  return [{ healthSystemId, readId, studyId, priority, madeAt: now, dueAt, chance, shown, modelVersion, ...open }];
}

interface OpenForecast extends BreachForecastEntity {
  state: Read['state'];
  readDueAt: Instant | null;
  completedAt: Instant | null;
}

/** Forecasts that can be judged by now. */
const openForecasts = (tx: Tx, limit: number): Promise<OpenForecast[]> =>
  tx.read(
    `select b.health_system_id as "healthSystemId", b.read_id as "readId", b.study_id as "studyId", b.priority,
       b.made_at as "madeAt", b.due_at as "dueAt", b.chance, b.shown, b.model_version as "modelVersion", b.breached,
       b.settled_at as "settledAt", r.state, r.due_at as "readDueAt", r.completed_at as "completedAt"
     from breach_forecast b join read r on r.health_system_id = b.health_system_id and r.id = b.read_id
     where b.settled_at is null and (b.due_at <= (select overread_now()) or r.state in ('completed', 'cancelled'))
     order by b.due_at limit $1`,
    [limit],
  );
