import type { ActivePolicies, ActivePolicy, Facility, Policy, PolicyVersion } from '@overread/domain';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LogTail, systemScope, type Tx } from '@overread/platform';
import { all } from '@overread/platform';
import { look } from '../studies/index.js';
import { Circumstances } from './circumstances.js';
import { PolicyVersionEntity } from './policy-version.entity.js';
import { PolicyEntity } from './policy.entity.js';

/** The policy versions in force, in memory; follows the log. */
@Injectable()
export class PolicyBook implements OnApplicationBootstrap {
  private active: ActivePolicy[] = [];
  private loading: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
    private readonly circumstances: Circumstances,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.tail.onEvents((events) => {
      if (events.some((event) => event.type === 'policy.activated')) void this.refresh().catch(() => undefined);
    });
    await this.refresh();
  }

  /** Reads what is in force now. Called at start, when the log tells of a change, and after a change of our own. */
  async refresh(): Promise<void> {
    // A refresh under way may have read before the change we were told of: wait for it, then read again.
    await this.loading;
    this.loading ??= this.load().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  /** What is in force over a facility. */
  activeFor(facility: Facility): ActivePolicies {
    const find = (matches: (policy: Policy) => boolean) => this.active.find(({ policy }) => matches(policy)) ?? null;
    return {
      network: find((policy) => policy.scope === 'network'),
      healthSystem: find((p) => p.scope === 'health-system' && p.healthSystemId === facility.healthSystemId),
      facility: find((p) => p.scope === 'facility' && p.facilityId === facility.id),
    };
  }

  /** Every version in force, of whatever scope. */
  everyActive(): readonly ActivePolicy[] {
    return this.active;
  }

  private async load(): Promise<void> {
    const active = await this.database.transaction(systemScope, activePolicies);
    // First what they ask for, then the policies: no study is routed by one whose facts are not there yet.
    await this.circumstances.prepareFor(active.map(({ version }) => version.document));
    this.active = active;
  }
}

async function activePolicies(tx: Tx): Promise<ActivePolicy[]> {
  const { versions } = await look(tx, { versions: all(PolicyVersionEntity, { state: 'active' }, { lock: 'none' }) });
  if (versions.length === 0) return [];
  const ids = versions.map((version: PolicyVersion) => version.policyId);
  const { policies } = await look(tx, { policies: all(PolicyEntity, { id: ids }, { lock: 'none' }) });
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  return versions.flatMap((version) => {
    const policy = byId.get(version.policyId);
    return policy ? [{ policy, version }] : [];
  });
}
