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
import { RecentReads } from './recent-reads.js';
import { Ties, type Standing } from './ties.js';

/** Shares and balances move slowly: so long an answer stands. Milliseconds. */
const STANDS_MS = 30_000;
const NO_PRIORS: ReadonlyMap<StudyId, ReadonlySet<ReaderId>> = new Map();
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
    private readonly recent: RecentReads,
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

  /** What these readers have in common with what waits, but for priors. */
  async tiesNow(readerIds: readonly ReaderId[], now: Instant): Promise<Ties> {
    return new Ties({ recent: await this.recent.of(readerIds), readBefore: NO_PRIORS, standing: this.standing(), now });
  }

  /** Who read an earlier study of the same patient; studies without one are left out. */
  async readBefore(studyIds: readonly StudyId[]): Promise<ReadonlyMap<StudyId, ReadonlySet<ReaderId>>> {
    const priors = await this.database.transaction(systemScope, (tx) => priorReaders(tx, studyIds));
    return new Map(priors.map(({ studyId, readerIds }) => [studyId, new Set(readerIds)]));
  }

  /** The same for one reader's own order, whose instant is not known yet. */
  async tiesOf(tx: Tx, readerId: ReaderId): Promise<(now: Instant) => Ties> {
    const recent = new Map([[readerId, await recentWork(tx, [readerId])]]);
    return (now) => new Ties({ recent, readBefore: NO_PRIORS, standing: this.standing(), now });
  }
}
