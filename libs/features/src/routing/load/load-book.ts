import {
  asksForLoad,
  queueLoads,
  type ModalityFamily,
  type PolicyDocument,
  type QueueLoad,
  type WaitingWork,
} from '@overread/domain';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database, systemScope, type Tx } from '@overread/platform';
import { NetworkDirectory } from '../../network/index.js';

const EVERY_MS = 5_000;
/** Beyond this a count that could not be made anew is unknown rather than wrong. */
const STALE_MS = 60_000;
const MOST_COUNTED = 50_000;

/** How the queue stands, counted every few seconds while any policy in force asks for it. */
@Injectable()
export class LoadBook implements OnModuleDestroy {
  private loads: ((family: ModalityFamily) => QueueLoad) | null = null;
  private countedAt = -Infinity;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  onModuleDestroy(): void {
    clearInterval(this.timer ?? undefined);
  }

  /** Starts or stops counting, as the documents in force ask for it; counted once when this returns. */
  async prepareFor(documents: readonly PolicyDocument[]): Promise<void> {
    const asked = documents.some(asksForLoad);
    if (asked && this.timer === null) {
      this.timer = setInterval(() => void this.count().catch(() => undefined), EVERY_MS).unref();
    } else if (!asked && this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
    }
    if (asked) await this.count();
  }

  /** Undefined while nobody counts, or when the last count is old. */
  loadOf(family: ModalityFamily): QueueLoad | undefined {
    return performance.now() - this.countedAt > STALE_MS ? undefined : this.loads?.(family);
  }

  async count(): Promise<void> {
    const signedOn = [...this.directory.snapshot().readers.values()].filter(({ session }) => session !== null).length;
    const { waiting, now } = await this.database.transaction(systemScope, async (tx) => ({
      waiting: await waitingWork(tx),
      now: await tx.now(),
    }));
    this.loads = queueLoads(waiting, signedOn, now);
    this.countedAt = performance.now();
  }
}

/** Reads that wait for a reader and may be offered to one. */
const waitingWork = (tx: Tx): Promise<WaitingWork[]> =>
  tx.read(
    `select s.modality_family as "modalityFamily", r.queued_at as "queuedAt", r.due_at as "dueAt",
       r.expected_minutes as "expectedMinutes"
     from read r join study s on s.health_system_id = r.health_system_id and s.id = r.study_id
     where r.state = 'queued' and r.ladder_step >= 0 and s.state not in ('expected', 'cancelled')
     order by r.due_at limit ${MOST_COUNTED}`,
  );
