import {
  covers,
  lintJurisdictions,
  localDate,
  settleForbidden,
  type ActivePolicy,
  type Facility,
  type Instant,
  type ReadingPlan,
} from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { all, Database, LeasedJobs, systemScope, type Lease } from '@overread/platform';
import { NetworkDirectory } from '../../network/index.js';
import { look } from '../../studies/index.js';
import { PolicyEntity } from '../policy.entity.js';
import { PolicyBook } from '../policy-book.js';
import { JurisdictionBook } from './jurisdiction-book.js';
import { PolicyForbiddenEntity } from './policy-forbidden.entity.js';

const EVERY_MS = 5_000;

/**
 * Finds versions in force that a jurisdiction rule forbids: one that was written down, one whose day has come, one that a
 * new facility is under. They are told and shown, and stay in force: no study goes without an owner. One process of all does.
 */
@Injectable()
export class ForbiddenPoliciesJob implements OnApplicationBootstrap {
  private settled: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly jobs: LeasedJobs,
    private readonly policies: PolicyBook,
    private readonly jurisdictions: JurisdictionBook,
    private readonly directory: NetworkDirectory,
  ) {}

  onApplicationBootstrap(): void {
    const round = (lease: Lease) => this.once(lease);
    this.jobs.start({ name: 'forbidden-policies', role: 'follower', everyMs: EVERY_MS, round });
  }

  async once(lease: Lease): Promise<void> {
    const now = await this.database.transaction(systemScope, (tx) => tx.now());
    const facilities = [...this.directory.snapshot().facilities.values()].filter(({ retiredAt }) => retiredAt === null);
    const standing = `${lease.epoch} ${this.standing(facilities, now)}`;
    // Linting every policy in force takes long beside looking whether anything it stands on has changed.
    if (standing === this.settled) return;
    const active = this.policies.everyActive();
    const linted = active.map((each) => ({ active: each, findings: this.lint(each, facilities, now) }));
    await this.database.transaction(systemScope, async (tx) => {
      await tx.guard(lease);
      // What is found and what is told are one: nobody else finds the same meanwhile.
      const ids = active.map(({ policy }) => policy.id);
      if (ids.length > 0) await look(tx, { policies: all(PolicyEntity, { id: ids }) });
      await tx.change({ rows: all(PolicyForbiddenEntity, { clearedAt: null }) }, ({ rows }, at) =>
        settleForbidden(rows, linted, at),
      );
    });
    this.settled = standing;
  }

  private lint(active: ActivePolicy, facilities: readonly Facility[], now: Instant) {
    const { policy, version } = active;
    const { document } = version;
    const plans = [...document.plans, ...this.inherited(active)];
    const covered = facilities.filter((facility) => covers(policy, facility));
    return lintJurisdictions({ document, plans, facilities: covered }, now, this.jurisdictions.everyVersion());
  }

  /** Plans of the documents above, nearest first. */
  private inherited({ policy }: ActivePolicy): ReadingPlan[] {
    const above = this.policies
      .everyActive()
      .filter(
        ({ policy: { scope, healthSystemId } }) =>
          (policy.scope === 'facility' && scope === 'health-system' && healthSystemId === policy.healthSystemId) ||
          (policy.scope !== 'network' && scope === 'network'),
      );
    return above
      .toSorted((a, b) => (a.policy.scope === 'health-system' ? -1 : 0) - (b.policy.scope === 'health-system' ? -1 : 0))
      .flatMap(({ version }) => version.document.plans);
  }

  /** Everything that the findings are made of. */
  private standing(facilities: readonly Facility[], now: Instant): string {
    const days = new Set(facilities.map(({ zone }) => `${zone} ${localDate(now, zone)}`));
    return JSON.stringify([
      this.policies.everyActive().map(({ version }) => version.id),
      this.jurisdictions.everyVersion().map(({ id, number }) => `${id} ${number}`),
      facilities.map(({ id, version }) => `${id} ${version}`),
      [...days],
    ]);
  }
}
