import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, systemScope, type Lease } from '@overread/platform';
import { look } from '../../studies/index.js';
import { PolicyShadowEntity } from './policy-shadow.entity.js';
import { ShadowEnds } from './shadow-ends.js';

const EVERY_MS = 5_000;

/** Ends shadows whose time is over; until then they route nothing that comes after it. One process of all does. */
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
  }
}
