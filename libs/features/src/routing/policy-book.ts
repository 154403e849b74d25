import {
  covers,
  runsAt,
  type ActivePolicies,
  type ActivePolicy,
  type Facility,
  type Instant,
  type Policy,
  type PolicyDocument,
  type PolicyShadow,
  type PolicyVersion,
} from '@overread/domain';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, LogTail, systemScope, type Tx } from '@overread/platform';
import { all } from '@overread/platform';
import { look } from '../studies/index.js';
import { Circumstances } from './circumstances.js';
import { PolicyVersionEntity } from './policy-version.entity.js';
import { PolicyEntity } from './policy.entity.js';
import { PolicyShadowEntity } from './shadow/policy-shadow.entity.js';

/** A version that runs in shadow, as it stands in the place of its policy's. */
export interface RunningShadow {
  shadow: PolicyShadow;
  tried: ActivePolicy;
}

const CHANGES: readonly string[] = ['policy.activated', 'policy.shadow-started', 'policy.shadow-ended'];

/** The policy versions in force and those that run in shadow, in memory; follows the log. */
@Injectable()
export class PolicyBook implements OnApplicationBootstrap {
  private readonly logger = new Logger('PolicyBook');
  private active: ActivePolicy[] = [];
  private shadows: RunningShadow[] = [];
  private loading: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
    private readonly circumstances: Circumstances,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.tail.onEvents((events) => {
      if (events.some(({ type }) => CHANGES.includes(type))) void this.refresh().catch(() => undefined);
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

  /** What runs in shadow over a facility at an instant. */
  shadowsOver(facility: Facility, at: Instant): RunningShadow[] {
    return this.shadows.filter(({ shadow, tried }) => runsAt(shadow, at) && covers(tried.policy, facility));
  }

  private async load(): Promise<void> {
    const active = await this.database.transaction(systemScope, activePolicies);
    const shadows = await this.runningShadows();
    // First what they ask for, then the policies: no study is routed by one whose facts are not there yet.
    const documents = active.map(({ version }) => version.document);
    await this.prepareFor(documents, shadows);
    this.active = active;
    this.shadows = shadows;
  }

  /** A document in shadow that cannot even be asked what it needs leaves the others with what they need. */
  private async prepareFor(documents: readonly PolicyDocument[], shadows: readonly RunningShadow[]): Promise<void> {
    if (shadows.length === 0) return this.circumstances.prepareFor(documents);
    try {
      const tried = shadows.map(({ tried: { version } }) => version.document);
      await this.circumstances.prepareFor([...documents, ...tried]);
    } catch (error) {
      this.logger.error(`a shadow goes without what it asks for: ${messageOf(error)}`);
      await this.circumstances.prepareFor(documents);
    }
  }

  /** Whatever is wrong with shadows, studies are routed by what is in force. */
  private async runningShadows(): Promise<RunningShadow[]> {
    try {
      return await this.database.transaction(systemScope, runningShadows);
    } catch (error) {
      this.logger.error(`nothing runs in shadow: ${messageOf(error)}`);
      return [];
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function runningShadows(tx: Tx): Promise<RunningShadow[]> {
  const { shadows } = await look(tx, { shadows: all(PolicyShadowEntity, { endedAt: null }, { lock: 'none' }) });
  if (shadows.length === 0) return [];
  const ids = shadows.map(({ policyVersionId }) => policyVersionId);
  const { versions } = await look(tx, { versions: all(PolicyVersionEntity, { id: ids }, { lock: 'none' }) });
  const tried = await withPolicies(tx, versions);
  return shadows.flatMap((shadow) => {
    const found = tried.find(({ version }) => version.id === shadow.policyVersionId);
    return found ? [{ shadow, tried: found }] : [];
  });
}

async function activePolicies(tx: Tx): Promise<ActivePolicy[]> {
  const { versions } = await look(tx, { versions: all(PolicyVersionEntity, { state: 'active' }, { lock: 'none' }) });
  return withPolicies(tx, versions);
}

async function withPolicies(tx: Tx, versions: readonly PolicyVersion[]): Promise<ActivePolicy[]> {
  if (versions.length === 0) return [];
  const ids = versions.map((version) => version.policyId);
  const { policies } = await look(tx, { policies: all(PolicyEntity, { id: ids }, { lock: 'none' }) });
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  return versions.flatMap((version) => {
    const policy = byId.get(version.policyId);
    return policy ? [{ policy, version }] : [];
  });
}
