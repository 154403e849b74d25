import { type ActivePolicy, type JsonObject, type PolicyName, type ReaderId } from '@overread/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, one, systemScope, type Lease } from '@overread/platform';
import { newWhatIf, type NewWhatIf } from '@overread/wire';
import { ParametersInForce } from '../../dispatch/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { PoliciesService } from '../../routing/index.js';
import { playDays } from './played-days.js';
import { WhatIfDays } from './what-if-days.js';
import { resultOf } from './what-if-answer.js';
import { WhatIfRunEntity } from './what-if-run.entity.js';

const TICK_MS = 1000;
/** Told to the database at most this often. */
const PROGRESS_MS = 1000;
/** A run that ended its server this often is at fault itself. */
const MOST_TRIES = 3;

/** Plays the runs that wait, one at a time; what a server that died had begun is begun anew. */
@Injectable()
export class WhatIfs implements OnApplicationBootstrap {
  private readonly logger = new Logger('WhatIf');

  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly directory: NetworkDirectory,
    private readonly policies: PoliciesService,
    private readonly days: WhatIfDays,
    private readonly parameters: ParametersInForce,
  ) {}

  onApplicationBootstrap(): void {
    const round = async (lease: Lease) => {
      for (let run = await this.begin(lease); run !== null; run = await this.begin(lease)) await this.play(lease, run);
    };
    this.jobs.start({ name: 'what-if', role: 'follower', everyMs: TICK_MS, round });
  }

  /** The one that waits longest. Whoever holds the lease plays all: what is `running` here was left by another. */
  private async begin(lease: Lease): Promise<WhatIfRunEntity | null> {
    if (lease.lost.aborted) return null;
    return this.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      const [first] = await tx.read<{ id: string }>(
        `select id from what_if_run where state in ('queued', 'running') order by asked_at, id limit 1`,
      );
      if (!first) return null;
      return tx.change({ runs: all(WhatIfRunEntity, { id: first.id }) }, ({ runs: [run] }, now) => {
        if (!run || run.finishedAt !== null) return { result: null };
        const given = run.tries >= MOST_TRIES;
        const next = given
          ? { ...run, state: 'failed' as const, failure: 'It ended its server more than once', finishedAt: now }
          : { ...run, state: 'running' as const, tries: run.tries + 1, progress: 0 };
        return { next: { runs: [next] }, result: next };
      });
    });
  }

  private async play(lease: Lease, run: WhatIfRunEntity): Promise<void> {
    if (run.state !== 'running') return;
    const stopping = new AbortController();
    const stop = AbortSignal.any([lease.lost, stopping.signal]);
    try {
      // Asked of an older product it lacks what has been added since: that is as it is unless said otherwise.
      const question = newWhatIf.parse(run.question);
      const { policy } = question.change;
      const synthetic = question.synthetic !== undefined;
      const days = await this.days.load(question, policy ? await this.version(policy) : null);
      const inForce = this.parameters.current().dispatch;
      const choice = {
        policy: (question.change.dispatch ?? 'default') as PolicyName,
        params: { ...inForce, ...question.change.params },
        paramsAsItWas: inForce,
        seed: question.seed,
      };
      const onProgress = this.progress(lease, run.id, stopping);
      const played = await playDays({ synthetic, ...days, choice }, { onProgress, stop });
      const nameOf = (id: ReaderId): string => this.directory.snapshot().readers.get(id)?.reader.name ?? '';
      const result = resultOf(played, question, days.asItWas, nameOf) as unknown as JsonObject;
      await this.finish(lease, run.id, { state: 'done', progress: 1, result });
    } catch (error) {
      if (lease.lost.aborted) return;
      this.logger.warn(`run ${run.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const failure = error instanceof Error ? error.message : String(error);
      await this.finish(lease, run.id, { state: 'failed', failure });
    }
  }

  private async version({ id, version }: NonNullable<NewWhatIf['change']['policy']>): Promise<ActivePolicy> {
    const { versions, ...policy } = await this.database.transaction(systemScope, (tx) =>
      this.policies.get(tx, id as never),
    );
    const found = versions.find(({ number }) => number === version);
    if (!found) throw new Error('the version of the policy is gone');
    return { policy, version: found };
  }

  /** Writes how far it is, now and then; stops the thread when somebody gave the run up. */
  private progress(lease: Lease, id: string, stopping: AbortController): (share: number) => void {
    let toldAt = 0;
    return (share) => {
      if (performance.now() - toldAt < PROGRESS_MS) return;
      toldAt = performance.now();
      this.change(lease, id, { progress: share }).then(
        (isOpen) => {
          if (!isOpen) stopping.abort();
        },
        () => undefined,
      );
    };
  }

  private async finish(lease: Lease, id: string, changes: Partial<WhatIfRunEntity>): Promise<void> {
    await this.change(lease, id, changes, true);
  }

  /** False when the run is over already. */
  private change(lease: Lease, id: string, changes: Partial<WhatIfRunEntity>, isLast = false): Promise<boolean> {
    return this.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      return tx.change({ run: one(WhatIfRunEntity, { id }) }, ({ run }, now) => {
        if (run.finishedAt !== null) return { result: false };
        const next = { ...run, ...changes, finishedAt: isLast ? now : null };
        return { next: { run: next }, result: true };
      });
    });
  }
}
