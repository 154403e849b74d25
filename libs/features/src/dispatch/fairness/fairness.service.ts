import {
  fairTerms,
  surplusByReader,
  type DispatchParams,
  type Instant,
  type ReaderId,
  type StudyId,
} from '@overread/domain';
import { Injectable, Logger } from '@nestjs/common';
import { Database, systemScope, type Tx } from '@overread/platform';
import { ParametersInForce } from '../parameters/parameters-in-force.js';
import { massCasualtyIsLive, priorReaders, readerLoads, recentWork, systemFlows } from './fairness.queries.js';
import { Ties, type Standing } from './ties.js';

/** Shares and balances move slowly: so long an answer stands. Milliseconds. */
const STANDS_MS = 30_000;
const EVEN: Standing = { surplus: new Map(), fairTerms: new Map() };

/** What is fair in the choice of a reader and in the order of work, from what was read and who was there. */
@Injectable()
export class FairnessService {
  private readonly logger = new Logger('Fairness');
  private known: Standing = EVEN;
  private lookedAt = -Infinity;
  private lookedBy: DispatchParams | null = null;

  constructor(
    private readonly database: Database,
    private readonly parameters: ParametersInForce,
  ) {}

  /** As it stood a little while ago: nobody who asks for work waits for sums over days. */
  standing(): Standing {
    if (performance.now() - this.lookedAt > STANDS_MS || this.lookedBy !== this.parameters.current().dispatch) {
      void this.refresh().catch((error: unknown) => this.logger.warn(`Shares are not known: ${String(error)}`));
    }
    return this.known;
  }

  /** Looks again at once. */
  async refresh(): Promise<void> {
    this.lookedAt = performance.now();
    const params = this.parameters.current().dispatch;
    this.lookedBy = params;
    this.known = await this.database.transaction(systemScope, async (tx) => ({
      surplus: surplusByReader(await readerLoads(tx)),
      fairTerms: fairTerms(await systemFlows(tx), params, { suspended: await massCasualtyIsLive(tx) }),
    }));
  }

  /** The same of a transaction of its own. */
  tiesNow(readerIds: readonly ReaderId[], studyIds: readonly StudyId[], now: Instant): Promise<Ties> {
    return this.database.transaction(systemScope, (tx) => this.ties(tx, readerIds, { studyIds, now }));
  }

  /** The same for one reader's own order, whose instant is not known yet. */
  async tiesOf(tx: Tx, readerId: ReaderId): Promise<(now: Instant) => Ties> {
    const recent = new Map([[readerId, await recentWork(tx, [readerId])]]);
    return (now) => new Ties({ recent, readBefore: new Map(), standing: this.standing(), now });
  }

  /** What these readers have in common with these studies, asked once for many choices; priors of those named. */
  async ties(
    tx: Tx,
    readerIds: readonly ReaderId[],
    { studyIds, now }: { studyIds: readonly StudyId[]; now: Instant },
  ): Promise<Ties> {
    const recent = Map.groupBy(await recentWork(tx, readerIds), ({ readerId }) => readerId);
    const priors = studyIds.length === 0 ? [] : await priorReaders(tx, studyIds);
    const readBefore = new Map(priors.map(({ studyId, readerIds: who }) => [studyId, new Set(who)]));
    return new Ties({ recent, readBefore, standing: this.standing(), now });
  }
}
