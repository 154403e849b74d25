import {
  breachChanceRunning,
  breachChanceWaiting,
  calibrated,
  listSchedule,
  minutesBetween,
  plusMinutes,
  type CalibrationCurve,
  type Instant,
  type Lognormal,
  type Priority,
  type ReadId,
  type WorkAhead,
  meanMinutes,
  workPriority,
} from '@overread/domain';
import { Injectable, Logger } from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import { EligibilityService } from '../../eligibility/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { ExpectedEnds, ReadingTimes } from '../../studies/index.js';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { curvesInForce, type CurvesInForce } from './calibration.queries.js';
import { forecastedWork, forecastPool, inSlices, minutesLeft, openPools, type ForecastPool } from './forecast-pool.js';
import { FORECAST_SETTINGS } from './forecast-settings.js';
import { openWork, type OpenWork } from './open-work.queries.js';

/** What a chance is worked out from, at whatever instant it is asked for. */
interface Expected {
  work: OpenWork;
  time: Lognormal;
  /** When it is expected to be begun, or was; null when nobody who may read it is there or coming. */
  startsAt: Instant | null;
  running: boolean;
}

/** The chance of one read, as the model gives it and as it is shown. */
export interface GivenChance {
  work: OpenWork;
  priority: Priority;
  chance: number;
  shown: number;
}

interface Round {
  expected: ReadonlyMap<ReadId, Expected>;
  curves: CurvesInForce;
  modelVersion: number;
  madeAtMs: number;
  tookMs: number;
}

const NO_ROUND: Round = {
  expected: new Map(),
  curves: { pressing: [], routine: [] },
  modelVersion: 0,
  madeAtMs: -Infinity,
  tookMs: 0,
};

/**
 * Chance of breach of every open read: who is likely to begin it when, by one list schedule over the whole pool, and how
 * long it takes. Kept in memory and made anew while somebody asks; nothing waits for it but the first who ask.
 */
@Injectable()
export class BreachChances {
  private readonly logger = new Logger('BreachChances');
  private round: Round = NO_ROUND;
  private making: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly eligibility: EligibilityService,
    private readonly readingTimes: ReadingTimes,
    private readonly ends: ExpectedEnds,
    private readonly parameters: ParametersInForce,
  ) {}

  get modelVersion(): number {
    return this.round.modelVersion;
  }

  /** Call before reading chances: waits only for whoever asks first after a rest. */
  async fresh(): Promise<void> {
    const age = performance.now() - this.round.madeAtMs;
    const due = Math.max(FORECAST_SETTINGS.freshMs, this.round.tookMs / FORECAST_SETTINGS.dutyShare);
    if (age < due) return;
    const made = this.refresh();
    if (age > Math.max(FORECAST_SETTINGS.staleMs, due)) await made;
  }

  /** Works everything out anew; one round at a time. Failing leaves what was known. */
  refresh(): Promise<void> {
    this.making ??= this.make()
      .catch((error: unknown) => {
        this.logger.warn(`no new chances: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => (this.making = null));
    return this.making;
  }

  /** Chance (0..1) as it is shown; null for a read without a deadline, or not looked at yet. */
  chanceOf(readId: ReadId, dueAt: Instant | null, now: Instant): number | null {
    const expected = this.round.expected.get(readId);
    if (!expected || dueAt === null) return null;
    const raw = rawChance(expected, dueAt, now);
    return raw === null ? null : thousandth(calibrated(this.curveOf(expected.work), raw));
  }

  /** The chances of all that waits with a deadline, for the record. */
  given(now: Instant): GivenChance[] {
    return [...this.round.expected.values()].flatMap((expected) => {
      const { work } = expected;
      if (expected.running || work.read.dueAt === null || work.read.dueAt <= now) return [];
      const chance = rawChance(expected, work.read.dueAt, now);
      if (chance === null) return [];
      const shown = calibrated(this.curveOf(work), chance);
      return [{ work, priority: workPriority(work.read, work.study), chance, shown }];
    });
  }

  private curveOf(work: OpenWork): CalibrationCurve {
    return this.round.curves[forecastedWork(work)];
  }

  private async make(): Promise<void> {
    const startedMs = performance.now();
    const { model, version } = this.readingTimes.current();
    const { work, now, curves } = await this.database.transaction(systemScope, async (tx) => ({
      work: await openWork(tx),
      curves: await curvesInForce(tx),
      now: await tx.now(),
    }));
    const directory = this.directory.snapshot();
    const ask = this.eligibility.failed.bind(this.eligibility);
    const params = this.parameters.current().dispatch;
    const state = { work, directory, model, ask, params, now };
    const pool = forecastPool(state, { minutes: FORECAST_SETTINGS.horizonMinutes });
    const expected = await expectedOf(pool, now);
    this.ends.replace(endsOf(expected.values(), now));
    const tookMs = performance.now() - startedMs;
    this.round = { expected, curves, modelVersion: version, madeAtMs: performance.now(), tookMs };
  }
}

async function expectedOf(pool: ForecastPool, now: Instant): Promise<Map<ReadId, Expected>> {
  const works: WorkAhead[] = [];
  await inSlices(pool.waiting, (work) => {
    works.push({ eligible: pool.eligible.of(work, openPools(work)), minutes: meanMinutes(work.time) });
  });
  const starts = listSchedule(works, pool.ahead);
  const expected = new Map<ReadId, Expected>();
  for (const [index, work] of pool.waiting.entries()) {
    const start = starts[index] ?? null;
    const startsAt = start && plusMinutes(now, start.startsInMinutes);
    expected.set(work.read.id, { work, time: work.time, startsAt, running: false });
  }
  for (const work of pool.running) {
    const running = work.read.openedAt !== null;
    const startsAt = work.read.openedAt ?? plusMinutes(now, Math.max(0, waitOfOffered(work, pool, now)));
    expected.set(work.read.id, { work, time: work.time, startsAt, running });
  }
  return expected;
}

/** What is assigned and not opened waits for what its reader has in hand beside it. */
function waitOfOffered(work: ForecastPool['running'][number], pool: ForecastPool, now: Instant): number {
  const opened = pool.running.filter(({ read }) => read.readerId === work.read.readerId && read.openedAt !== null);
  return opened.reduce((sum, each) => sum + minutesLeft(each, now), 0);
}

function rawChance({ time, startsAt, running }: Expected, dueAt: Instant, now: Instant): number | null {
  const slack = minutesBetween(now, dueAt);
  if (slack <= 0) return 1;
  if (startsAt === null) return null;
  if (running) return breachChanceRunning(time, minutesBetween(startsAt, now), slack);
  return breachChanceWaiting(time, minutesBetween(now, startsAt), slack);
}

/** When reads are expected to end: for those who ask when a report will be there. */
function* endsOf(expected: Iterable<Expected>, now: Instant): Generator<[ReadId, Instant]> {
  for (const { work, time, startsAt, running } of expected) {
    if (running) yield [work.read.id, plusMinutes(now, minutesLeft({ ...work, time }, now))];
    else if (startsAt !== null) yield [work.read.id, plusMinutes(startsAt, meanMinutes(time))];
  }
}

const thousandth = (chance: number): number => Math.round(chance * 1000) / 1000;
