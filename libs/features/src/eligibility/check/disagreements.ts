import type { DomainEvent } from '@overread/domain';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, HealthParts, newId, type PartState } from '@overread/platform';
import { DisagreementEntity } from './disagreement.entity.js';

const SCOPE = { kind: 'system', actor: 'eligibility' } as const;
/** The dispatcher tries again every round: the same disagreement is stored and told once an hour. */
const REPEAT_MS = 3_600_000;
const REMEMBERED = 1_000;

/** Stores what memory and database said, and raises the alarm; in a transaction of its own, as the asking one is undone. */
@Injectable()
export class Disagreements implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Eligibility');
  private readonly told = new Map<string, number>();
  private storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly parts: HealthParts,
  ) {}

  onModuleInit(): void {
    this.parts.register('eligibility', () => this.look());
  }

  async onModuleDestroy(): Promise<void> {
    await this.storing;
  }

  /** Does not wait: whoever asks holds locks. */
  raise(found: Omit<DisagreementEntity, 'id'>): void {
    const { readId, readerId, cause, memorySaid, rowsSaid, databaseSaid } = found;
    if (this.isRepeated(JSON.stringify([readId, readerId, cause, memorySaid, rowsSaid, databaseSaid]))) return;
    this.logger.error({ readId, readerId, cause, memorySaid, rowsSaid, databaseSaid }, 'eligibility/disagreement');
    this.storing = this.storing
      .then(() => this.store({ ...found, id: newId() }))
      .catch((error: unknown) => {
        this.logger.error(`a disagreement was not stored: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  private store(row: DisagreementEntity): Promise<void> {
    const { readId, readerId, cause, memorySaid, rowsSaid, databaseSaid } = row;
    const event: DomainEvent = {
      type: 'eligibility.disagreed',
      // Of nobody's study: it is the network's administrators who are told.
      healthSystemId: null,
      studyId: null,
      readId: null,
      readingGroupIds: [],
      readerIds: [],
      version: 1,
      data: { id: row.id, readId, readerId, cause, memorySaid, rowsSaid, databaseSaid },
    };
    return this.database.transaction(SCOPE, (tx) => tx.put(DisagreementEntity, row, [event]));
  }

  private async look(): Promise<PartState> {
    const found = await this.database
      .transaction({ kind: 'system' }, (tx) =>
        tx.read<{ lastDay: number; rules: number }>(
          `select count(*)::int as "lastDay", count(*) filter (where cause = 'rules')::int as rules
           from eligibility_disagreement where at > (select overread_now()) - interval '24 hours'`,
        ),
      )
      .catch(() => []);
    const { lastDay = 0, rules = 0 } = found[0] ?? {};
    if (lastDay === 0) return { facts: { disagreements: 0 }, problem: null };
    const text =
      `In the last 24 h ${lastDay} assignments were refused because memory and database did not agree on who may read` +
      (rules > 0
        ? `, ${rules} of them on the same rows: the two implementations of the hard rules differ, which is a defect. `
        : `: memory was behind the rows. When it comes up again, restart the server. `) +
      `eligibility_disagreement has both answers of each.`;
    return {
      facts: { disagreements: lastDay },
      problem: { code: 'eligibility/disagreement', severity: 'degraded', text },
    };
  }

  private isRepeated(key: string): boolean {
    const now = performance.now();
    const last = this.told.get(key);
    if (last !== undefined && now - last < REPEAT_MS) return true;
    this.told.set(key, now);
    const [oldest] = this.told.keys();
    if (this.told.size > REMEMBERED && oldest !== undefined) this.told.delete(oldest);
    return false;
  }
}
