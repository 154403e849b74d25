import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { forgetShadow, plusMinutes, SHADOW_KEPT_DAYS, type Instant, type PolicyShadowId } from '@overread/domain';
import { all, Database, LeasedJobs, one, systemScope, type Lease, type Tx } from '@overread/platform';
import { look } from '../../studies/index.js';
import { PolicyShadowEntity } from './policy-shadow.entity.js';
import { ShadowEnds } from './shadow-ends.js';
import { dropForgotten, everyFigureOf } from './shadow-figures.queries.js';

const EVERY_MS = 5_000;
const DROPPED_AT_ONCE = 5_000;

/**
 * Ends shadows whose time is over (until then they route nothing that comes after it), and forgets what those of long ago
 * found of each study. One process of all does.
 */
@Injectable()
export class ShadowEndsJob implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly ends: ShadowEnds,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.once(lease);
    this.jobs.start({ name: 'policy-shadows', role: 'follower', everyMs: EVERY_MS, round });
  }

  async once(lease: Lease): Promise<void> {
    const { shadows, now } = await this.database.transaction(systemScope, async (tx) => ({
      ...(await look(tx, { shadows: all(PolicyShadowEntity, { endedAt: null }, { lock: 'none' }) })),
      now: await tx.now(),
    }));
    for (const shadow of shadows.filter(({ until }) => until <= now)) {
      await this.database.transaction(systemScope, async (tx) => {
        await tx.guard(lease);
        await this.ends.end(tx, shadow, { ended: 'over', by: null });
      });
    }
    await this.forget(lease, now);
  }

  /** What the oldest shadows found of each study: the figures are kept first, then rows are dropped, some at a time. */
  private async forget(lease: Lease, now: Instant): Promise<void> {
    const endedBefore = plusMinutes(now, -SHADOW_KEPT_DAYS * 24 * 60);
    const guarded = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      this.database.transaction(systemScope, async (tx) => {
        await tx.guard(lease);
        return work(tx);
      });
    const old = await guarded((tx) =>
      tx.read<{ id: PolicyShadowId }>(
        'select id from policy_shadow where ended_at <= $1 and forgotten_at is null order by ended_at limit 10',
        [endedBefore],
      ),
    );
    for (const { id } of old) {
      await guarded(async (tx) => {
        const { shadow } = await look(tx, { shadow: one(PolicyShadowEntity, { id }, { lock: 'none' }) });
        const figures = await everyFigureOf(tx, shadow);
        await tx.change({ shadow: one(PolicyShadowEntity, { id }) }, (rows, at) => forgetShadow(rows, figures, at));
      });
    }
    while (!lease.lost.aborted && (await guarded((tx) => dropForgotten(tx, DROPPED_AT_ONCE))) === DROPPED_AT_ONCE);
  }
}
