import type { Instant, JsonObject, ReaderId } from '@overread/domain';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, HealthParts, type Lease, type PartState } from '@overread/platform';
import { NetworkDirectory } from '../../network/index.js';
import { ReadingTimes } from '../../studies/index.js';
import { DISPATCH_SETTINGS } from '../dispatch-settings.js';
import { Candidates } from '../offering/candidates.js';
import { WaitingRoom } from '../offering/waiting-room.js';
import type { Waiting } from '../waiting.queries.js';
import { DispatchPlanEntity, PLAN_ID } from './dispatch-plan.entity.js';
import type { InForce } from '../parameters/parameters-in-force.js';
import type { PlanAnswer } from './plan-message.js';
import { planRequest, type PlanScene } from './plan-request.js';
import { PlanThread } from './plan-thread.js';

const SCOPE = { kind: 'system', actor: 'dispatcher' } as const;

/** A read that is planned for a reader. */
export interface Planned {
  waiting: Waiting;
  chanceOfBreach: number;
}

/** A plan in force. */
export interface CurrentPlan {
  tick: number;
  gap: number;
  /** By reader, in the order to read. */
  nextUp: ReadonlyMap<ReaderId, readonly Planned[]>;
  /** Whatever it weighed: what is not in it has come since, or has changed. */
  seen: ReadonlySet<Waiting>;
}

/**
 * Plans who reads what next, every few seconds, in a thread of its own. Dispatch never waits for it: without a plan in
 * force, because the thread failed, ended, or is late, the index decides.
 */
@Injectable()
export class Planner implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Planner');
  private readonly thread = new PlanThread();
  private plan: (CurrentPlan & { madeAtMs: number; answer: PlanAnswer; parameters: InForce }) | null = null;
  private tick = 0;
  private startedAtMs = -Infinity;
  private running: Promise<void> | null = null;
  private sentModel = -1;
  private failure: { text: string; times: number } | null = null;

  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly room: WaitingRoom,
    private readonly candidates: Candidates,
    private readonly times: ReadingTimes,
    private readonly health: HealthParts,
  ) {}

  onModuleInit(): void {
    this.health.register('plan', () => Promise.resolve(this.state()));
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread.close();
    await this.running;
  }

  /** The plan to go by; null when there is none that is fresh enough, or other parameters are in force since. */
  current(): CurrentPlan | null {
    if (this.plan === null || performance.now() - this.plan.madeAtMs > DISPATCH_SETTINGS.planStaleMs) return null;
    return this.plan.parameters === this.candidates.inForce() ? this.plan : null;
  }

  /** Begins a plan when one is due, and does not wait for it. The room has been refreshed. */
  consider(lease: Lease, now: Instant): void {
    if (this.running !== null || performance.now() - this.startedAtMs < DISPATCH_SETTINGS.planEveryMs) return;
    this.running = this.make(lease, now).finally(() => (this.running = null));
  }

  /** Makes a plan now. Failing leaves the one before, until it is too old. */
  async make(lease: Lease, now: Instant): Promise<void> {
    this.startedAtMs = performance.now();
    const readers = [...this.directory.snapshot().readers.values()].filter((reader) => reader.session !== null);
    const waiting = readers.length === 0 ? [] : this.room.everything();
    if (waiting.length === 0) return;
    const parameters = this.candidates.inForce();
    const heldBy = this.room.heldByReader();
    const scene = { waiting, readers, heldBy, candidates: this.candidates, parameters, now };
    try {
      const answer = await this.ask(scene);
      this.plan = { ...planOf(answer, scene), answer, parameters, madeAtMs: performance.now() };
      await this.store(lease, this.plan, now);
      this.failure = null;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (this.failure?.text !== text) this.logger.warn(`no plan: ${text}`);
      this.failure = { text, times: (this.failure?.times ?? 0) + 1 };
    }
  }

  private async ask(scene: PlanScene): Promise<PlanAnswer> {
    this.candidates.untie();
    const { model, version } = this.times.current();
    const known = this.thread.running && this.sentModel === version;
    this.tick += 1;
    const answer = await this.thread.ask(
      planRequest(scene, this.tick, known ? null : model),
      DISPATCH_SETTINGS.planWithinMs,
    );
    this.sentModel = version;
    return answer;
  }

  /** For the processes that show readers what is next. */
  private async store(lease: Lease, { tick, gap, nextUp }: CurrentPlan, plannedAt: Instant): Promise<void> {
    const reads = [...nextUp].map(([reader, planned]) => [reader, planned.map(({ waiting }) => waiting.read.id)]);
    await this.database.transaction(SCOPE, async (tx) => {
      await tx.guard(lease);
      const row = { id: PLAN_ID, tick, plannedAt, gap, nextUp: Object.fromEntries(reads) as JsonObject };
      await tx.put(DispatchPlanEntity, row);
    });
  }

  private state(): PartState {
    const { plan, failure } = this;
    const facts = plan && {
      tick: plan.tick,
      ageSeconds: Math.round((performance.now() - plan.madeAtMs) / 1000),
      gap: Number(plan.gap.toPrecision(3)),
      tookMs: Math.round(plan.answer.tookMs),
      ...plan.answer.counts,
    };
    const text = `The rolling plan fails (${failure?.text}); reads are offered by index until it works again`;
    const problem = failure && ({ code: 'plan/failed', severity: 'degraded', text } as const);
    return { facts: { ...facts, failures: failure?.times ?? 0 }, problem };
  }
}

function planOf(answer: PlanAnswer, { waiting, readers }: PlanScene): CurrentPlan {
  const nextUp = new Map<ReaderId, Planned[]>();
  for (const { work, reader, chanceOfBreach } of answer.planned) {
    const [read, who] = [waiting[work], readers[reader]];
    if (!read || !who) continue;
    const list = nextUp.get(who.reader.id) ?? [];
    nextUp.set(who.reader.id, list);
    list.push({ waiting: read, chanceOfBreach });
  }
  return { tick: answer.tick, gap: answer.gap, nextUp, seen: new Set(waiting) };
}
