import {
  expectedTime,
  fitReadingTimes,
  meanMinutes,
  NOTHING_LEARNED,
  type Exam,
  type ReaderId,
  type ReadingTimeModel,
} from '@overread/domain';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Database, systemScope } from '@overread/platform';
import { allStatistics, learnedThrough } from './reading-statistics.queries.js';

/** A model, named by the position of the log up to which it has learned: the same position, the same model. */
export interface LearnedTimes {
  model: ReadingTimeModel;
  version: number;
}

const REFIT_MS = 30 * 60_000;

/** How long reads take, as learned so far: in memory of every process, fitted anew as the log goes on. */
@Injectable()
export class ReadingTimes implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ReadingTimes');
  private learned: LearnedTimes = { model: NOTHING_LEARNED, version: 0 };
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onModuleInit(): Promise<void> {
    return this.refit();
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.refit().catch((error: unknown) => {
        this.logger.warn(`not fitted: ${error instanceof Error ? error.message : String(error)}`);
      });
    }, REFIT_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer ?? undefined);
    await this.running;
  }

  current(): LearnedTimes {
    return this.learned;
  }

  /** What the reader takes for the exam, minutes; null while none of their reads has been learned from. */
  minutesOf(readerId: ReaderId, exam: Exam): number | null {
    const { model } = this.learned;
    if (!model.readers.has(readerId)) return null;
    return Math.max(0.1, Math.round(10 * meanMinutes(expectedTime(model, readerId, exam))) / 10);
  }

  /** Fits the model again if there is more to learn from. */
  async refit(): Promise<void> {
    await this.database.transaction(
      systemScope,
      async (tx) => {
        const version = await learnedThrough(tx);
        if (version > this.learned.version) this.learned = { model: fitReadingTimes(await allStatistics(tx)), version };
      },
      { repeatableRead: true, timeoutMs: 30_000 },
    );
  }
}
