import {
  conductIn,
  NEXT_UP_LIMIT,
  skipBudget,
  slackMinutes,
  type Instant,
  type ReaderFacts,
  type ReaderId,
  type SkipBudget,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@overread/platform';
import type { WorklistRow } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { conductByCountry } from '../conduct/conduct-settings.service.js';
import { BreachChances } from '../forecast/breach-chances.js';
import { ReaderOrder } from './reader-order.js';
import { readerNow } from './reader-now.js';
import { readsOf, type Waiting } from '../waiting.queries.js';

/** A reader's own list: what they hold or are offered, and what is planned for them next. */
@Injectable()
export class WorklistService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly order: ReaderOrder,
    private readonly chances: BreachChances,
  ) {}

  async rowsFor(readerId: ReaderId): Promise<{ rows: WorklistRow[]; skips: SkipBudget | null }> {
    await this.chances.fresh();
    // The reader may not see a planned study yet: the rules decide which few rows of it they are shown.
    return this.database.transaction({ kind: 'system', actor: readerId }, async (tx) => {
      const now = await tx.now();
      const mine = (await readsOf(tx, readerId)).map((each) => this.row(each, 'mine', now));
      const reader = await readerNow(tx, readerId, this.directory.snapshot());
      const { first } = await this.order.first(tx, reader, NEXT_UP_LIMIT);
      const next = first.map(({ waiting }) => this.row(waiting, 'next-up', now));
      return { rows: [...mine, ...next], skips: await this.skipsLeft(tx, reader) };
    });
  }

  /** What is left of the skips that count; null for who is not signed on. */
  private async skipsLeft(tx: Tx, { session }: ReaderFacts): Promise<SkipBudget | null> {
    if (session === null) return null;
    const { skipsPerSession } = conductIn(await conductByCountry(tx), session.country);
    return skipBudget(skipsPerSession, session.skipsUsed ?? 0);
  }

  private row({ study, read }: Waiting, place: WorklistRow['place'], now: Instant): WorklistRow {
    return {
      readId: read.id,
      studyId: study.id,
      place,
      purpose: read.purpose,
      issues: read.issues,
      state: read.state,
      priority: study.priority,
      protocol: study.protocol,
      modalityFamily: study.modalityFamily,
      bodyPart: study.bodyPart,
      description: study.description,
      facility: this.directory.snapshot().facilities.get(study.facilityId)?.code ?? '',
      offerExpiresAt: read.offerExpiresAt?.toISOString() ?? null,
      receivedAt: study.receivedAt.toISOString(),
      dueAt: read.dueAt?.toISOString() ?? null,
      slackMinutes: slackMinutes(read.dueAt, now),
      breachChance: this.chances.chanceOf(read.id, read.dueAt, now),
      version: read.version,
    };
  }
}
